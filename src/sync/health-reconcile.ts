/** What the comparisons say to a person: when each connection was compared last, what differs, what waits for a decision. */
import type { Instant } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { type Difference, readDifferences } from '../okr/differences.ts'
import type { Compared } from './reconcile-compare.ts'
import type { RunFailure } from './views.ts'

export interface CheckView {
  readonly source: string
  /** Of the last look at all pipelines together; null before the first. */
  readonly at: Instant | null
  readonly runId: string | null
  /** That look: ours and theirs by status and measure. */
  readonly compared: readonly Compared[]
  /** Why the comparison of the newest run was given up: then `at` is of an earlier one. */
  readonly failure: RunFailure | null
  /** Those that stand, held deals among them. */
  readonly differences: readonly Difference[]
  /** Deals that wait for an administrator. */
  readonly held: number
}

export async function readChecks(db: WorkspaceDb, now: Instant): Promise<readonly CheckView[]> {
  const [sources, looks, states, held] = await db.$client.batch(
    [
      'SELECT id FROM source ORDER BY id',
      `SELECT c.* FROM comparison c JOIN (SELECT source, MAX(id) AS last FROM comparison
          WHERE pipeline_id IS NULL GROUP BY source) m ON m.source = c.source
        JOIN comparison l ON l.id = m.last AND l.run_id = c.run_id AND l.round = c.round
        WHERE c.pipeline_id IS NULL ORDER BY c.id`,
      'SELECT source, failure FROM reconciliation',
      `SELECT source, COUNT(*) AS n FROM inferred_removal WHERE state IN ('held', 'again') GROUP BY source`,
    ],
    'read',
  )
  const { all } = await readDifferences(db, now)
  return (sources?.rows ?? []).map(({ id }) => {
    const own = (looks?.rows ?? []).filter(({ source }) => source === id)
    const failure = states?.rows.find(({ source }) => source === id)?.failure
    return {
      source: String(id),
      at: own[0] === undefined ? null : String(own[0].at),
      runId: own[0] === undefined ? null : String(own[0].run_id),
      compared: own.map((row) => ({
        pipelineId: null,
        status: String(row.status) as Compared['status'],
        measure: String(row.measure) as Compared['measure'],
        ours: Number(row.ours),
        theirs: Number(row.theirs),
      })),
      failure: typeof failure === 'string' ? (JSON.parse(failure) as RunFailure) : null,
      differences: all.filter(({ source, until }) => source === id && until === null),
      held: Number(held?.rows.find(({ source }) => source === id)?.n ?? 0),
    }
  })
}
