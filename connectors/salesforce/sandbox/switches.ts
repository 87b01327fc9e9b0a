/**
 * What differs between orgs, and what our facts do not know. Each can be changed while the sandbox runs; the default
 * is the harsher position wherever both are plausible. [U] marks what is unknown and must be tried both ways.
 */
import type { Instant } from '../../contract.ts'
import { defaultReports, type SandboxReport } from './reports.ts'

export interface Switches {
  /** Neutral id of the org, so that two sandboxes are two orgs. */
  organization: string
  /** The org's highest API version; orgs are upgraded over some weeks. */
  apiVersion: string
  /** Session timeout of the org: the token answer never tells it. */
  tokenLifetimeMs: number
  /** The app has a user to run client credentials as. */
  clientCredentials: boolean
  rotatesRefreshTokens: boolean
  /** [U] Revoking a refresh token ends its access tokens. */
  revokeEndsAccess: boolean
  /**
   * Every token call is refused with `invalid_grant` and this text [U]: `ip restricted` from an address that is not
   * listed, `inactive user`, `inactive organization`, `expired access/refresh token`.
   */
  grantsRefused: string | null
  /** Any other refusal of the token endpoint, such as `invalid_app_access`; some of the codes are [U]. */
  tokenRefused: { readonly error: string; readonly description: string } | null
  /** What every call of the data API is answered, whatever it asks; the texts are [U]. */
  apiRefused: { readonly status: number; readonly errorCode: string; readonly message: string } | null
  /** A person looks at the consent page and decides; else it is agreed to at once. */
  asksConsent: boolean
  /** Since 2025 an app that is not installed cannot be authorized. */
  appInstalled: boolean
  /** What the token answer names; null: the sandbox itself. May change with an org migration. */
  instanceUrl: string | null
  /** Calls in any 24 hours, and how many of them other apps have used up. */
  dailyRequests: number
  requestsByOthers: number
  /** `Sforce-Limit-Info` also tells the app's own share. */
  perAppUsage: boolean
  /** "View Setup and Configuration": without it /limits is refused. */
  viewSetup: boolean
  /** "View Roles and Role Hierarchy": without it UserRole does not exist. */
  viewRoles: boolean
  recordTypes: boolean
  /** [U] What stands on an opportunity without a record type: nothing, or the id of the master. */
  masterRecordType: 'null' | 'id'
  /** [U] Opportunities can be grouped by a field of their record type. */
  groupsRecordTypes: boolean
  /** Neutral ids of companies that are people; null: an org without person accounts, where the field is not there. */
  personAccounts: readonly string[] | null
  /** null: when the company has rates. */
  multiCurrency: boolean | null
  /** Advanced Currency Management; null: when a rate has a first day. */
  datedRates: boolean | null
  /** [U] Organization.DefaultCurrencyIsoCode. */
  organizationCurrency: boolean
  /** [U] Whether sums of money convert at the rate of the close date. */
  aggregateRates: 'static' | 'dated'
  /** [U] How the last dated rate ends. */
  lastRateEnds: '9999-12-31' | null
  /** [U] Digits after the point of a conversion rate; null keeps all. */
  rateDigits: number | null
  /** Rows of a page, 2,000 or fewer: the vendor may send fewer than asked. */
  pageRows: number
  /** An answer begins with a page without rows that names the next. */
  emptyPages: boolean
  /** [U] Whether a later page shows rows as they were at the query or as they are now. */
  cursorReads: 'snapshot' | 'live'
  /** [U] Open cursors of one user; one more ends the oldest. */
  openCursors: number
  /** Deals show what was written to them this much after its time stamp: a long transaction commits late. */
  commitLagMs: number
  /** Rows that ORDER BY leaves equal come in an order that changes from query to query. */
  scrambleTies: boolean
  /** [U] Times in whole seconds. */
  wholeSeconds: boolean
  /** [U] A changed rate moves SystemModstamp of the opportunities in its currency. */
  ratesTouch: boolean
  /** API names of formula fields of Opportunity: days since creation. They change and nothing tells it. */
  formulas: readonly string[]
  /** [U] Name of the child relationship. */
  historyRelationship: string
  /** [U] Fiscal years are named after the year they start in. */
  fiscalYearByStart: boolean
  /** A real org always has a close date; see the README of this folder. */
  closeDate: 'nullable' | 'required'
  /** Field security, as `Opportunity.Amount`; an object's bare name hides the object. */
  hidden: readonly string[]
  /** What there is to run; the list may be put anew at any time. */
  reports: readonly SandboxReport[]
  /** [U] Whether a total of money names its currency. */
  reportAmounts: 'plain' | 'with currency'
  /** What a report that is not there, or not shown, is answered; code and text are [U]. */
  reportGone: { readonly status: number; readonly errorCode: string; readonly message: string }
  /** Someone emptied the recycle bin: what was deleted earlier is gone for good. */
  binEmptiedAt: Instant | null
}

export const defaultSwitches: Switches = {
  organization: '4711',
  apiVersion: '68.0',
  tokenLifetimeMs: 2 * 3_600_000,
  clientCredentials: true,
  rotatesRefreshTokens: true,
  revokeEndsAccess: false,
  grantsRefused: null,
  tokenRefused: null,
  apiRefused: null,
  asksConsent: false,
  appInstalled: true,
  instanceUrl: null,
  dailyRequests: 100_000,
  requestsByOthers: 0,
  perAppUsage: true,
  viewSetup: false,
  viewRoles: true,
  recordTypes: true,
  masterRecordType: 'null',
  groupsRecordTypes: true,
  personAccounts: null,
  multiCurrency: null,
  datedRates: null,
  organizationCurrency: false,
  aggregateRates: 'static',
  lastRateEnds: '9999-12-31',
  rateDigits: null,
  pageRows: 2000,
  emptyPages: false,
  cursorReads: 'live',
  openCursors: 10,
  commitLagMs: 0,
  scrambleTies: true,
  wholeSeconds: true,
  ratesTouch: false,
  formulas: [],
  historyRelationship: 'OpportunityHistories',
  fiscalYearByStart: false,
  closeDate: 'nullable',
  hidden: [],
  reports: defaultReports,
  reportAmounts: 'plain',
  reportGone: {
    status: 404,
    errorCode: 'NOT_FOUND',
    message: "The data you're trying to access is unavailable.",
  },
  binEmptiedAt: null,
}
