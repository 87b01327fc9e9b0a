/**
 * A company's CRM, told neutrally: what the generator and the loaders fill and each sandbox speaks in its vendor's
 * wire format. Times are instants of the virtual clock; amounts are decimal text in major units, as a CRM keeps them.
 */
import type { Day, Instant } from '../contract.ts'
import type { Store } from './store.ts'

export interface CrmStage {
  readonly id: string
  label: string
  readonly position: number
  readonly closed: boolean
  readonly won: boolean
  /** Decimal text 0..1. */
  readonly probability: string
  archived: boolean
}
export interface CrmPipeline {
  readonly id: string
  label: string
  archived: boolean
  readonly stages: CrmStage[]
}
export interface CrmTeam {
  readonly id: string
  readonly name: string
  readonly parentId: string | null
}
export interface CrmUser {
  readonly id: string
  readonly name: string
  readonly email: string
  teamId: string | null
  active: boolean
}
export interface CrmCompany {
  readonly id: string
  name: string
  readonly createdAt: Instant
  updatedAt: Instant
  mergedInto: string | null
  deletedAt: Instant | null
}
export interface CrmRate {
  readonly currency: string
  /** One unit of `currency` in company currency, decimal text. */
  readonly factor: string
  readonly from: Day | null
}

/** Fields a person can edit. `properties` holds custom fields by their neutral name. */
export interface CrmDealFields {
  name: string
  companyId: string | null
  pipelineId: string
  stageId: string
  amount: string | null
  currency: string
  closeDate: Day | null
  /** Overrides the stage's when not null. */
  probability: string | null
  type: string | null
  ownerId: string | null
  forecastCategory: 'omitted' | 'pipeline' | 'best_case' | 'commit' | 'closed' | null
  properties: Record<string, string | null>
}
export interface CrmDeal extends CrmDealFields {
  readonly id: string
  readonly createdAt: Instant
  updatedAt: Instant
  deletedAt: Instant | null
  mergedInto: string | null
  mergedIds: string[]
  /**
   * Every change of stage, amount, close date, pipeline and owner, oldest first; creation included. Currency, type and
   * probability are in it once they have changed, and are as they were made otherwise.
   */
  readonly history: {
    readonly at: Instant
    readonly field: keyof CrmDealFields
    readonly value: string | null
  }[]
}

/** Plain data plus the edits that keep `updatedAt` and `history` true. Ids are decimal text, unique per kind. */
export interface Crm {
  readonly name: string
  readonly timeZone: string
  readonly currency: string
  readonly fiscalYearStartMonth: number
  readonly pipelines: CrmPipeline[]
  readonly teams: CrmTeam[]
  readonly users: CrmUser[]
  readonly companies: Store<CrmCompany>
  readonly rates: CrmRate[]
  readonly deals: Store<CrmDeal>
  /** Names of custom deal fields, for describe and property lists. */
  readonly customFields: readonly string[]
  createDeal(fields: CrmDealFields, at: Instant, id?: string): CrmDeal
  updateDeal(id: string, change: Partial<CrmDealFields>, at: Instant): CrmDeal
  deleteDeal(id: string, at: Instant): void
  restoreDeal(id: string, at: Instant): void
  mergeDeals(survivorId: string, loserId: string, at: Instant): void
  upsertCompany(company: Pick<CrmCompany, 'id' | 'name'>, at: Instant): CrmCompany
  /** Told after every edit; a sandbox's late search index lives from it. Returns what stops it. */
  watch(listener: (kind: 'deal' | 'company', id: string) => void): () => void
}

/** A running stand-in for a vendor. */
export interface Sandbox {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  readonly crm: Crm
  /** The virtual clock, read at every request. */
  now(): Instant
  /** Makes the next `times` matching requests fail in the vendor's own way. */
  fault(fault: Fault): void
  clearFaults(): void
  /** Requests served, newest last: method, path and status only. */
  readonly calls: {
    readonly method: string
    readonly path: string
    readonly status: number
    readonly bucket: string
  }[]
  close(): Promise<void>
}
export interface Fault {
  /** Substring of method + ' ' + path; empty matches all. */
  readonly match: string
  readonly times: number
  readonly kind: 'status' | 'html' | 'half_body' | 'hang' | 'rate_limit' | 'unauthorized' | 'reset'
  readonly status?: number
  readonly retryAfterSeconds?: number
}
