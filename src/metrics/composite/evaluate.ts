/** Metrics and composites asked together: the terms stand among the metrics, so that one statement answers all of them. */
import type { WorkspaceDb } from '../../../db/client.ts'
import { evaluate } from '../evaluate.ts'
import type { Context, MetricRequest } from '../request.ts'
import type { At, MetricValue } from '../types.ts'
import { combine } from './combine.ts'
import { type Composite, termsOf } from './types.ts'

export interface CompositeRequest extends Pick<MetricRequest, 'definitionVersion' | 'cycle'> {
  readonly composite: Composite
}
export type AnyRequest = MetricRequest | CompositeRequest

export function isComposite(request: AnyRequest): request is CompositeRequest {
  return 'composite' in request
}

/** The metrics that a request asks for: itself, or its terms. */
export function metricsOf(request: AnyRequest): MetricRequest[] {
  if (!isComposite(request)) return [request]
  const { composite, ...rest } = request
  return termsOf(composite).map(({ definition }) => ({ ...rest, definition }))
}

/** `values` are those of `requests.flatMap(metricsOf)`, in that order. */
export function joined(
  requests: readonly AnyRequest[],
  values: readonly MetricValue[],
  { currency }: Pick<Context, 'currency'>,
): MetricValue[] {
  let next = 0
  return requests.map((request) => {
    const start = next
    next += metricsOf(request).length
    const own = values.slice(start, next)
    const [only] = own
    if (own.length < next - start || only === undefined) throw new Error('No value came back for a metric.')
    if (!isComposite(request)) return only
    return combine(request.composite, own, { definitionVersion: request.definitionVersion, currency })
  })
}

/** In the order of the requests, as `evaluate`. A metric that several of them have in them is asked once. */
export async function evaluateAll(
  db: WorkspaceDb,
  requests: readonly AnyRequest[],
  at: At,
  context: Context,
): Promise<MetricValue[]> {
  const asked = requests.flatMap(metricsOf)
  const keys = asked.map(({ definition, cycle, target }) => JSON.stringify([definition, cycle, target]))
  const distinct = new Map(asked.map((request, n) => [keys[n] ?? '', request]))
  const found = await evaluate(db, [...distinct.values()], at, context)
  const values = new Map([...distinct.keys()].map((key, n) => [key, found[n]]))
  const all = asked.flatMap(({ definitionVersion }, n) => {
    const value = values.get(keys[n] ?? '')
    return value === undefined ? [] : [{ ...value, definitionVersion }]
  })
  return joined(requests, all, context)
}
