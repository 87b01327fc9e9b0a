/** The cycles before one that it can be compared with, newest first: as long, and laid out alike. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { addDays, addMonths, daysBetween } from '../../connectors/values/time.ts'
import type { Span } from '../okr/pace.ts'

/**
 * A cycle of whole months is moved by months, so that a quarter is compared with quarters and February with months; any
 * other by its number of days. Those that begin before `since` are not wholly known and are left out.
 */
export function comparableCycles(span: Span, since: Day, most: number): Span[] {
  const months = wholeMonths(span)
  const days = daysBetween(span.startsOn, span.endsOn)
  // Counted from the cycle itself: month by month, the 31st would have become the 28th for good.
  const back = (day: Day, n: number) =>
    months === null ? addDays(day, -n * days) : addMonths(day, -n * months)
  const found: Span[] = []
  for (let n = 1; n <= most; n += 1) {
    const past = { startsOn: back(span.startsOn, n), endsOn: back(span.startsOn, n - 1) }
    if (past.startsOn < since) break
    found.push(past)
  }
  return found
}

/** Null when the cycle does not end on the day of the month on which it began. */
function wholeMonths({ startsOn, endsOn }: Span): number | null {
  const parts = (day: Day) => day.split('-').map(Number)
  const [[y1 = 0, m1 = 0], [y2 = 0, m2 = 0]] = [parts(startsOn), parts(endsOn)]
  const months = (y2 - y1) * 12 + m2 - m1
  return months > 0 && addMonths(startsOn, months) === endsOn ? months : null
}
