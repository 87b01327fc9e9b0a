/** Local days of very many instants of a few years: the zone is asked for its offset once a week. Pure. */
import { startOfDay } from '../../connectors/values/time.ts'
import { dayOf } from './lives.ts'

const WEEK = 7
const DAY_MS = 86_400_000

/** At the end of which day an instant's state holds first: `from <= start of the next day`. */
export type EndDay = (instant: string) => number

/** Days before `first` come out as the one before it, days after `last` as the one after. */
export function endDays(timeZone: string, first: number, last: number): EndDay {
  const offsetOf = (day: number) => Date.parse(startOfDay(dayOf(day), timeZone)) - day * DAY_MS
  // Starts of the days from `first + 1` on: those up to the first one lie at the end of `first` or earlier.
  const starts: number[] = []
  for (let week = first + 1; week <= last + 1; week += WEEK) {
    const [begin, end] = [offsetOf(week), offsetOf(week + WEEK)]
    for (let day = week; day < week + WEEK && day <= last + 1; day += 1)
      starts.push(day * DAY_MS + (begin === end ? begin : offsetOf(day)))
  }
  const floor = (starts[0] ?? 0) - DAY_MS
  return (instant) => {
    const ms = Date.parse(instant)
    if (ms <= floor) return first - 1
    let low = 0
    let high = starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((starts[middle] as number) < ms) low = middle + 1
      else high = middle
    }
    return first + low
  }
}
