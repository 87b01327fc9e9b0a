/**
 * The agreement every CRM connector signs. A connector turns one request of ours into one page of records.
 * It owns no state, clock, environment or socket: the cursor, the account and the transport travel in.
 */
import type * as z from 'zod'

/** UTC, ISO-8601, always with milliseconds: `2026-11-24T04:30:00.000Z`. */
export type Instant = string
/** A calendar day without time or zone: `YYYY-MM-DD`. */
export type Day = string

/** In the order of a run: what gives later streams their meaning is read first. */
export const streams = [
  'account',
  'pipelines',
  'teams',
  'owners',
  'currencies',
  'companies',
  'deals',
  'removals',
] as const
export type Stream = (typeof streams)[number]

/** What the CRM says of itself. Later pulls get it back, so that nobody asks twice. */
export interface AccountRecord {
  readonly id: string
  readonly name: string | null
  /** IANA name. */
  readonly timeZone: string
  /** ISO 4217 code of the company's own currency; null where the CRM does not tell. */
  readonly currency: string | null
  /** 1 to 12. */
  readonly fiscalYearStartMonth: number
  /** Host of the CRM's screens, for links from evidence to the record. */
  readonly uiHost: string
  readonly apiVersion: string | null
  /** More than one currency is in use, so a deal without currency or rate is a gap. */
  readonly multiCurrency: boolean
  /** Fields we wanted and cannot see, each with what is missing from the numbers because of it. */
  readonly hidden: readonly { readonly object: string; readonly field: string; readonly effect: string }[]
}

export interface StageRecord {
  readonly id: string
  readonly label: string
  readonly position: number
  readonly closed: boolean
  /** Implies closed. The flag of the CRM, never read from a label. */
  readonly won: boolean
  /** 0..1 as decimal text; null where the CRM has none. */
  readonly probability: string | null
  readonly archived: boolean
}

export interface PipelineRecord {
  readonly id: string
  readonly label: string
  readonly archived: boolean
  readonly stages: readonly StageRecord[]
}

export interface TeamRecord {
  readonly id: string
  readonly name: string
  readonly parentId: string | null
}

/** No name and no address: people are only ever counted. */
export interface OwnerRecord {
  readonly id: string
  readonly teamId: string | null
  readonly active: boolean
}

/** One unit of `currency` is `factor` units of the account's currency, valid on days `[from, to)`. */
export interface RateRecord {
  readonly currency: string
  /** Decimal text, above 0. */
  readonly factor: string
  readonly from: Day | null
  readonly to: Day | null
}

export interface CompanyRecord {
  readonly id: string
  readonly name: string | null
  readonly version: Instant
  readonly mergedInto: string | null
}

export const forecastCategories = [
  'omitted',
  'pipeline',
  'best_case',
  'most_likely',
  'commit',
  'closed',
] as const
export type ForecastCategory = (typeof forecastCategories)[number]

/** A field whose value we could not read: the deal is held, shown and counted, never guessed. */
export interface Problem {
  readonly field: 'amount' | 'currency' | 'closeDate' | 'probability' | 'rate'
  readonly code: 'not_a_number' | 'absurd' | 'not_a_date' | 'not_a_currency' | 'hidden'
  /** What the CRM sent, shortened to 80 characters. */
  readonly raw: string
}

export interface DealRecord {
  readonly id: string
  /** When the CRM says this state came about; orders two reads of one deal. */
  readonly version: Instant
  readonly createdAt: Instant
  readonly name: string | null
  /** null: the CRM has none on the record. */
  readonly pipelineId: string | null
  readonly stageId: string | null
  /** Integer minor units of `currency`; null when the CRM has no amount. */
  readonly amountMinor: number | null
  /** ISO 4217; null only in an account with one currency whose code the CRM does not tell. */
  readonly currency: string | null
  /** The CRM's own factor from deal to company currency where it stands on the deal; decimal text. */
  readonly rate: string | null
  /** In the company's time zone. */
  readonly closeDate: Day | null
  /** The deal's own, 0..1 as decimal text; null leaves it to the stage. */
  readonly probability: string | null
  readonly forecastCategory: ForecastCategory | null
  readonly type: string | null
  readonly ownerId: string | null
  /** Where the CRM keeps the team on the deal; null leaves it to the owner. */
  readonly teamId: string | null
  readonly companyId: string | null
  /** Records that were merged into this one. */
  readonly mergedIds: readonly string[]
  /** Only the extra properties that were asked for. */
  readonly properties: Readonly<Record<string, string | null>>
  readonly problems: readonly Problem[]
}

export interface Records {
  account: AccountRecord
  pipelines: PipelineRecord
  teams: TeamRecord
  owners: OwnerRecord
  currencies: RateRecord
  companies: CompanyRecord
  deals: DealRecord
  /** Carries only `deleted`. */
  removals: never
}

/** A deal that the CRM says is gone. */
export interface Removal {
  readonly id: string
  /** Best known time; null when the CRM does not tell. */
  readonly at: Instant | null
  readonly mergedInto: string | null
}

export interface Skipped {
  readonly id: string
  /** For a person: which field, what stood there. */
  readonly reason: string
}

/** One page and the place it leaves us: committed together or not at all. */
export interface Page<S extends Stream = Stream> {
  readonly records: readonly Records[S][]
  readonly deleted: readonly Removal[]
  readonly skipped: readonly Skipped[]
  readonly cursor: Cursor
  readonly more: boolean
  /** Read from the records themselves and not from a search index that may be late. */
  readonly primary: boolean
  /** How many records the CRM says the whole walk has; null when it does not tell. For progress only. */
  readonly total: number | null
}

/**
 * Where a stream stands. `rest` waits for the next run; `list` walks everything once (the first import);
 * `window` walks the rows changed in `[since, until]` by id, so that ties, caps and edits lose nothing.
 */
export type Cursor =
  | { readonly at: 'rest'; readonly until: Instant }
  | { readonly at: 'list'; readonly openedAt: Instant; readonly after: string | null }
  | { readonly at: 'window'; readonly since: Instant; readonly until: Instant; readonly after: string | null }

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  /** Which of the CRM's budgets the call draws on. */
  readonly bucket: string
  /** A POST that only reads (search, batch read) may be repeated. */
  readonly repeatable: boolean
}

export interface HttpResponse {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The only way to a CRM: host allow-list, deadline, bounded retry, budget, metering, credentials. */
export interface Transport {
  /** Answers only 2xx; everything else throws a `ConnectorError` with the `Failure`. */
  send(request: HttpRequest): Promise<HttpResponse>
}

/** All a connector may know. */
export interface Pull<Config> {
  readonly config: Config
  /** Base URL of the API: fixed for HubSpot, the org's instance for Salesforce. */
  readonly baseUrl: string
  readonly transport: Transport
  readonly now: Instant
  /** As read by the `account` stream of this connection; null only while that stream itself is pulled. */
  readonly account: AccountRecord | null
  /** The company's zone: a vendor instant becomes a day in it. */
  readonly timeZone: string
  /** The company's currency, for an account with one currency that does not tell which. */
  readonly currency?: string
  /** Extra deal properties to mirror, by the CRM's internal name. */
  readonly properties: readonly string[]
}

export type Failure =
  | { readonly kind: 'unauthorized'; readonly detail: string }
  | { readonly kind: 'forbidden'; readonly missing: string | null; readonly detail: string }
  | { readonly kind: 'rate_limited'; readonly retryAfterMs: number; readonly scope: 'burst' | 'day' }
  | {
      readonly kind: 'unavailable'
      readonly status: number | null
      readonly retryAfterMs: number | null
      readonly detail: string
    }
  | { readonly kind: 'unreadable'; readonly path: string; readonly issue: string }
  | {
      readonly kind: 'refused'
      readonly status: number
      readonly code: string | null
      readonly detail: string
    }
  | { readonly kind: 'misconfigured'; readonly detail: string }
  | { readonly kind: 'unsupported'; readonly stream: Stream }

/** The one error that leaves a connector. Its message names the CRM and the failure, never a secret. */
export class ConnectorError extends Error {
  override readonly name = 'ConnectorError'
  readonly connector: string
  readonly failure: Failure
  constructor(connector: string, failure: Failure, options?: ErrorOptions) {
    super(`${connector}: ${failure.kind}`, options)
    this.connector = connector
    this.failure = failure
  }
}

/** What lets us call: a bearer token, the base URL it is good for, and when it ends (null: unknown). */
export interface Grant {
  readonly token: string
  readonly baseUrl: string
  readonly expiresAt: Instant | null
}

export type PullStream<Config, S extends Stream> = (
  pull: Pull<Config>,
  cursor: Cursor | null,
) => Promise<Page<S>>

export interface Connector<Config> {
  /** Also the folder's name: `hubspot`, `salesforce`. */
  readonly id: string
  readonly title: string
  /** Strict: an unknown key is refused. Secrets of the connection are part of it and are sealed at rest. */
  readonly config: z.ZodType<Config>
  /** Every host a request may go to; a leading dot allows sub-domains. */
  hosts(config: Config): readonly string[]
  /** Gets a first or fresh grant. `send` is unauthenticated. Throws `unauthorized` when the vendor refuses. */
  authorize(config: Config, send: Transport['send'], now: Instant): Promise<Grant>
  /** Pure: a non-2xx answer as a `Failure`, decided by codes and never by message text. */
  failure(response: HttpResponse, now: Instant): Failure
  /** Calls per window we may make in each of the CRM's buckets: at most 80 % of the vendor's own limit. */
  readonly buckets: Readonly<Record<string, { readonly calls: number; readonly perMs: number }>>
  /** Calls used and allowed in the day of all the customer's apps, where an answer tells; the transport keeps clear. */
  quota?(response: HttpResponse): { readonly used: number; readonly limit: number } | null
  readonly streams: { readonly [S in Stream]: PullStream<Config, S> }
  /** The record's page in the CRM, for evidence. */
  recordUrl(account: AccountRecord, kind: 'deal' | 'company', id: string): string
}

export function defineConnector<Config>(connector: Connector<Config>): Connector<Config> {
  return connector
}
