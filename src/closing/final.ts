/** What is fixed when a key result freezes: value, verdict, and what a reader has to know of it. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { addDays, daysBetween } from '../../connectors/values/time.ts'
import type { Reason } from '../metrics/types.ts'
import { isMeasured } from '../okr/origin.ts'
import type { Cycle, KeyResultView, Status } from '../okr/types.ts'

export type FinalStatus = Extract<Status, 'achieved' | 'missed' | 'incomplete' | 'no_data'>

/** One thing a reader has to know, worded from its code. */
export type Note =
  /** There was never a value. */
  | { readonly code: 'no_value' }
  /** The value has a reason why it is not whole. */
  | { readonly code: 'incomplete'; readonly reason: Reason | null }
  /** A connection brought no complete night in time: the last good value is of this day. */
  | { readonly code: 'old_value'; readonly day: Day }
  /** What the definition names had vanished. */
  | { readonly code: 'broken' }
  /** Frozen this many days after it was due, because no night ran. */
  | { readonly code: 'late'; readonly days: number }
  /** A hold that was not measured on all its days. */
  | { readonly code: 'days_missing'; readonly days: number }
  /** A value set by hand ended with it: what is fixed is the measured one. */
  | { readonly code: 'override_ended' }

export interface Final {
  readonly day: Day | null
  readonly progress: number | null
  readonly status: FinalStatus
  readonly notes: readonly Note[]
}

export interface Closed {
  readonly view: KeyResultView
  /** Of the measurement it is taken from. */
  readonly day: Day | null
  readonly cycle: Cycle
  /** The last day that was followed, and the local day the freezing happens on. */
  readonly lastDay: Day
  readonly today: Day
  readonly overridden: boolean
}

export function finalOf({ view, day, cycle, lastDay, today, overridden }: Closed): Final {
  const late = daysBetween(addDays(lastDay, 1), today)
  const missing = missingDays(view, cycle)
  const { latest } = view
  const notes: (Note | null)[] = [
    latest === null ? { code: 'no_value' } : null,
    latest !== null && !latest.complete ? { code: 'incomplete', reason: latest.reason ?? null } : null,
    isMeasured(view.origin) && day !== null && day < lastDay ? { code: 'old_value', day } : null,
    view.broken === null ? null : { code: 'broken' },
    late > 0 ? { code: 'late', days: late } : null,
    missing > 0 ? { code: 'days_missing', days: missing } : null,
    overridden ? { code: 'override_ended' } : null,
  ]
  const found = notes.filter((note) => note !== null)
  return { day, progress: view.progress, status: verdict(view, found), notes: found }
}

/** An old, broken or incomplete value is never praised: it may have been another one by the end. */
function verdict(
  { latest, progress, kind, daysMeasured, daysWithin, requiredShare }: KeyResultView,
  notes: readonly Note[],
): FinalStatus {
  const reached = latest?.reason === 'target_reached'
  if (latest === null || (latest.value === null && !reached)) return 'no_data'
  if (notes.some(({ code }) => code === 'incomplete' || code === 'old_value' || code === 'broken'))
    return 'incomplete'
  if (kind === 'reach') return progress === null ? 'no_data' : progress >= 1 - HAIR ? 'achieved' : 'missed'
  if (!daysMeasured) return 'no_data'
  return (daysWithin ?? 0) / daysMeasured >= requiredShare - HAIR ? 'achieved' : 'missed'
}

/** As in the ladder: a float's last digits must not decide. */
const HAIR = 1e-9

/** A hold counts days it could judge; a typed one is not measured each day. */
function missingDays({ kind, origin, daysMeasured }: KeyResultView, { startsOn, endsOn }: Cycle): number {
  if (kind !== 'hold' || !isMeasured(origin)) return 0
  return Math.max(0, daysBetween(startsOn, endsOn) - (daysMeasured ?? 0))
}
