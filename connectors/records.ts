/** What a connector reads: one type a stream, in our words and units, whichever CRM it came from. */

/** UTC, ISO-8601, always with milliseconds: `2026-11-24T04:30:00.000Z`. */
export type Instant = string
/** A calendar day without time or zone: `YYYY-MM-DD`. */
export type Day = string

/** In the order of a night: what gives later streams their meaning is read first. */
export const nightStreams = [
  'account',
  'pipelines',
  'teams',
  'owners',
  'currencies',
  'companies',
  'deals',
  'removals',
  'contracts',
] as const
/** Walked in runs of their own, beside the nights and never in their way. */
export const backgroundStreams = ['history', 'census'] as const
export const streams = [...nightStreams, ...backgroundStreams] as const
export type Stream = (typeof streams)[number]

/** What the CRM says of itself. Later pulls get it back, so that nobody asks twice. */
export interface AccountRecord {
  readonly id: string
  readonly name: string | null
  /** IANA name. */
  readonly timeZone: string
  /** ISO 4217 code of the company's own currency; null where the CRM does not tell. */
  readonly currency: string | null
  /** 1 to 12; null when the CRM does not tell. */
  readonly fiscalYearStartMonth: number | null
  /** Host of the CRM's screens, for links from evidence to the record. */
  readonly uiHost: string
  readonly apiVersion: string | null
  /** More than one currency is in use, so a deal without currency or rate is a gap. */
  readonly multiCurrency: boolean
  /** Fields we wanted and cannot see, each with what is missing from the numbers because of it. */
  readonly hidden: readonly { readonly object: string; readonly field: string; readonly effect: string }[]
  /** Fields that this account has no use for, as the connector names them: not asked for, and missed by nobody. */
  readonly absent?: readonly string[]
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
  /** Where the CRM keeps the team on the deal: counts for a closed one, and where the owner has none. */
  readonly teamId: string | null
  readonly companyId: string | null
  /** Id of the same deal in the company's other CRM, as that one gives it (`twinKey`); left out or null: of none. */
  readonly twinId?: string | null
  /** Records that were merged into this one. */
  readonly mergedIds: readonly string[]
  /** Only the extra properties that were asked for. */
  readonly properties: Readonly<Record<string, string | null>>
  readonly problems: readonly Problem[]
}

/** Fields a history can hold. One that is left out is unknown; null says that it was empty. */
export interface HistoryValues {
  readonly pipelineId?: string | null
  readonly stageId?: string | null
  /** Integer minor units of `currency`. */
  readonly amountMinor?: number | null
  readonly currency?: string | null
  readonly closeDate?: Day | null
  /** The deal's own, 0..1 as decimal text; null leaves it to the stage. */
  readonly probability?: string | null
  readonly ownerId?: string | null
  readonly type?: string | null
}

/** The state a deal was in since `at`, as far as its history tells: all fields, not only the one that changed. */
export interface HistoryRecord {
  readonly id: string
  readonly at: Instant
  readonly values: HistoryValues
}

export const contractKinds = [
  'deal',
  'line_item',
  'subscription',
  'contract',
  'asset',
  'opportunity',
] as const
export type ContractKind = (typeof contractKinds)[number]

/** As `Problem`, of a contract. */
export interface ContractProblem {
  readonly field: 'amount' | 'currency' | 'rate' | 'startsOn' | 'endsOn' | 'term'
  readonly code:
    | Problem['code']
    | 'missing'
    /** It ends before it begins. */
    | 'before_start'
  readonly raw: string
}

/** Recurring money of one customer for a time: one row a contract, whatever the CRM calls it. */
export interface ContractRecord {
  /** Unique in its connection. */
  readonly id: string
  readonly kind: ContractKind
  readonly version: Instant
  /** null: that of its deal, where it has one. */
  readonly companyId: string | null
  readonly product: string | null
  readonly dealId: string | null
  readonly startsOn: Day | null
  /** The first day on which it does not run any more; null is an open end. One that was cancelled ends earlier. */
  readonly endsOn: Day | null
  /** Integer minor units of `currency` for `periodMonths` months. */
  readonly amountMinor: number | null
  readonly periodMonths: number
  readonly currency: string | null
  /** As on a deal. */
  readonly rate: string | null
  /** Whether it takes the place of its predecessor or comes on top; null: nobody has decided. */
  readonly overlap: 'replaces' | 'adds' | null
  readonly problems: readonly ContractProblem[]
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
  contracts: ContractRecord
  /** Of all deals, oldest step first within a deal; a deal's steps are never parted between pages. */
  history: HistoryRecord
  /** Every deal once, as it is: the weekly full pass. Its connector stream is that of `deals`, walked as a list. */
  census: DealRecord
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
