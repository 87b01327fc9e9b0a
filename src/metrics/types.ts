/** What a metric is asked and what it answers: the two shapes that CLI, API, screens and measurements share. */
import * as z from 'zod'
import type { Day, Instant } from '../../connectors/contract.ts'
import { isDay } from '../../connectors/values/time.ts'
import { type ContractRole, contractMetricIds, contractReasons } from './retention/ids.ts'

/** Of the mirrored deals; those of contracts follow in `metricIds`. */
export const dealMetricIds = [
  'won_revenue',
  'won_deals',
  'lost_deals',
  'lost_revenue',
  'average_deal_size',
  'win_rate',
  'win_rate_value',
  'sales_cycle_days',
  'deals_created',
  'pipeline_created',
  'open_pipeline',
  'open_deals',
  'weighted_pipeline',
  'pipeline_coverage',
  'forecast_commit',
  'forecast_best_case',
  'stage_conversion',
  'sales_velocity',
  'overdue_deals',
  'stalled_deals',
  'slipped_value',
] as const
export type DealMetricId = (typeof dealMetricIds)[number]

export const metricIds = [...dealMetricIds, ...contractMetricIds] as const
export type MetricId = (typeof metricIds)[number]

const day = z.string().refine(isDay, { message: 'day' })

/** Local days, half-open `[from, to)`. `cycle` takes the days of the key result's cycle. */
export const windowSchema = z.union([
  z.literal('cycle'),
  z.strictObject({ from: day, to: day }).refine((w) => w.from < w.to, { message: 'window_empty' }),
  z.strictObject({ trailingDays: z.int().min(1).max(3660) }),
  z.strictObject({ fiscal: z.enum(['month', 'quarter', 'year']) }),
])
export type Window = z.infer<typeof windowSchema>

export const filterOps = ['eq', 'neq', 'in', 'not_in', 'known', 'unknown'] as const

/** Lists are alternatives, fields are joined by *and*. Ids are the CRM's; `connections` narrows to one of two CRMs. */
export const filterSchema = z.strictObject({
  connections: z.array(z.string().min(1)).min(1).optional(),
  pipelines: z.array(z.string().min(1)).min(1).optional(),
  stages: z.array(z.string().min(1)).min(1).optional(),
  teams: z.array(z.string().min(1)).min(1).optional(),
  dealTypes: z.array(z.string().min(1)).min(1).optional(),
  properties: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        op: z.enum(filterOps),
        values: z.array(z.string()).default([]),
      }),
    )
    .min(1)
    .optional(),
  minAmountMinor: z.int().min(0).optional(),
})
export type Filter = z.infer<typeof filterSchema>

/** `params` stay unknown here: each catalogue entry parses its own. */
export const definitionSchema = z.strictObject({
  metric: z.enum(metricIds),
  params: z.record(z.string(), z.unknown()).optional(),
  filter: filterSchema.optional(),
  window: windowSchema,
})
export type Definition = z.infer<typeof definitionSchema>

export const units = ['money', 'count', 'ratio', 'days'] as const
export type Unit = (typeof units)[number]

/** Why `value` is null or `complete` is false. Closed: each has a sentence in both languages. */
export const reasons = [
  'nothing_closed',
  'nothing_to_average',
  'nothing_entered',
  'factor_missing',
  'cycle_zero',
  'target_reached',
  'unknown_before',
  'held_deals',
  'skipped_records',
  'history_gap',
  'rate_missing',
  'home_currency_differs',
  'currency_changed',
  'deals_without_value',
  'without_value',
  'closed_before_created',
  'no_complete_run',
  'leading_side_open',
  'differs_from_crm',
  'denominator_zero',
  'term_missing',
  'too_large',
  ...contractReasons,
] as const
export type Reason = (typeof reasons)[number]

/** Deals of a pipeline and status that mirror and CRM do not count alike. */
export interface SliceDifference {
  readonly source: string
  /** Empty: of no pipeline in particular. */
  readonly pipelineId: string
  /** Null: of deals whose stage is unknown. */
  readonly status: 'open' | 'won' | 'lost' | null
  /** `held`: deals the CRM has no record of any more, not decided on yet. */
  readonly measure: 'count' | 'amount' | 'held'
  readonly ours: number
  readonly theirs: number
}

export interface MetricValue {
  readonly metric: MetricId | null
  readonly unit: Unit
  /** Money in integer minor units of `currency`; ratios 0..1 unrounded; null: nothing to measure, see `reason`. */
  readonly value: number | null
  readonly currency?: string
  readonly numerator: number | null
  readonly denominator: number | null
  /** Deals behind the value. */
  readonly sampleSize: number
  readonly complete: boolean
  /** Deals and records that could have counted and could not be read. */
  readonly skipped: number
  /** Deals in the window that the metric's meaning leaves out: a negative cycle, no amount to average. */
  readonly leftOut?: number
  /** Deals that counted and added 0, because they have no amount. */
  readonly withoutAmount?: number
  /** Contracts that ended, are not renewed yet and still count, with what they add to recurring revenue. */
  readonly pending?: { readonly contracts: number; readonly minor: number }
  readonly reason?: Reason
  /** With `unknown_before`: the first day that can be answered. */
  readonly since?: Day
  /** Of a composite: what it is made of, in the order of its terms. */
  readonly terms?: readonly TermValue[]
  /** Where the mirror differed from the CRM for too long to wait: which slices, ours and theirs. */
  readonly differences?: readonly SliceDifference[]
  /** The local day the value is of. */
  readonly asOf: Day
  /** Up to when the CRM's changes are in; the oldest of the connections concerned. Null before a complete run. */
  readonly dataThrough: Instant | null
  /** Highest revision the value saw. */
  readonly seq: number
  readonly run: string | null
  readonly definitionVersion: number
}

/** A metric inside a composite, with the weight it goes in by. */
export interface TermValue
  extends Pick<
    MetricValue,
    | 'metric'
    | 'unit'
    | 'value'
    | 'currency'
    | 'numerator'
    | 'denominator'
    | 'sampleSize'
    | 'complete'
    | 'skipped'
    | 'reason'
    | 'since'
  > {
  readonly weight: string
}

export interface RecurringEvidence {
  readonly role: ContractRole
  /** In the company's currency, for the definition's months; null: not counted at that end. */
  readonly before: number | null
  readonly after: number | null
  readonly contracts: readonly {
    readonly externalId: string
    readonly kind: string
    readonly product: string | null
    readonly startsOn: Day
    readonly endsOn: Day | null
    readonly before: number | null
    readonly after: number | null
  }[]
}

/** One deal behind a value, with its part. */
export interface Evidence {
  readonly source: string
  readonly externalId: string
  readonly name: string | null
  readonly status: 'open' | 'won' | 'lost' | null
  readonly pipelineId: string | null
  readonly stageId: string | null
  readonly closeDate: Day | null
  readonly createdDay: Day
  readonly amountMinor: number | null
  readonly currency: string | null
  readonly homeMinor: number | null
  readonly rate: string | null
  /** What the deal adds to numerator and denominator; null where it adds nothing because it could not be read. */
  readonly numerator: number | null
  readonly denominator: number | null
  /** `stage_conversion`: the local day on which it entered the first of the two stages. */
  readonly enteredOn?: Day
  /** `slipped_value`: the last close date it had in the window. */
  readonly closeDateBefore?: Day
  /** Why it adds nothing. */
  readonly skipped: Reason | null
  /** Metrics of contracts: the contract that it is, with the day on which it ends as far as is known. */
  readonly contract?: {
    readonly kind: string
    readonly customer: string | null
    readonly product: string | null
    readonly startsOn: Day
    readonly endsOn: Day | null
  }
  /** A customer, with the contracts that count at either end. */
  readonly customer?: { readonly contracts: number }
  /** Metrics of contracts: what recurs at both ends, and by which contracts, at most `LISTED_CONTRACTS` of them. */
  readonly recurring?: RecurringEvidence
  /** It ended, nothing follows yet, and it still counts. */
  readonly pending?: true
}

/** The moment of the ledger a question is asked at; the two axes are never mixed. */
export type At =
  | { readonly kind: 'now' }
  /** As known: what a published value saw. */
  | { readonly kind: 'known'; readonly seq: number }
  /** As we know now: the state at an instant. */
  | { readonly kind: 'asOf'; readonly instant: Instant }
