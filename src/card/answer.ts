/** The card's answer in one language. Pure. */
import type { Instant } from '../../connectors/contract.ts'
import type { Locale } from '../app-env.ts'
import { shownNumber } from '../closing/view.ts'
import { formatters, type MessageKey, texts } from '../i18n/index.ts'
import { kind } from '../metrics/parts.ts'
import { aimWords } from '../okr/aim-words.ts'
import { reachProgress } from '../okr/progress.ts'
import type { KeyResultView } from '../okr/types.ts'
import { isUnsure, type Part } from './outcome.ts'
import type { Counted, DealCard } from './read-deal.ts'
import type { CardAnswer, CardKeyResult, CardRefusal, Outcome, RefusalCode } from './types.ts'

/** More would be no card any more, and more than 12 kB. */
const MOST = 8
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

export function answer({ source, counted, hidden }: DealCard, around: Around): CardAnswer {
  const { locale, now, publicUrl } = around
  const t = texts(locale)
  const f = formatters(locale)
  const dataThrough = source?.dataThrough ?? null
  const stale = dataThrough !== null && Date.parse(now) - Date.parse(dataThrough) > STALE_MS
  const shown = counted.slice(0, MOST)
  const more = counted.length - shown.length
  const say = (key: MessageKey, n: number) => (n === 0 ? [] : [t(key, { n })])
  return {
    ok: true,
    kind: 'deal',
    locale,
    words: {
      title: t('card.title'),
      part: t('card.part'),
      now: t('card.now'),
      won: t('card.won'),
      lost: t('card.lost'),
      same: t('card.same'),
      open: t('card.open'),
    },
    keyResults: shown.map((one) => keyResultOf(one, around)),
    empty: shown.length > 0 ? null : { title: t('card.empty.title'), text: t('card.empty.text') },
    url: `${publicUrl}/`,
    dataThrough,
    age: dataThrough === null ? null : t('card.age', { age: f.age(dataThrough, now) }),
    stale,
    notes: [
      ...say('card.more', more),
      ...say('card.hidden', hidden),
      ...(stale ? [t('card.stale')] : []),
      ...(dataThrough === null ? [t('card.noNight')] : []),
    ],
  }
}

function keyResultOf(
  { keyResult, objective, part, won, lost }: Counted,
  { locale, publicUrl }: Around,
): CardKeyResult {
  const t = texts(locale)
  const f = formatters(locale)
  const { id, title, status, unit, currency, provisional, closing } = keyResult
  const number = provisional?.value.value ?? shownNumber(keyResult)
  const progress = provisional === null ? keyResult.progress : provisional.progress
  const set = closing?.override != null
  const reason = keyResult.latest?.reason
  const outcome = (value: number | null) =>
    value === null ? null : outcomeOf(keyResult, value, number, locale)
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
    part: partOf(part, keyResult, locale),
    counts: part?.kind === kind.counted,
    won: outcome(won),
    lost: outcome(lost),
    note: set
      ? t('card.overridden')
      : reason === undefined || reason === 'unknown_before'
        ? null
        : t(`reason.${reason}`),
  }
}

function outcomeOf(keyResult: KeyResultView, value: number, before: number | null, locale: Locale): Outcome {
  const f = formatters(locale)
  const { kind: goal, baseline, target, unit, currency } = keyResult
  const reach = goal === 'reach' && baseline !== null && target !== null
  const progress = reach ? reachProgress({ value, complete: true }, { baseline, target }) : null
  return {
    value: f.value(value, unit, currency),
    progress,
    progressText: progress === null ? null : f.percent(progress),
    change: before === null || value === before ? null : f.difference(value - before, unit, currency),
  }
}

function partOf(part: Part | null, { unit, currency }: KeyResultView, locale: Locale): string {
  const t = texts(locale)
  if (part === null) return t('card.nothing')
  if (isUnsure(part)) return t('card.unsure')
  if (part.kind === kind.leftOut) return t('card.leftOut')
  if (unit !== 'ratio') return formatters(locale).value(part.numerator, unit, currency)
  if (part.numerator !== 0 && part.denominator !== 0) return t('card.both')
  return t(part.numerator !== 0 ? 'card.above' : 'card.below')
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`
}
