/** A definition as one sentence of plain German or English. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { addDays } from '../../connectors/values/time.ts'
import type { Locale } from '../app-env.ts'
import { type Formatters, formatters } from '../i18n/format.ts'
import { catalogue } from './catalogue.ts'
import { filterWords } from './filter-words.ts'
import type { Definition, Window } from './types.ts'
import type { Days } from './window.ts'

/** What people call the things a definition names by id. An unknown id is shown as it is. */
export interface Names {
  pipeline(id: string): string
  stage(id: string): string
  team(id: string): string
  connection(id: string): string
  keyResult(id: string): string
  /** ISO 4217 code of the company's currency. */
  readonly currency: string
}

/** `days`: what the window means today; with it, a cycle and a fiscal period get their dates. */
export function describeDefinition(
  definition: Definition,
  locale: Locale,
  names: Names,
  days?: Days,
): string {
  const { title, timeBasis } = catalogue[definition.metric]
  const write = formatters(locale)
  const what = [title[locale], ...paramWords(definition, locale, names, write)]
  const filter = filterWords(definition.filter, locale, names, write)
  const when = timeBasis === 'day' ? [] : [windowWords(definition.window, timeBasis, locale, write, days)]
  return `${[what.join(' '), ...filter].join(' ')}${when.map((text) => `, ${text}`).join('')}`
}

function paramWords(
  { metric, params = {} }: Definition,
  locale: Locale,
  names: Names,
  write: Formatters,
): string[] {
  const parsed = catalogue[metric].params.safeParse(params)
  if (!parsed.success) return []
  const given = parsed.data as Readonly<Record<string, unknown>>
  const german = locale === 'de'
  switch (metric) {
    case 'sales_cycle_days':
      return [given.statistic === 'median' ? '(Median)' : german ? '(Mittelwert)' : '(mean)']
    case 'stalled_deals':
      return [german ? `seit ${given.days} Tagen oder länger` : `for ${given.days} days or longer`]
    case 'stage_conversion': {
      const [from, to] = [names.stage(String(given.from)), names.stage(String(given.to))]
      return [german ? `von „${from}“ nach „${to}“` : `from “${from}” to “${to}”`]
    }
    case 'pipeline_coverage': {
      const target = given.target as { amountMinor?: number; keyResult?: string }
      const text =
        target.amountMinor === undefined
          ? quote(names.keyResult(target.keyResult ?? ''), locale)
          : write.money(target.amountMinor, names.currency, 'whole')
      return [german ? `des Ziels ${text}` : `of the target ${text}`]
    }
    default:
      return []
  }
}

function quote(text: string, locale: Locale): string {
  return locale === 'de' ? `„${text}“` : `“${text}”`
}

const bases = {
  close: { de: 'Abschlussdatum', en: 'close date' },
  created: { de: 'Anlagedatum', en: 'create date' },
  history: { de: 'Zeitraum', en: 'period' },
} as const

const periods = {
  month: { de: 'im laufenden Monat', en: 'in the current month' },
  quarter: { de: 'im laufenden Geschäftsquartal', en: 'in the current fiscal quarter' },
  year: { de: 'im laufenden Geschäftsjahr', en: 'in the current fiscal year' },
} as const

function windowWords(
  window: Window,
  basis: keyof typeof bases,
  locale: Locale,
  write: Formatters,
  days: Days | undefined,
): string {
  const dated = (period: Days) => `${bases[basis][locale]} ${periodWords(period, locale, write)}`
  if (window === 'cycle') {
    return days ? dated(days) : `${bases[basis][locale]} ${locale === 'de' ? 'im Zyklus' : 'in the cycle'}`
  }
  if ('from' in window) return dated(window)
  const name = bases[basis][locale]
  const bracketed = days ? ` (${periodWords(days, locale, write)})` : ''
  if ('fiscal' in window) return `${name} ${periods[window.fiscal][locale]}${bracketed}`
  const n = window.trailingDays
  const trailing = locale === 'de' ? `in den letzten ${n} Tagen` : `in the last ${n} days`
  return `${name} ${trailing}${bracketed}`
}

/** People name the last day of a period, not the one after it. */
function periodWords({ from, to }: Days, locale: Locale, write: Formatters): string {
  const last = addDays(to, -1)
  const first = from.slice(0, 4) === last.slice(0, 4) ? dayOfMonth(from, locale) : write.day(from)
  return locale === 'de' ? `vom ${first} bis ${write.day(last)}` : `from ${first} to ${write.day(last)}`
}

/** The year follows with the last day. */
function dayOfMonth(day: Day, locale: Locale): string {
  const tag = locale === 'de' ? 'de-DE' : 'en-GB'
  return new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    Date.parse(day),
  )
}
