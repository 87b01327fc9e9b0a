/** Key results as people see them: the shapes that board, page, table, API and measurements share. */
import * as z from 'zod'
import type { Day, Instant } from '../../connectors/contract.ts'
import type { ClosingView } from '../closing/types.ts'
import type { SeasonalPace } from '../forecast/stored.ts'
import { type Composite, compositeSchema } from '../metrics/composite/types.ts'
import { definitionSchema, type MetricValue, type Unit, units } from '../metrics/types.ts'
import type { Difference } from './differences.ts'
import { type NativeSource, nativeInput } from './native/types.ts'
import type { Pace } from './pace.ts'
import { paceInput } from './pace-input.ts'

export type { Issue } from './issue.ts'

export const kinds = ['reach', 'hold'] as const
export type Kind = (typeof kinds)[number]
export const origins = ['metric', 'composite', 'native', 'pushed', 'manual'] as const
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
    /** The company has changed its currency since the target was set; with the one it is in. */
    | 'currency_differs'
    | 'group_too_small'
    /** Enough people in the group, and too few in what is left of its parent. */
    | 'rest_too_small'
    /** Enough people in the group, and too few in what is left when it is added to or taken from other numbers. */
    | 'beside_too_small'
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
  /** Where several metrics make it. */
  readonly composite?: Composite
  /** Where the CRM works it out itself. */
  readonly native?: NativeSource
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
  /** Linear where it is left out. */
  readonly pace?: Pace
  readonly broken: Broken | null
}

/** Where a key result stands today by pushes of its CRM: not official, and not what status and pace are judged by. */
export interface ProvisionalView {
  readonly value: MetricValue
  /** When it was measured. */
  readonly at: Instant
  /** reach: unclamped, of this value; null for a hold, whose days are counted when they are over. */
  readonly progress: number | null
  /** hold: inside the bounds right now; null for a reach and without a value. */
  readonly within: boolean | null
  /** This value minus the official one; null without either. */
  readonly change: number | null
}

export interface KeyResultView extends KeyResult {
  readonly latest: MetricValue | null
  /** Unclamped: 1.12 is 112 %, -0.08 is -8 %. Null without a value. */
  readonly progress: number | null
  /** Where the pace should be at the end of the measured day, 0..1. */
  readonly expected: number | null
  /** How earlier cycles went, where the key result follows them, or why there is a straight line instead. */
  readonly season?: SeasonalPace | null
  readonly status: Status
  /** Latest value minus the one of the last measured day before it; null with fewer than two. */
  readonly change: number | null
  /** The day of that earlier value. */
  readonly changeSince: Day | null
  /** hold: days within bounds and days measured. */
  readonly daysWithin: number | null
  readonly daysMeasured: number | null
  /** Null when nothing has moved since the official value. */
  readonly provisional: ProvisionalView | null
  /** Where its cycle has ended, or a person set a value over the measured one. */
  readonly closing?: ClosingView
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
  /** Around a seasonal pace: the lowest and highest of the cycles it is made of, as values. */
  readonly paceBand?: readonly { readonly day: Day; readonly low: number; readonly high: number }[]
  /** Where mirror and CRM differ right now in what it looks at: for some nights its value waits for that. */
  readonly differences: readonly Difference[]
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
  definition: definitionSchema.nullable().default(null).describe('With the origin metric'),
  composite: compositeSchema.nullable().optional().describe('With the origin composite'),
  native: nativeInput.nullable().optional().describe('With the origin native; asked once before it is saved'),
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
  pace: paceInput.optional(),
})
export type KeyResultInput = z.infer<typeof keyResultInput>
