/** What a movement is told: two published values and the lines between them. */
import type { Day, Instant } from '../../connectors/contract.ts'
import type { Definition, MetricValue } from '../metrics/types.ts'
import type { Days } from '../metrics/window.ts'
import type { Step } from './steps.ts'

/** A published value with what it was made by. */
export interface Published {
  readonly day: Day
  readonly value: MetricValue
  readonly publishedAt: Instant
}

/** By what a published value was counted. */
export interface Made {
  readonly definition: Definition
  readonly cycle: Days
  /** Of `pipeline_coverage`; null when there was none. */
  readonly target: number | null
}

/** Why a deal came or went as a whole. */
export const comings = [
  'created',
  'deleted',
  'restored',
  'merged',
  'unreadable',
  'readable',
  'twin_counts',
  'counted_as_twin',
] as const
export type Coming = (typeof comings)[number]

export const changedFields = [
  'pipelineId',
  'teamId',
  'type',
  'property',
  'closeDate',
  'status',
  'stageId',
  'amountMinor',
  'rate',
  'probability',
  'forecastCategory',
  'startsOn',
  'endsOn',
  'product',
  'overlap',
  'customer',
  'recurring',
] as const

/** A field of the step, before and after; an amount with its currency. */
export interface Change {
  readonly field: (typeof changedFields)[number]
  readonly before: string | number | null
  readonly after: string | number | null
  readonly currencyBefore?: string | null
  readonly currencyAfter?: string | null
  /** Of `property`: which one; of a customer: of which of its contracts. */
  readonly name?: string
}

/** What one deal adds to a line. */
export interface Moved {
  readonly source: string
  readonly externalId: string
  readonly name: string | null
  /** A customer, or the kind of a contract; a deal has none. */
  readonly kind?: string
  readonly numerator: number
  readonly denominator: number
  readonly coming: Coming | null
  readonly changes: readonly Change[]
}

export interface Line {
  readonly step: Step
  /** Of a composite: the term whose line it is, the first is 0. */
  readonly term?: number
  readonly numerator: number
  readonly denominator: number
  /** What the line changes in the value; null where a value is no quotient of the two sums, or there is none. */
  readonly effect: number | null
  /** Deals behind the line; null when they are not told because too few people stand behind them. */
  readonly total: number | null
  /** Largest part first, at most as many as were asked for. */
  readonly deals: readonly Moved[]
  /** What no deal brings: another target, a setting without a past. */
  readonly withoutDeal: { readonly numerator: number; readonly denominator: number } | null
}

/** A deal of a median, with its days then and now. */
export interface Crossed {
  readonly source: string
  readonly externalId: string
  readonly name: string | null
  readonly before: number | null
  readonly after: number | null
}

export interface Median {
  readonly entered: readonly Crossed[]
  readonly left: readonly Crossed[]
  readonly changed: readonly Crossed[]
}

/** Currencies of the company, at the opening and at the closing. */
export interface Exchange {
  readonly from: string
  readonly into: string
  /** Revisions after this one are in the new currency already. */
  readonly afterSeq: number
}

/** The opening in the closing's currency; lines lead from here. */
export interface Exchanged extends Omit<Exchange, 'afterSeq'> {
  readonly numerator: number
  readonly denominator: number
  /** Null where a value does not follow from both sums. */
  readonly value: number | null
}

export interface Movement {
  readonly opening: Published
  readonly closing: Published
  /** The opening in the closing's currency, where that is another: from here the lines lead to the closing. */
  readonly exchanged?: Exchanged
  /** In the order of the steps, only those in which something moved. */
  readonly lines: readonly Line[]
  /** Null unless the value is a median. */
  readonly median: Median | null
}
