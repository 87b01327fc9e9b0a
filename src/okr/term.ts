/** A term of a composite as if it were a key result of its own: what takes metrics apart takes terms apart. Pure. */
import { type Composite, catalogue, termsOf } from '../metrics/index.ts'
import type { Definition, MetricValue } from '../metrics/types.ts'
import type { KeyResult } from './types.ts'

export function termDefinition(composite: Composite | undefined, term: number): Definition | null {
  return composite === undefined ? null : (termsOf(composite)[term]?.definition ?? null)
}

/** A key result that is no composite stays as it is; `currency` is the company's. */
export function asTerm<Known extends KeyResult>(keyResult: Known, term: number, currency: string): Known {
  const definition = termDefinition(keyResult.composite, term)
  if (definition === null) return keyResult
  const { composite: _, ...rest } = keyResult
  const { unit } = catalogue[definition.metric]
  const own = { definition, origin: 'metric', unit, currency: unit === 'money' ? currency : null } as const
  return { ...rest, ...own } as unknown as Known
}

/** What a published value says of one of its terms; null where it had fewer. */
export function termValueOf(value: MetricValue, term: number): MetricValue | null {
  const found = value.terms?.[term]
  if (found === undefined) return null
  const { terms: _, reason: __, since: ___, currency: ____, leftOut: _____, ...whole } = value
  const { weight: ______, ...own } = found
  return { ...whole, ...own }
}
