/** Days as whole numbers since 1970, the business year of a German firm, and its working day. */
import type { Day } from '../contract.ts'

export type DayNumber = number

export const toNumber = (day: Day): DayNumber => Date.parse(day) / 86_400_000
export const toDay = (day: DayNumber): Day => new Date(day * 86_400_000).toISOString().slice(0, 10)

/** 0 is Monday. */
const weekday = (day: DayNumber) => (day + 3) % 7
export const isWeekend = (day: DayNumber) => weekday(day) >= 5

const holidays = new Set(['01-01', '01-06', '05-01', '10-03', '12-24', '12-25', '12-26', '12-31'])

export const isWorkday = (day: DayNumber) => !isWeekend(day) && !holidays.has(toDay(day).slice(5))

/** How busy a month is with new deals: summer and the weeks around Christmas are slow. */
const season = [0.9, 1.05, 1.15, 1, 1, 1.1, 0.85, 0.7, 1.2, 1.1, 1.15, 0.75]

export const seasonOf = (day: DayNumber) => season[Number(toDay(day).slice(5, 7)) - 1] ?? 1

/** Last day of the quarter the day is in. */
export function quarterEnd(day: DayNumber): DayNumber {
  const [year = 0, month = 1] = toDay(day).split('-').map(Number)
  const lastMonth = Math.ceil(month / 3) * 3
  return Date.UTC(year, lastMonth, 0) / 86_400_000
}

/** The same or the next working day. */
export function onWorkday(day: DayNumber): DayNumber {
  let found = day
  while (!isWorkday(found)) found += 1
  return found
}
