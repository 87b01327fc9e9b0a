/** Values of many definitions at one moment of the ledger, in one batch and one walk over the deals. */
import type { WorkspaceDb } from '../../db/client.ts'
import { mirrorStatements, readMirror } from './mirror.ts'
import { type Context, type MetricRequest, namedKeyResult, planOf } from './request.ts'
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
  // A target changes what is made of the sums, never the sums: they can be asked for before it is known.
  const asked = requests.map((request) => planOf(request, at, context, new Map()))
  const meta = mirrorStatements(
    at,
    requests.flatMap((request) => namedKeyResult(request) ?? []),
  )
  const results = await db.$client.batch([...meta, ...sumStatements(requests, asked, at)], 'read')
  const mirror = readMirror(results.slice(0, meta.length))
  const rows = new Map(
    results.slice(meta.length).flatMap(({ rows }) => rows.map((row) => [Number(row.i), row])),
  )
  return requests.map((request, index) => {
    const plan = planOf(request, at, context, mirror.targets)
    return metricValue(request, plan, rows.get(index), mirror, at, context)
  })
}
