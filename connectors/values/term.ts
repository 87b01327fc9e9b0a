/** Lengths of contracts, from how CRMs write them. Pure. */
import type { Day } from '../records.ts'
import { addDays, addMonths, isDay, localDay, parseInstant } from './time.ts'

/** Longest that is believed: a century. */
const MOST_MONTHS = 1200

/** Whole months, 1 to 1200, also of `12.0`; null when it is none. */
export function monthsOf(text: string): number | null {
  const whole = /^\s*(\d{1,4})(?:\.0*)?\s*$/.exec(text)?.[1]
  const months = whole === undefined ? 0 : Number(whole)
  return months >= 1 && months <= MOST_MONTHS ? months : null
}

/** The day on which a time of this length, written as `P12M`, `P1Y`, `P52W` or `P364D`, is over; null when it is none. */
export function afterDuration(start: Day, duration: string): Day | null {
  const [, count = '', unit = ''] = /^P(\d{1,5})([YMWD])$/.exec(duration.trim()) ?? []
  const n = Number(count)
  if (unit === '' || n === 0 || n > 40_000) return null
  if (unit === 'D') return addDays(start, n)
  if (unit === 'W') return addDays(start, 7 * n)
  const months = unit === 'Y' ? 12 * n : n
  return months > MOST_MONTHS ? null : addMonths(start, months)
}

/**
 * A first day, from a day or an instant. Days are kept by some as midnight in UTC, which is another day further west, and
 * stays that day here.
 */
export function firstDay(text: string, timeZone: string): Day | null {
  if (isDay(text)) return text
  const instant = parseInstant(text)
  if (instant === null) return null
  return instant.endsWith('T00:00:00.000Z') ? instant.slice(0, 10) : localDay(instant, timeZone)
}

/** The day after the last, from what a CRM calls the end: a day that counts or does not, or the last instant. */
export function endDay(text: string, inclusive: boolean, timeZone: string): Day | null {
  const day = firstDay(text, timeZone)
  if (day === null) return null
  // The last second of a day leaves it whole, whatever is said of days.
  const lastMoment = !isDay(text) && !/T00:00(:00(\.0+)?)?(Z|[+-])/.test(text)
  return inclusive || lastMoment ? addDays(day, 1) : day
}
