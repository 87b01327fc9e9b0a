/** The days of a series: where each ends, and at the end of which one an instant's state holds first. Pure. */
import type { Day, Instant } from '../../connectors/contract.ts'
import { addDays, daysBetween, startOfDay } from '../../connectors/values/time.ts'

export interface DayGrid {
  readonly days: readonly Day[]
  /** The first instant after each day: the state at it is the state at the day's end. */
  readonly ends: readonly Instant[]
  /** The first day whose end has seen the instant; as many as there are days when none has. */
  ofInstant(instant: Instant): number
  /** Where a local day stands, before the first and after the last included. */
  ofDay(day: Day): number
}

/** `from` and `to`, both included. */
export function dayGrid(from: Day, to: Day, timeZone: string): DayGrid {
  const days: Day[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  const ends = days.map((day) => startOfDay(addDays(day, 1), timeZone))

  function ofInstant(instant: Instant): number {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ends[middle] as Instant) < instant) low = middle + 1
      else high = middle
    }
    return low
  }
  return { days, ends, ofInstant, ofDay: (day) => daysBetween(from, day) }
}
