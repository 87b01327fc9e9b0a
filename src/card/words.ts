/** What the cards of deals and of companies say alike. Pure. */
import type { Instant } from '../../connectors/contract.ts'
import type { Locale } from '../app-env.ts'
import { shownNumber } from '../closing/view.ts'
import { formatters, type MessageKey, texts } from '../i18n/index.ts'
import { aimWords } from '../okr/aim-words.ts'
import type { KeyResultView, SourceView } from '../okr/types.ts'
import type { CardKeyResult, CardRefusal, RefusalCode } from './types.ts'

/** More would be no card any more, and more than 12 kB. */
export const MOST = 8
/** A title is cut in the middle of the answer's size, never of a key result. */
const LONGEST = 120
const STALE_MS = 36 * 3_600_000

export interface Around {
  readonly locale: Locale
  readonly now: Instant
  readonly publicUrl: string
}

export function refusal(
  code: RefusalCode,
  locale: Locale,
  values: Readonly<Record<string, string>> = {},
): CardRefusal {
  const t = texts(locale)
  return { ok: false, code, locale, title: t(`card.${code}.title`), text: t(`card.${code}.text`, values) }
}

/** How old the numbers are, and what is said of it. */
export function freshness(source: SourceView | null, { locale, now }: Around) {
  const t = texts(locale)
  const dataThrough = source?.dataThrough ?? null
  const stale = dataThrough !== null && Date.parse(now) - Date.parse(dataThrough) > STALE_MS
  return {
    ...{ dataThrough, stale },
    age: dataThrough === null ? null : t('card.age', { age: formatters(locale).age(dataThrough, now) }),
    notes: [...(stale ? [t('card.stale')] : []), ...(dataThrough === null ? [t('card.noNight')] : [])],
  }
}

/** Nothing where there are none. */
export function counted(key: MessageKey, n: number, locale: Locale): string[] {
  return n === 0 ? [] : [texts(locale)(key, { n })]
}

/** The key result as the board shows it; what the record adds is for the caller to say. */
export function keyResultWords(
  keyResult: KeyResultView,
  objective: string,
  { locale, publicUrl }: Around,
): Omit<CardKeyResult, 'part' | 'counts' | 'won' | 'lost'> {
  const t = texts(locale)
  const f = formatters(locale)
  const { id, title, status, unit, currency, provisional, closing } = keyResult
  const number = numberOf(keyResult)
  const progress = provisional === null ? keyResult.progress : provisional.progress
  const reason = keyResult.latest?.reason
  return {
    id,
    title: cut(title),
    objective: cut(objective),
    url: `${publicUrl}/key-results/${id}`,
    status: { code: status, text: t(`status.${status}`) },
    value: number === null ? '–' : f.value(number, unit, currency),
    aim: aimWords(keyResult, { t, f }),
    progress,
    progressText: progress === null ? null : f.percent(progress),
    note:
      closing?.override != null
        ? t('card.overridden')
        : reason === undefined || reason === 'unknown_before'
          ? null
          : t(`reason.${reason}`),
  }
}

export function numberOf(keyResult: KeyResultView): number | null {
  return keyResult.provisional?.value.value ?? shownNumber(keyResult)
}

/** Of contracts: the amount or number, or what it is of which whole. */
export function contractWords(
  { numerator, denominator }: { readonly numerator: number; readonly denominator: number | null },
  { unit, currency, definition }: KeyResultView,
  home: string,
  locale: Locale,
): string {
  const t = texts(locale)
  const f = formatters(locale)
  if (unit !== 'ratio' || denominator === null) return f.value(numerator, unit, currency)
  const isCount = definition?.metric === 'logo_retention' || definition?.metric === 'renewal_rate'
  const show = (value: number) => (isCount ? f.number(value) : f.value(value, 'money', home))
  return t('card.of', { part: show(numerator), whole: show(denominator) })
}

export function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`
}
