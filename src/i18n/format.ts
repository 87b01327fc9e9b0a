/** Numbers and times as people of a language write them. Pure: `now` is an argument where it matters. */
import type { Day, Instant } from '../../connectors/contract.ts'
import { minorDigits } from '../../connectors/values/money.ts'
import { daysBetween } from '../../connectors/values/time.ts'
import type { Locale } from '../app-env.ts'
import type { Unit } from '../metrics/types.ts'
import { type DecimalText, decimalText } from './decimal.ts'

/** `short` drops cents and shortens millions: for axes and rows. `exact` keeps every minor unit. */
export type Precision = 'short' | 'whole' | 'exact'

/** British day order for English: the day comes before the month, as everywhere else in Europe. */
const tags: Record<Locale, string> = { de: 'de-DE', en: 'en-GB' }

export interface Formatters {
  money(minor: number, currency: string, precision?: Precision): string
  number(value: number, maxDigits?: number): string
  /** 0.1234 as `12 %`; `digits` after the point. */
  percent(ratio: number, digits?: number): string
  /** A value in its unit: minor units, a count, 0..1, or days. */
  value(value: number, unit: Unit, currency: string | null, precision?: Precision): string
  /** The same with its sign, for a difference. A ratio's is in points of percent. */
  difference(value: number, unit: Unit, currency: string | null, precision?: Precision): string
  day(day: Day): string
  /** Without the year. */
  dayShort(day: Day): string
  /** For columns: `23.11.2026`. */
  dayNumeric(day: Day): string
  month(day: Day): string
  /** Date and time of day in `timeZone`. */
  instant(instant: Instant, timeZone: string): string
  /** Time of day in `timeZone`. */
  time(instant: Instant, timeZone: string): string
  /** `vor 3 Stunden` */
  age(instant: Instant, now: Instant): string
  /** `heute`, `gestern`, else the short day. */
  relativeDay(day: Day, today: Day): string
}

const cache = new Map<string, Intl.NumberFormat>()
function numberText(tag: string, options: Intl.NumberFormatOptions, value: number | DecimalText): string {
  const key = tag + JSON.stringify(options)
  const format = cache.get(key) ?? new Intl.NumberFormat(tag, options)
  cache.set(key, format)
  // Intl writes a hyphen where typography has a minus.
  return format.format(value).replace('-', '\u2212')
}

const dates = new Map<string, Intl.DateTimeFormat>()
function dateFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = tag + JSON.stringify(options)
  const found = dates.get(key) ?? new Intl.DateTimeFormat(tag, options)
  dates.set(key, found)
  return found
}

/** “0 minutes ago” is what a machine says. */
const justNow: Readonly<Record<Locale, string>> = { de: 'gerade eben', en: 'just now' }

const made = new Map<Locale, Formatters>()
/** Made once for each language: Intl takes longer to be set up than to write. */
export function formatters(locale: Locale): Formatters {
  const found = made.get(locale) ?? formattersFor(locale)
  made.set(locale, found)
  return found
}

function formattersFor(locale: Locale): Formatters {
  const tag = tags[locale]
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'always' })
  const relativeDays = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })

  function money(
    minor: number,
    currency: string,
    precision: Precision = 'whole',
    signDisplay: 'auto' | 'exceptZero' = 'auto',
  ): string {
    const digits = minorDigits(currency) ?? 2
    const text = decimalText(minor, digits)
    const million = 10 ** (digits + 6)
    const base = { style: 'currency', currency, signDisplay } as const
    if (precision === 'exact') return numberText(tag, base, text)
    if (precision === 'short' && Math.abs(minor) >= million)
      return numberText(tag, { ...base, notation: 'compact', maximumFractionDigits: 2 }, text)
    return numberText(tag, { ...base, maximumFractionDigits: 0, minimumFractionDigits: 0 }, text)
  }

  const number = (value: number, maxDigits = 2, signDisplay: 'auto' | 'exceptZero' = 'auto') =>
    numberText(tag, { maximumFractionDigits: maxDigits, signDisplay }, value)

  const percent = (ratio: number, digits = 0) =>
    numberText(tag, { style: 'percent', maximumFractionDigits: digits }, ratio)

  function value(amount: number, unit: Unit, currency: string | null, precision?: Precision): string {
    switch (unit) {
      case 'money':
        return money(amount, currency ?? 'EUR', precision)
      case 'count':
        return number(amount, 2)
      case 'ratio':
        return percent(amount, precision === 'exact' ? 2 : 1)
      case 'days':
        return days(amount)
      default:
        return unit satisfies never
    }
  }

  function difference(amount: number, unit: Unit, currency: string | null, precision?: Precision): string {
    switch (unit) {
      case 'money':
        return money(amount, currency ?? 'EUR', precision, 'exceptZero')
      case 'count':
        return number(amount, 2, 'exceptZero')
      case 'ratio':
        return `${number(amount * 100, 1, 'exceptZero')} ${locale === 'de' ? 'Pp.' : 'pp'}`
      case 'days':
        return days(amount, 'exceptZero')
      default:
        return unit satisfies never
    }
  }

  const days = (amount: number, signDisplay: 'auto' | 'exceptZero' = 'auto') =>
    numberText(
      tag,
      { style: 'unit', unit: 'day', unitDisplay: 'long', maximumFractionDigits: 1, signDisplay },
      amount,
    )

  const utc = (day: Day, options: Intl.DateTimeFormatOptions) =>
    dateFormat(tag, { ...options, timeZone: 'UTC' }).format(Date.parse(day))

  function age(instant: Instant, now: Instant): string {
    const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(instant)) / 60_000))
    if (minutes === 0) return justNow[locale]
    if (minutes < 60) return relative.format(-minutes, 'minute')
    if (minutes < 48 * 60) return relative.format(-Math.floor(minutes / 60), 'hour')
    return relative.format(-Math.floor(minutes / 1440), 'day')
  }

  function relativeDay(day: Day, today: Day): string {
    const distance = daysBetween(today, day)
    return Math.abs(distance) <= 1 ? relativeDays.format(distance, 'day') : dayShort(day)
  }

  const dayShort = (day: Day) => utc(day, { day: 'numeric', month: 'short' })

  return {
    money: (minor, currency, precision) => money(minor, currency, precision),
    number: (amount, maxDigits) => number(amount, maxDigits),
    percent,
    value,
    difference,
    day: (day) => utc(day, { day: 'numeric', month: 'long', year: 'numeric' }),
    dayShort,
    dayNumeric: (day) => utc(day, { day: '2-digit', month: '2-digit', year: 'numeric' }),
    month: (day) => utc(day, { month: 'short' }),
    instant: (instant, timeZone) =>
      dateFormat(tag, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(Date.parse(instant)),
    time: (instant, timeZone) =>
      dateFormat(tag, { timeStyle: 'short', timeZone }).format(Date.parse(instant)),
    age,
    relativeDay,
  }
}
