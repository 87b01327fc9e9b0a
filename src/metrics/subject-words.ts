/** What a definition counts: the beginning of its sentence, and what its params add behind the selection. Pure. */
import type { Locale } from '../app-env.ts'
import type { Formatters } from '../i18n/format.ts'
import { catalogue } from './catalogue.ts'
import { isContractMetric } from './retention/ids.ts'
import type { Definition, MetricId } from './types.ts'
import type { Names } from './words.ts'

export interface Subject {
  readonly subject: string
  /** `attached` follows the selection without a comma, `apart` with one. */
  readonly after: { readonly attached: readonly string[]; readonly apart: readonly string[] }
}

/** Titles that a selection cannot follow: nobody says "Offene Pipeline der Pipeline Neugeschäft". */
const spoken: Partial<Record<MetricId, Readonly<Record<Locale, string>>>> = {
  deals_created: { de: 'Neue Deals', en: 'New deals' },
  pipeline_created: { de: 'Wert neuer Deals', en: 'Value of new deals' },
  open_pipeline: { de: 'Offener Umsatz', en: 'Open revenue' },
  weighted_pipeline: { de: 'Gewichteter offener Umsatz', en: 'Weighted open revenue' },
  slipped_value: { de: 'Verschobener Umsatz', en: 'Slipped revenue' },
  win_rate_value: { de: 'Wertbezogene Abschlussquote', en: 'Value-based win rate' },
}

export function subjectWords(
  { metric, params = {} }: Definition,
  locale: Locale,
  names: Names,
  write: Formatters,
): Subject {
  const plain = spoken[metric]?.[locale] ?? catalogue[metric].title[locale]
  const parsed = catalogue[metric].params.safeParse(params)
  if (!parsed.success) return said(plain)
  const given = parsed.data as Readonly<Record<string, unknown>>
  const german = locale === 'de'
  if (isContractMetric(metric)) return said(plain, [], contractWords(given, locale))
  switch (metric) {
    case 'sales_cycle_days':
      if (given.statistic === 'median')
        return said(german ? 'Median der Verkaufsdauer' : 'Median sales cycle')
      return said(german ? 'Mittlere Verkaufsdauer' : 'Mean sales cycle')
    case 'stalled_deals':
      return said(plain, [], [stalledFor(Number(given.days), locale)])
    case 'stage_conversion': {
      const [from, to] = [names.stage(String(given.from)), names.stage(String(given.to))]
      return said(plain, [german ? `von „${from}“ nach „${to}“` : `from “${from}” to “${to}”`])
    }
    case 'pipeline_coverage': {
      const target = targetWords(given.target as Target, locale, names, write)
      const how = german ? `Abdeckung des Ziels ${target} durch offene Deals` : undefined
      return said(how ?? `Coverage of the target ${target} by open deals`)
    }
    default:
      return said(plain)
  }
}

function said(subject: string, attached: readonly string[] = [], apart: readonly string[] = []): Subject {
  return { subject, after: { attached, apart } }
}

function stalledFor(days: number, locale: Locale): string {
  if (locale === 'de')
    return `seit ${days === 1 ? 'einem Tag' : `${days} Tagen`} oder länger in derselben Phase`
  return `in the same stage for ${days === 1 ? 'a day' : `${days} days`} or longer`
}

/** How long a contract that is not renewed still counts, and for which time money is told. */
function contractWords({ view, graceDays }: Readonly<Record<string, unknown>>, locale: Locale): string[] {
  const german = locale === 'de'
  const time = german ? { monthly: 'je Monat', yearly: 'je Jahr' } : { monthly: 'a month', yearly: 'a year' }
  const days = Number(graceDays)
  const grace = german
    ? `mit ${days === 1 ? 'einem Tag' : `${days} Tagen`} Karenz nach Vertragsende`
    : `with ${days === 1 ? 'a day' : `${days} days`} of grace after a contract ends`
  return [...(view === 'monthly' || view === 'yearly' ? [time[view]] : []), grace]
}

type Target = { readonly amountMinor?: number; readonly keyResult?: string }

function targetWords(target: Target, locale: Locale, names: Names, write: Formatters): string {
  if (target.amountMinor === undefined) {
    const title = names.keyResult(target.keyResult ?? '')
    return locale === 'de' ? `„${title}“` : `“${title}”`
  }
  return `${locale === 'de' ? 'von' : 'of'} ${write.money(target.amountMinor, names.currency, 'whole')}`
}
