/** A composite as one sentence of plain German or English, made of those of its terms. Pure. */
import type { Locale } from '../../app-env.ts'
import { formatters } from '../../i18n/format.ts'
import type { Days, WindowContext } from '../window.ts'
import { windowDays } from '../window.ts'
import { type Names, sentenceParts } from '../words.ts'
import { type Composite, type Term, termsOf } from './types.ts'

const joins = {
  de: { ratio: 'geteilt durch', sum: 'plus', difference: 'minus' },
  en: { ratio: 'divided by', sum: 'plus', difference: 'minus' },
} as const

/** `context` gives a cycle and a fiscal period their dates. */
export function describeComposite(
  composite: Composite,
  locale: Locale,
  names: Names,
  context?: WindowContext,
): string {
  const terms = termsOf(composite)
  const said = terms.map((term) => sentenceParts(term.definition, locale, names, daysOf(term, context)))
  const [first] = said
  // A period that is the same for all is said once, at the end.
  const together = said.every(({ when }) => when === first?.when)
  const phrases = said.map(({ what, details, when }, n) => {
    const inside = together ? details : [...details, when]
    const subject = n === 0 && composite.operation !== 'weighted' ? what : midSentence(what, locale)
    return inside.length === 0 ? subject : `${subject} (${inside.join(', ')})`
  })
  const whole = wholeOf(composite, terms, phrases, locale)
  return together && first !== undefined ? `${whole}, ${first.when}` : whole
}

function wholeOf(
  { operation }: Composite,
  terms: readonly Term[],
  phrases: readonly string[],
  locale: Locale,
): string {
  if (operation !== 'weighted') return phrases.join(` ${joins[locale][operation]} `)
  const write = formatters(locale)
  const weighted = phrases.map((phrase, n) => {
    const weight = Number(terms[n]?.weight ?? 1)
    const sign = n === 0 ? (weight < 0 ? '− ' : '') : weight < 0 ? 'minus ' : 'plus '
    return `${sign}${write.number(Math.abs(weight), 6)} × ${phrase}`
  })
  return `${locale === 'de' ? 'Gewichtete Summe' : 'Weighted sum'}: ${weighted.join(' ')}`
}

/** The adjectives that titles of the catalogue begin with; a test holds that none is missing. */
const adjectives =
  /^(?:Gewonnen|Verloren|Offen|Gewichtet|Neu|Durchschnittlich|Wertbezogen|Mittler|Verschoben|Überfällig|Stockend|Wiederkehrend|Aktiv|Zurückgewonnen|Anstehend)(?:e|er|es) /

/** Behind another phrase a German noun keeps its capital, and in English only what is all capitals. */
export function midSentence(phrase: string, locale: Locale): string {
  const lowers = locale === 'de' ? adjectives : /^[A-Z](?![A-Z])/
  return lowers.test(phrase) ? phrase.charAt(0).toLowerCase() + phrase.slice(1) : phrase
}

function daysOf({ definition: { window } }: Term, context: WindowContext | undefined): Days | undefined {
  return context === undefined ? undefined : windowDays(window, context)
}
