/** The card of a deal in one language. Pure. */
import type { Locale } from '../app-env.ts'
import { formatters, texts } from '../i18n/index.ts'
import { kind } from '../metrics/parts.ts'
import { reachProgress } from '../okr/progress.ts'
import type { KeyResultView } from '../okr/types.ts'
import { isUnsure, type Part } from './outcome.ts'
import type { Counted, DealCard } from './read-deal.ts'
import type { CardAnswer, CardKeyResult, Outcome } from './types.ts'
import {
  type Around,
  contractWords,
  counted as countedWords,
  freshness,
  keyResultWords,
  MOST,
  numberOf,
} from './words.ts'

export function answer({ source, counted, hidden }: DealCard, around: Around, home: string): CardAnswer {
  const { locale, publicUrl } = around
  const t = texts(locale)
  const { notes, ...age } = freshness(source, around)
  const shown = counted.slice(0, MOST)
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
    keyResults: shown.map((one) => keyResultOf(one, around, home)),
    empty: shown.length > 0 ? null : { title: t('card.empty.title'), text: t('card.empty.text') },
    url: `${publicUrl}/`,
    ...age,
    notes: [
      ...countedWords('card.more', counted.length - shown.length, locale),
      ...countedWords('card.hidden', hidden, locale),
      ...notes,
    ],
  }
}

function keyResultOf(
  { keyResult, objective, parts, contract, won, lost, isUnsaid }: Counted,
  around: Around,
  home: string,
): CardKeyResult {
  const { locale } = around
  const t = texts(locale)
  const number = numberOf(keyResult)
  const outcome = (value: number | null) =>
    value === null ? null : outcomeOf(keyResult, value, number, locale)
  const words = keyResultWords(keyResult, objective, around)
  return {
    ...words,
    part:
      contract === null ? partOf(parts, keyResult, locale) : contractWords(contract, keyResult, home, locale),
    counts: contract !== null || parts.some((part) => part?.kind === kind.counted),
    won: outcome(won),
    lost: outcome(lost),
    note: words.note ?? (isUnsaid ? t('card.unsaid') : null),
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

function partOf(parts: readonly (Part | null)[], keyResult: KeyResultView, locale: Locale): string {
  const t = texts(locale)
  const { unit, currency } = keyResult
  const known = parts.flatMap((part) => part ?? [])
  const [part] = known
  if (part === undefined) return t('card.nothing')
  if (known.some(isUnsure)) return t('card.unsure')
  const within = known.filter((one) => one.kind !== kind.leftOut)
  if (within.length === 0) return t('card.leftOut')
  // What a composite makes of its terms is not what they add up to.
  if (keyResult.composite !== undefined) return t('card.terms', { n: within.length, all: parts.length })
  if (unit !== 'ratio') return formatters(locale).value(part.numerator, unit, currency)
  if (part.numerator !== 0 && part.denominator !== 0) return t('card.both')
  return t(part.numerator !== 0 ? 'card.above' : 'card.below')
}
