/** How long values follow the CRM after their cycle has ended. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { addDays } from '../../connectors/values/time.ts'
import { lastDay, type Span } from '../okr/pace.ts'

export const DEFAULT_CLOSING_DAYS = 5
export const MOST_CLOSING_DAYS = 31

/** A value that a connection owes is waited for; after that the last good one is taken, and says so. */
export const WAIT_DAYS = 7

/** The last local day whose value still follows. With no closing days it is the cycle's own last. */
export function lastFollowed(cycle: Span, closingDays: number): Day {
  return addDays(lastDay(cycle), closingDays)
}

/** The local day in whose night values are fixed: the first after the last that follows. */
export function freezesOn(cycle: Span, closingDays: number): Day {
  return addDays(lastFollowed(cycle, closingDays), 1)
}

export type Stage = 'running' | 'closing' | 'due' | 'overdue'

/** `ended`: the last local day that is over. `due`: may be frozen; `overdue`: is no longer waited for. */
export function stageOf(cycle: Span, closingDays: number, ended: Day): Stage {
  const last = lastFollowed(cycle, closingDays)
  if (ended >= addDays(last, WAIT_DAYS)) return 'overdue'
  if (ended >= last) return 'due'
  return ended >= cycle.endsOn ? 'closing' : 'running'
}

/** What a value is about: the days after a cycle correct its last one and are none of their own. */
export function valueDay(cycle: Span, day: Day): Day {
  const last = lastDay(cycle)
  return day < last ? day : last
}
