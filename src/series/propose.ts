/** Baseline and target from how the last comparable periods ended. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { catalogue } from '../metrics/index.ts'
import type { Definition, MetricId, Unit } from '../metrics/types.ts'

/** How a period ended; null: not known, or nothing to measure. */
export interface PeriodEnd {
  readonly from: Day
  readonly to: Day
  readonly value: number | null
  /** False where some deals could not be read or their past is not wholly known. */
  readonly complete: boolean
}

export interface Proposal {
  readonly baseline: number
  readonly target: number
  /** What the baseline is: nothing yet, where the window fills up from nothing, else the middle of the periods. */
  readonly from: 'nothing' | 'middle'
  readonly direction: 'up' | 'down'
  /** Periods it rests on. */
  readonly periods: number
}

/** Why nothing is proposed. */
export type NoProposal = 'too_few' | 'no_direction' | 'no_better'

export const PERIODS = 4
/** One period is no experience. */
const FEWEST = 2

const filling: ReadonlySet<MetricId> = new Set([
  ...(['won_revenue', 'won_deals', 'lost_deals', 'lost_revenue'] as const),
  ...(['deals_created', 'pipeline_created'] as const),
])

/** The target is the best of them, rounded to two digits on the far side: reached before, and not out of reach. */
export function propose({ metric, window }: Definition, ends: readonly PeriodEnd[]): Proposal | NoProposal {
  const values = ends.flatMap(({ value }) => (value === null ? [] : [value]))
  if (values.length < FEWEST) return 'too_few'
  const { direction, unit } = catalogue[metric]
  if (direction === 'none') return 'no_direction'
  const fills = filling.has(metric) && (window === 'cycle' || 'from' in window)
  const best = direction === 'up' ? Math.max(...values) : Math.min(...values)
  const baseline = fills ? 0 : middle(values, unit)
  const target = beyond(best, direction, unit)
  const better = direction === 'up' ? target > baseline : target < baseline
  // What should stay low fills up too: it starts at 0 and the target is a limit, which a way towards it is not.
  if (!better) return 'no_better'
  return { baseline, target, from: fills ? 'nothing' : 'middle', direction, periods: values.length }
}

function middle(values: readonly number[], unit: Unit): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  const half = ((low as number) + (high as number)) / 2
  // A ratio in tenths of a percent, as it is shown; everything else in whole units.
  return unit === 'ratio' ? Math.round(half * 1000) / 1000 : Math.round(half)
}

function beyond(value: number, direction: 'up' | 'down', unit: Unit): number {
  const round = direction === 'up' ? Math.ceil : Math.floor
  // A hair's breadth of a float is no reason for a whole step more.
  const stepped = (step: number) => round(Number((value / step).toPrecision(12))) * step
  if (unit === 'ratio') return Number(stepped(0.01).toFixed(2))
  if (value === 0) return 0
  const digits = Math.floor(Math.log10(Math.abs(value))) - 1
  return digits < 0 ? round(value) : stepped(10 ** digits)
}
