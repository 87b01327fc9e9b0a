/** A filter in the words of a person: the middle of a definition's sentence. Pure. */
import type { Locale } from '../app-env.ts'
import type { Formatters } from '../i18n/format.ts'
import type { PropertyFilter } from './filter.ts'
import type { Filter } from './types.ts'
import type { Names } from './words.ts'

/** One piece per field, to be joined by spaces. */
export function filterWords(
  filter: Filter | undefined,
  locale: Locale,
  names: Names,
  write: Formatters,
): string[] {
  const { connections, pipelines, stages, teams, dealTypes, properties = [], minAmountMinor } = filter ?? {}
  const german = locale === 'de'
  const listed = (
    ids: readonly string[] | undefined,
    name: (id: string) => string,
    one: string,
    many: string,
  ) => (ids === undefined ? [] : [`${ids.length === 1 ? one : many} ${either(ids.map(name), locale)}`])
  const minimum =
    minAmountMinor === undefined
      ? []
      : [`${german ? 'ab' : 'from'} ${write.money(minAmountMinor, names.currency, 'whole')}`]
  return german
    ? [
        ...listed(pipelines, names.pipeline, 'der Pipeline', 'der Pipelines'),
        ...listed(teams, names.team, 'des Teams', 'der Teams'),
        ...listed(stages, names.stage, 'in der Phase', 'in den Phasen'),
        ...listed(dealTypes, same, 'vom Typ', 'vom Typ'),
        ...listed(connections, names.connection, 'aus', 'aus'),
        ...minimum,
        ...properties.map((property) => `mit ${propertyWords(property, locale)}`),
      ]
    : [
        ...listed(pipelines, names.pipeline, 'in pipeline', 'in pipelines'),
        ...listed(teams, names.team, 'of team', 'of teams'),
        ...listed(stages, names.stage, 'in stage', 'in stages'),
        ...listed(dealTypes, same, 'of type', 'of type'),
        ...listed(connections, names.connection, 'from', 'from'),
        ...minimum,
        ...properties.map((property) => `with ${propertyWords(property, locale)}`),
      ]
}

const same = (id: string) => id

function propertyWords({ name, op, values }: PropertyFilter, locale: Locale): string {
  const german = locale === 'de'
  switch (op) {
    case 'eq':
    case 'in':
      return `${name} = ${either(values, locale)}`
    case 'neq':
    case 'not_in':
      return `${name} ≠ ${either(values, locale)}`
    case 'known':
      return german ? `bekanntem ${name}` : `known ${name}`
    case 'unknown':
      return german ? `unbekanntem ${name}` : `unknown ${name}`
    default:
      return op satisfies never
  }
}

function either(words: readonly string[], locale: Locale): string {
  return new Intl.ListFormat(locale, { type: 'disjunction' }).format(words)
}
