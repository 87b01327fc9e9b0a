/** Values of many definitions at one moment of the ledger, in one batch and one walk over the deals. */
import type { Row } from '@libsql/client/web'
import type { WorkspaceDb } from '../../db/client.ts'
import { mirrorStatements, readMirror } from './mirror.ts'
import { type Context, type MetricRequest, namedKeyResult, planOf } from './request.ts'
import { answerOf, contractStatements, isContractRequest, readContracts } from './retention/answer.ts'
import { isContractMetric } from './retention/ids.ts'
import { sumStatements } from './sums.ts'
import type { At, MetricValue } from './types.ts'
import { metricValue } from './value.ts'

/** In the order of the requests. Throws on what `validateDefinition` refuses, and `CycleMissing`. */
export async function evaluate(
  db: WorkspaceDb,
  requests: readonly MetricRequest[],
  at: At,
  context: Context,
): Promise<MetricValue[]> {
  return (await evaluateSums(db, requests, at, context)).map(({ value }) => value)
}

/** A value with the sums it was made from, to go on from there; null of contracts, and where none came. */
export interface Evaluated {
  readonly value: MetricValue
  readonly sums: Row | null
}

export async function evaluateSums(
  db: WorkspaceDb,
  requests: readonly MetricRequest[],
  at: At,
  context: Context,
): Promise<Evaluated[]> {
  // A target changes what is made of the sums, never the sums: they can be asked for before it is known.
  const asked = requests.map((request) => planOf(request, at, context, new Map()))
  const meta = mirrorStatements(
    at,
    requests.flatMap((request) => namedKeyResult(request) ?? []),
  )
  const contracts = contractStatements(requests, at)
  const deals = asked.map((plan, index) => (isContractMetric(metricOf(requests[index])) ? undefined : plan))
  const sums = sumStatements(requests, deals, at)
  const results = await db.$client.batch([...meta, ...contracts, ...sums], 'read')
  const mirror = readMirror(results.slice(0, meta.length))
  const told = results.slice(meta.length, meta.length + contracts.length)
  const ledger = readContracts(told, context.timeZone)
  const rows = new Map(
    results
      .slice(meta.length + contracts.length)
      .flatMap(({ rows }) => rows.map((row) => [Number(row.i), row])),
  )
  return requests.map((request, index) => {
    if (isContractRequest(request))
      return { value: answerOf(request, ledger, mirror, at, context).value, sums: null }
    const plan = planOf(request, at, context, mirror.targets)
    const row = rows.get(index)
    return { value: metricValue(request, plan, row, mirror, at, context), sums: row ?? null }
  })
}

function metricOf(request: MetricRequest | undefined): string {
  return request?.definition.metric ?? ''
}
