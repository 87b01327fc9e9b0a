/** A filter in the words of a person: the middle of a definition's sentence. Pure. */
import type { Locale } from '../app-env.ts'
import type { Formatters } from '../i18n/format.ts'
import type { PropertyFilter } from './filter.ts'
import type { Filter } from './types.ts'
import type { Names } from './words.ts'

export interface FilterWords {
  /** Whose number it is; follows what is counted. */
  readonly of: readonly string[]
  /** Which of their deals: at most one clause. */
  readonly only: readonly string[]
}

export function filterWords(
  filter: Filter | undefined,
  locale: Locale,
  names: Names,
  write: Formatters,
  of: 'deals' | 'contracts' = 'deals',
): FilterWords {
  const { connections, pipelines, stages, teams, dealTypes, properties = [], minAmountMinor } = filter ?? {}
  const say = words[locale]
  const pieces = [
    ...(dealTypes === undefined ? [] : [say.type(either(dealTypes, locale))]),
    ...(stages === undefined ? [] : [say.stage(stages.length, either(stages.map(names.stage), locale))]),
    ...(connections === undefined ? [] : [say.connection(either(connections.map(names.connection), locale))]),
    ...(minAmountMinor === undefined
      ? []
      : [say.minimum(write.money(minAmountMinor, names.currency, 'whole'))]),
    ...properties.map((property) => propertyWords(property, locale)),
  ]
  return {
    of: [
      ...(pipelines === undefined
        ? []
        : [say.pipeline(pipelines.length, together(pipelines.map(names.pipeline), locale))]),
      ...(teams === undefined
        ? []
        : [say.team(teams.length, together(teams.map(names.team), locale), pipelines !== undefined)]),
    ],
    only: pieces.length === 0 ? [] : [`${say.only[of]} ${together(pieces, locale)}`],
  }
}

/** A second genitive in a row would be read as the first one's: a team beside a pipeline is said with "in". */
const words = {
  de: {
    only: { deals: 'nur Deals', contracts: 'nur Verträge' },
    pipeline: (n: number, which: string) => `${n === 1 ? 'der Pipeline' : 'der Pipelines'} ${which}`,
    team: (n: number, which: string, second: boolean) =>
      `${n === 1 ? (second ? 'im Team' : 'des Teams') : second ? 'in den Teams' : 'der Teams'} ${which}`,
    type: (which: string) => `vom Typ ${which}`,
    stage: (n: number, which: string) => `${n === 1 ? 'in der Phase' : 'in den Phasen'} ${which}`,
    connection: (which: string) => `aus ${which}`,
    minimum: (amount: string) => `ab ${amount}`,
  },
  en: {
    only: { deals: 'only deals', contracts: 'only contracts' },
    pipeline: (n: number, which: string) => `${n === 1 ? 'of the pipeline' : 'of the pipelines'} ${which}`,
    team: (n: number, which: string, second: boolean) =>
      `${second ? 'in' : 'of'} ${n === 1 ? 'the team' : 'the teams'} ${which}`,
    type: (which: string) => `of type ${which}`,
    stage: (n: number, which: string) => `in the ${n === 1 ? 'stage' : 'stages'} ${which}`,
    connection: (which: string) => `from ${which}`,
    minimum: (amount: string) => `of at least ${amount}`,
  },
} as const

function propertyWords({ name, op, values }: PropertyFilter, locale: Locale): string {
  const german = locale === 'de'
  const field = german ? `Feld „${name}“` : `field “${name}”`
  const listed = either(
    values.map((value) => (german ? `„${value}“` : `“${value}”`)),
    locale,
  )
  switch (op) {
    case 'eq':
    case 'in':
      return german ? `mit ${listed} im ${field}` : `with ${listed} in the ${field}`
    case 'neq':
    case 'not_in':
      return german ? `ohne ${listed} im ${field}` : `without ${listed} in the ${field}`
    case 'known':
      return german ? `mit ausgefülltem ${field}` : `with the ${field} filled in`
    case 'unknown':
      return german ? `mit leerem ${field}` : `with the ${field} left empty`
    default:
      return op satisfies never
  }
}

function either(list: readonly string[], locale: Locale): string {
  return new Intl.ListFormat(tagOf(locale), { type: 'disjunction' }).format(list)
}

function together(list: readonly string[], locale: Locale): string {
  return new Intl.ListFormat(tagOf(locale), { type: 'conjunction' }).format(list)
}

/** British English, as in all dates: no comma before the last of a list. */
function tagOf(locale: Locale): string {
  return locale === 'de' ? 'de-DE' : 'en-GB'
}
