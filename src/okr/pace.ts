/** Where progress should be at the end of a local day. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { addDays, daysBetween } from '../../connectors/values/time.ts'

/** Local days `[startsOn, endsOn)`. */
export interface Span {
  readonly startsOn: Day
  readonly endsOn: Day
}

/** Linear: `(d - s + 1) / (e - s)`; 0 before the cycle, 1 from its last day on. */
export function linearPace(day: Day, { startsOn, endsOn }: Span): number {
  const passed = daysBetween(startsOn, day) + 1
  return Math.min(1, Math.max(0, passed / daysBetween(startsOn, endsOn)))
}

export function contains({ startsOn, endsOn }: Span, day: Day): boolean {
  return startsOn <= day && day < endsOn
}

export function lastDay({ endsOn }: Span): Day {
  return addDays(endsOn, -1)
}

/** The day an automatic value should be of: the last complete local day, at most the cycle's last. */
export function dueDay(today: Day, span: Span): Day {
  return today < span.endsOn ? addDays(today, -1) : lastDay(span)
}

export function daysOf({ startsOn, endsOn }: Span): Day[] {
  return Array.from({ length: daysBetween(startsOn, endsOn) }, (_, i) => addDays(startsOn, i))
}
