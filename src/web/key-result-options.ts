/** What the form of a key result offers, and what it starts with. */
import type { MetricId, Unit } from '../metrics/types.ts'
import type { PastView } from '../series/index.ts'
import type { Check, Option, OptionGroup } from './field.ts'
import type { Entered } from './form-state.ts'

export interface MetricOption extends Option {
  readonly value: MetricId
  readonly unit: Unit
}

export interface CheckGroup {
  readonly label: string
  readonly checks: readonly Check[]
}

export interface KeyResultOptions {
  readonly objectives: readonly OptionGroup[]
  readonly metrics: readonly MetricOption[]
  readonly connections: readonly Check[]
  /** Those whose CRM answers questions of one's own. */
  readonly natives: readonly Check[]
  readonly pipelines: readonly Check[]
  readonly teams: readonly Check[]
  /** Stages by their pipeline; a stage that several pipelines share stands in each. */
  readonly stages: readonly CheckGroup[]
  readonly dealTypes: readonly Check[]
  /** Extra deal properties that are mirrored, by the CRM's names. */
  readonly properties: readonly Option[]
  /** Key results whose target is an amount: a coverage may be of one. */
  readonly amounts: readonly Option[]
  /** ISO 4217 code of the company. */
  readonly currency: string
}

export interface Preview {
  readonly value: string
  readonly note: string
  /** What it was before, with a proposal; null where nothing can be said. */
  readonly past?: PastView | null
  /** The proposal stands in the fields now. */
  readonly taken?: boolean
}

export const trailingDays = [30, 90, 180, 365] as const
export const fiscalWindows = ['month', 'quarter', 'year'] as const

/** What a coverage is of, where it is of an amount typed in and of no key result. */
export const TYPED_AMOUNT = 'amount'

/** Requirement and weight are what `keyResultInput` takes when nothing is said. */
export function startOf(objectiveId: string): Entered {
  return {
    objectiveId: [objectiveId],
    origin: ['metric'],
    kind: ['reach'],
    window: ['cycle'],
    metric: ['won_revenue'],
    operation: ['ratio'],
    compositeWindow: ['cycle'],
    'term-1-metric': ['won_revenue'],
    'term-2-metric': ['won_deals'],
    unit: ['count'],
    statistic: ['mean'],
    coverageOf: [TYPED_AMOUNT],
    baseline: ['0'],
    requiredShare: ['90'],
    weight: ['1'],
  }
}
