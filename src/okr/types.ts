/** Key results as people see them: the shapes that board, page, table, API and measurements share. */
import * as z from 'zod'
import type { Day, Instant } from '../../connectors/contract.ts'
import { definitionSchema, type MetricValue, type Unit, units } from '../metrics/types.ts'

export const kinds = ['reach', 'hold'] as const
export type Kind = (typeof kinds)[number]
export const origins = ['metric', 'pushed', 'manual'] as const
export type Origin = (typeof origins)[number]

/** In the order of the ladder: the first that applies. Only the last five are ratings. */
export const statuses = [
  'broken',
  'no_data',
  'stale',
  'incomplete',
  'achieved',
  'missed',
  'on_track',
  'behind',
  'at_risk',
] as const
export type Status = (typeof statuses)[number]

/** Local days `[startsOn, endsOn)`. */
export interface Cycle {
  readonly id: string
  readonly name: string
  readonly startsOn: Day
  readonly endsOn: Day
}

/** What vanished or is too small, so that the value cannot be given. */
export interface Broken {
  readonly code:
    | 'stage_gone'
    | 'pipeline_gone'
    | 'team_gone'
    | 'property_gone'
    | 'connection_gone'
    /** The key result whose target a coverage is of. */
    | 'key_result_gone'
    | 'params_invalid'
    | 'group_too_small'
    /** Enough people in the group, and too few in what is left of its parent. */
    | 'rest_too_small'
  /** The name or id of it, for the sentence. */
  readonly subject: string
}

/** Numbers in the unit of the value: integer minor units for money, 0..1 for a ratio. */
export interface KeyResult {
  readonly id: string
  readonly objectiveId: string
  readonly title: string
  readonly kind: Kind
  readonly origin: Origin
  readonly definition: z.infer<typeof definitionSchema> | null
  readonly definitionVersion: number
  readonly unit: Unit
  readonly currency: string | null
  /** reach */
  readonly baseline: number | null
  readonly target: number | null
  /** hold: inclusive bounds, at least one */
  readonly lower: number | null
  readonly upper: number | null
  readonly requiredShare: number
  readonly weight: number
  /** Days after which a manual value is stale. */
  readonly cadenceDays: number | null
  readonly broken: Broken | null
}

export interface KeyResultView extends KeyResult {
  readonly latest: MetricValue | null
  /** Unclamped: 1.12 is 112 %, -0.08 is -8 %. Null without a value. */
  readonly progress: number | null
  /** Where the pace should be at the end of the measured day, 0..1. */
  readonly expected: number | null
  readonly status: Status
  /** Latest value minus the one of the last measured day before it; null with fewer than two. */
  readonly change: number | null
  /** The day of that earlier value. */
  readonly changeSince: Day | null
  /** hold: days within bounds and days measured. */
  readonly daysWithin: number | null
  readonly daysMeasured: number | null
}

export interface ObjectiveView {
  readonly id: string
  readonly title: string
  readonly description: string | null
  readonly team: string
  readonly keyResults: readonly KeyResultView[]
  /** Weighted mean of clamped progress over key results with data; null when none has. */
  readonly progress: number | null
  readonly status: Status
  readonly rated: number
}

export interface SourceView {
  readonly id: string
  readonly crm: string
  readonly status: string
  /** Why it needs a person, as a `Failure` kind. */
  readonly reason: string | null
  readonly dataThrough: Instant | null
  readonly skipped: number
}

export interface BoardView {
  readonly cycle: Cycle
  /** Today in the company's zone. */
  readonly today: Day
  readonly timeZone: string
  readonly currency: string
  readonly objectives: readonly ObjectiveView[]
  readonly sources: readonly SourceView[]
}

/** One point of the chart: a value measured on a day. */
export interface Point {
  readonly day: Day
  readonly value: number | null
  readonly progress: number | null
  readonly complete: boolean
}

export interface KeyResultDetail {
  readonly keyResult: KeyResultView
  readonly objective: { readonly id: string; readonly title: string; readonly team: string }
  readonly cycle: Cycle
  readonly today: Day
  readonly history: readonly Point[]
  /** The pace at the end of each day of the cycle, as a value; empty for a hold. */
  readonly pace: readonly { readonly day: Day; readonly value: number }[]
}

const finite = z.number().refine(Number.isFinite)

export const cycleInput = z.strictObject({
  name: z.string().trim().min(1).max(120).describe('Name people see, for example Q4 2026'),
  startsOn: z.string().describe('First local day, YYYY-MM-DD'),
  endsOn: z.string().describe('Local day after the last, YYYY-MM-DD'),
})
export type CycleInput = z.infer<typeof cycleInput>

export const objectiveInput = z.strictObject({
  cycleId: z.string().min(1),
  title: z.string().trim().min(1).max(200),
  description: z.string().trim().max(2000).nullable().default(null),
  team: z.string().trim().min(1).max(120).describe('The team that holds the objective'),
})
export type ObjectiveInput = z.infer<typeof objectiveInput>

export const keyResultInput = z.strictObject({
  objectiveId: z.string().min(1),
  title: z.string().trim().min(1).max(200),
  kind: z.enum(kinds),
  origin: z.enum(origins),
  definition: definitionSchema.nullable().default(null),
  /** Needed unless a metric gives it. */
  unit: z.enum(units).optional(),
  currency: z.string().optional(),
  baseline: finite.nullable().default(null),
  target: finite.nullable().default(null),
  lower: finite.nullable().default(null),
  upper: finite.nullable().default(null),
  requiredShare: finite.default(0.9),
  weight: finite.default(1),
  cadenceDays: z.int().min(1).max(366).nullable().default(null),
})
export type KeyResultInput = z.infer<typeof keyResultInput>

/** A refusal that names the field and the reason; every surface words it from the same code. */
export interface Issue {
  readonly field: string
  readonly code:
    | 'required'
    | 'invalid'
    | 'day'
    | 'cycle_ends_before_start'
    | 'baseline_is_target'
    | 'weight_negative'
    | 'bounds_missing'
    | 'bounds_exclude_everything'
    | 'share_out_of_range'
    | 'unit_mismatch'
    | 'stage_gone'
    | 'pipeline_gone'
    | 'team_gone'
    | 'property_gone'
    | 'connection_gone'
    | 'params_invalid'
    | 'group_too_small'
    | 'rest_too_small'
    | 'not_found'
  /** What it is about: the id that does not exist, the number of people. */
  readonly subject?: string
}
