/** Instants and local days: the two kinds of time that cross a seam. Pure; the zone is always an argument. */
// The functions alone: with the classes around them the whole library would be carried along.
import * as PlainDate from 'temporal-polyfill/fns/PlainDate'
import * as PlainDateTime from 'temporal-polyfill/fns/PlainDateTime'
import type { Day, Instant } from '../contract.ts'

const DAY_MS = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

/** `en-CA` writes a date as `YYYY-MM-DD`. */
function dayFormat(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formats.set(timeZone, format)
  }
  return format
}

/** The local day an instant falls on. Throws a RangeError for an unknown zone or an instant that is none. */
export function localDay(instant: Instant | number, timeZone: string): Day {
  return dayFormat(timeZone).format(typeof instant === 'number' ? instant : Date.parse(instant))
}

const starts = new Map<string, Instant>()
/** Of two centuries; a program that asks for more forgets and begins again. */
const MOST_STARTS = 75_000

/** The first instant of a local day; days of 23 and 25 hours included. */
export function startOfDay(day: Day, timeZone: string): Instant {
  const key = `${day} ${timeZone}`
  const known = starts.get(key)
  if (known !== undefined) return known
  const start = toInstant(PlainDate.toZonedDateTime(dateOf(day), timeZone).epochMilliseconds)
  if (starts.size >= MOST_STARTS) starts.clear()
  starts.set(key, start)
  return start
}

/** The instant at which the local clock shows `time` (`HH:MM`) on `day`; a skipped hour moves forward. */
export function atLocalTime(day: Day, time: string, timeZone: string): Instant {
  const [hour, minute] = time.split(':').map(Number)
  const plain = PlainDateTime.create(...numbersOf(day), hour, minute)
  return toInstant(PlainDateTime.toZonedDateTime(plain, timeZone).epochMilliseconds)
}

/** By the calendar alone, so a plain count of milliseconds does it. Throws a RangeError where `day` is none. */
export function addDays(day: Day, days: number): Day {
  if (!isDay(day)) throw new RangeError(`${day} is not a day`)
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}

export function addMonths(day: Day, months: number): Day {
  return PlainDate.toString(PlainDate.addMonths(dateOf(day), months))
}

/** `to` minus `from` in days. */
export function daysBetween(from: Day, to: Day): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS
}

/** Strictly `YYYY-MM-DD` and a day that exists. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00.000Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}

/** Our one form of an instant. Throws a RangeError when the number is none. */
export function toInstant(epochMs: number): Instant {
  return new Date(epochMs).toISOString()
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/

/**
 * Any ISO-8601 instant, Salesforce's `+0000` included, in our form. Null without a zone, and for the 30th of February,
 * which a lenient parser moves to March.
 */
export function parseInstant(text: string): Instant | null {
  const day = INSTANT.exec(text)?.[1]
  if (day === undefined || !isDay(day)) return null
  const ms = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
  return Number.isNaN(ms) ? null : toInstant(ms)
}

export function addMs(instant: Instant, ms: number): Instant {
  return toInstant(Date.parse(instant) + ms)
}

/** Throws a RangeError where `day` is none. */
function dateOf(day: Day) {
  return PlainDate.create(...numbersOf(day))
}

function numbersOf(day: Day): [year: number, month: number, day: number] {
  if (!isDay(day)) throw new RangeError(`${day} is not a day`)
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  return [year, month, date]
}
