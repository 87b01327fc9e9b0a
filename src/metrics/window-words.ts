/** Which days of a deal a definition looks at: the end of its sentence. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { addDays } from '../../connectors/values/time.ts'
import type { Locale } from '../app-env.ts'
import type { Formatters } from '../i18n/format.ts'
import type { TimeBasis } from './entry.ts'
import type { MetricId, Window } from './types.ts'
import type { Days } from './window.ts'

type Said = Readonly<Record<Locale, string>>

const bases: Readonly<Record<Exclude<TimeBasis, 'day'>, Said>> = {
  close: { de: 'Abschlussdatum', en: 'close date' },
  created: { de: 'Anlagedatum', en: 'create date' },
  history: { de: 'Zeitraum', en: 'period' },
  terms: { de: 'Zeitraum', en: 'period' },
}

/** What of a deal's past lies in the window. */
const pasts: Partial<Record<MetricId, Said>> = {
  stage_conversion: { de: 'Eintritt in die erste Phase', en: 'entry into the first stage' },
  slipped_value: { de: 'früheres Abschlussdatum', en: 'earlier close date' },
  renewal_rate: { de: 'Vertragsende', en: 'contract end' },
  renewal_rate_value: { de: 'Vertragsende', en: 'contract end' },
  renewals_due: { de: 'Vertragsende', en: 'contract end' },
}

const ofTheDay: Said = { de: 'Stand am Tag des Werts', en: 'as of the day of the value' }

const periods = {
  month: { de: 'im laufenden Monat', en: 'in the current month' },
  quarter: { de: 'im laufenden Geschäftsquartal', en: 'in the current fiscal quarter' },
  year: { de: 'im laufenden Geschäftsjahr', en: 'in the current fiscal year' },
} as const

/** The state of a day has no window: only that it is one is said. */
export function windowWords(metric: MetricId, basis: TimeBasis, locale: Locale) {
  return (window: Window, write: Formatters, days?: Days): string => {
    if (basis === 'day') return ofTheDay[locale]
    return `${(pasts[metric] ?? bases[basis])[locale]} ${spanWords(window, locale, write, days)}`
  }
}

function spanWords(window: Window, locale: Locale, write: Formatters, days: Days | undefined): string {
  const german = locale === 'de'
  if (window === 'cycle') {
    return days ? periodWords(days, locale, write) : german ? 'im Zyklus' : 'in the cycle'
  }
  if ('from' in window) return periodWords(window, locale, write)
  const dated = days ? ` (${periodWords(days, locale, write)})` : ''
  if ('fiscal' in window) return periods[window.fiscal][locale] + dated
  const n = window.trailingDays
  if (n === 1) return (german ? 'am Tag des Werts' : 'on the day of the value') + dated
  return (german ? `in den letzten ${n} Tagen` : `in the last ${n} days`) + dated
}

/** People name the last day of a period, not the one after it. */
function periodWords({ from, to }: Days, locale: Locale, write: Formatters): string {
  const last = addDays(to, -1)
  if (from === last) return `${locale === 'de' ? 'am' : 'on'} ${write.day(last)}`
  const first = from.slice(0, 4) === last.slice(0, 4) ? dayOfMonth(from, locale) : write.day(from)
  return locale === 'de' ? `vom ${first} bis ${write.day(last)}` : `from ${first} to ${write.day(last)}`
}

/** The year follows with the last day. */
function dayOfMonth(day: Day, locale: Locale): string {
  const tag = locale === 'de' ? 'de-DE' : 'en-GB'
  const options = { day: 'numeric', month: 'long', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(tag, options).format(Date.parse(day))
}
