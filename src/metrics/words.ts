/** A definition as one sentence of plain German or English. Pure. */
import type { Locale } from '../app-env.ts'
import { type Formatters, formatters } from '../i18n/format.ts'
import { catalogue } from './catalogue.ts'
import { filterWords } from './filter-words.ts'
import { isContractMetric } from './retention/ids.ts'
import { subjectWords } from './subject-words.ts'
import type { Definition } from './types.ts'
import type { Days } from './window.ts'
import { windowWords } from './window-words.ts'

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
  const { what, details, when } = sentenceParts(definition, locale, names, days)
  return [what, ...details, when].join(', ')
}

/** What is counted, which of it, and when: joined by commas they are the sentence. */
export interface SentenceParts {
  readonly what: string
  readonly details: readonly string[]
  readonly when: string
}

export function sentenceParts(
  definition: Definition,
  locale: Locale,
  names: Names,
  days?: Days,
): SentenceParts {
  const write: Formatters = formatters(locale)
  const { subject, after } = subjectWords(definition, locale, names, write)
  const { of, only } = filterWords(
    definition.filter,
    locale,
    names,
    write,
    isContractMetric(definition.metric) ? 'contracts' : 'deals',
  )
  const when = windowWords(definition.metric, catalogue[definition.metric].timeBasis, locale)
  return {
    what: [subject, ...of, ...after.attached].join(' '),
    details: [...after.apart, ...only],
    when: when(definition.window, write, days),
  }
}
