/** The windows of a definition one after the other: a cycle, and those before it that are as long. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { daysBetween } from '../../connectors/values/time.ts'
import { comparableCycles } from '../forecast/cycles.ts'
import type { Definition } from '../metrics/types.ts'
import type { Days } from '../metrics/window.ts'

const toDays = ({ startsOn, endsOn }: { readonly startsOn: Day; readonly endsOn: Day }): Days => ({
  from: startsOn,
  to: endsOn,
})

/** Newest first, without the span itself. */
export function periodsBefore({ from, to }: Days, most: number): Days[] {
  // As far back as asked: what is known of them is for the values to say.
  return comparableCycles({ startsOn: from, endsOn: to }, '0001-01-01', most).map(toDays)
}

/** The span and as many before it as reach back to `from`; newest first. */
export function periodsSince(span: Days, from: Day): Days[] {
  if (span.from <= from) return [span]
  // Months differ in length: two more than the shortest could need.
  const most = Math.ceil(daysBetween(from, span.from) / Math.max(1, daysBetween(span.from, span.to) - 3)) + 2
  return [span, ...periodsBefore(span, Math.min(most, 1200)).filter(({ to }) => to > from)]
}

/** What is moved back: the cycle, or a window of fixed days. Null where the window moves with the day by itself. */
export function spanOf({ window }: Definition, cycle: Days | null): Days | null {
  if (window === 'cycle') return cycle
  return 'from' in window ? window : null
}
