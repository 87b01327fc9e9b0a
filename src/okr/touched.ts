/** Which key results the pushes since the last look can have moved: told by the ledger, so that a killed turn loses none. */
import type { WorkspaceDb } from '../../db/client.ts'
import type { Filter } from '../metrics/types.ts'

export interface Touched {
  /** Newest revision there is. */
  readonly seq: number
  /** Pipelines that a changed deal is or was in, by connection; null: in none. Empty: nothing was pushed. */
  readonly pipelines: ReadonlyMap<string, ReadonlySet<string | null>>
}

/** `key` names the setting that holds the newest revision looked at. */
export async function touchedSince(db: WorkspaceDb, key: string): Promise<Touched> {
  const [newest, found] = await db.$client.batch(
    [
      'SELECT COALESCE(MAX(seq), 0) AS seq FROM revision',
      {
        // A deal that left a pipeline moves the key results of that one too.
        sql: `SELECT DISTINCT d.source, h.pipeline_id FROM revision r
          JOIN deal d ON d.id = r.deal_id JOIN revision h ON h.deal_id = r.deal_id
          WHERE r.seq > COALESCE((SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?),
            (SELECT MAX(seq) FROM run WHERE status = 'complete' AND kind IN ('night', 'manual')), 0)
            AND r.run_id LIKE '%-push'`,
        args: [key],
      },
    ],
    'read',
  )
  const pipelines = new Map<string, Set<string | null>>()
  for (const row of found?.rows ?? []) {
    const source = String(row.source)
    const known = pipelines.get(source) ?? new Set()
    known.add(row.pipeline_id === null ? null : String(row.pipeline_id))
    pipelines.set(source, known)
  }
  return { seq: Number(newest?.rows[0]?.seq ?? 0), pipelines }
}

/** By connection and pipeline alone: what else a filter asks may have been true before the change. */
export function touches({ pipelines }: Touched, filter: Filter | undefined): boolean {
  return [...pipelines].some(([source, changed]) => {
    if (filter?.connections?.includes(source) === false) return false
    return filter?.pipelines?.some((pipeline) => changed.has(pipeline)) ?? true
  })
}
