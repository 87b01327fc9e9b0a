/** The series of a composite: those of its terms put together day by day, as the values of one day are. */
import type { WorkspaceDb } from '../../db/client.ts'
import { combine } from '../metrics/composite/combine.ts'
import { type Context, termsOf } from '../metrics/index.ts'
import type { Definition } from '../metrics/types.ts'
import type { Days } from '../metrics/window.ts'
import { isOneMetric, type Measurable } from '../okr/measurable.ts'
import { type Series, type SeriesRange, series } from './series.ts'

/** `periodsOf`: the windows that a metric is asked in, one after the other; null where its window moves by itself. */
export async function seriesOf(
  db: WorkspaceDb,
  asked: Measurable,
  periodsOf: (definition: Definition) => readonly Days[] | null,
  range: SeriesRange,
  context: Omit<Context, 'day'>,
): Promise<Series> {
  const one = (definition: Definition) => {
    const periods = periodsOf(definition)
    const request = { definition, definitionVersion: 1, ...(periods === null ? {} : { periods }) }
    return series(db, request, range, context)
  }
  if (isOneMetric(asked)) return one(asked)
  const found = await Promise.all(termsOf(asked).map(({ definition }) => one(definition)))
  const terms = found.map(({ values }) => new Map(values.map((value) => [value.asOf, value])))
  // Of what deals went through only some days are given: then the whole has no others.
  const days = found[0]?.values.map(({ asOf }) => asOf) ?? []
  const values = days.flatMap((day) => {
    const own = terms.flatMap((term) => term.get(day) ?? [])
    const { currency } = context
    return own.length < terms.length ? [] : [combine(asked, own, { definitionVersion: 1, currency })]
  })
  return { values, step: Math.max(...found.map(({ step }) => step)) }
}
