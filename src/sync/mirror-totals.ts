/** What the mirror counts, so that it means exactly what the CRM means when it counts its own deals. */
import type { InStatement, ResultSet } from '@libsql/client/web'
import type { Status } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'

export interface MirrorSlice {
  /** Null: deals without one. */
  readonly pipelineId: string | null
  readonly status: Status
  readonly count: number
  /** Minor units; null where a deal is held for its amount or currency, so that the sum is not known. */
  readonly amountMinor: number | null
}

export interface MirrorTotals {
  readonly slices: readonly MirrorSlice[]
  /** Deals the mirror has and cannot give a status, since their stage is unknown: by pipeline. */
  readonly unplaced: ReadonlyMap<string | null, number>
  /** Deals that could not be read at all, and so are in no pipeline of ours. */
  readonly skipped: number
}

/**
 * Deals that are there: not deleted, not merged away, and not among those that a full pass no longer found and that wait for
 * an administrator. The CRM counts none of these.
 */
export const alive = `FROM deal d CROSS JOIN revision r ON r.seq = d.current_seq
  WHERE d.source = :source AND r.deleted = 0 AND NOT EXISTS (SELECT 1 FROM inferred_removal i
    WHERE i.source = d.source AND i.external_id = d.external_id AND i.state IN ('held', 'again'))`

// A sum beyond what a number holds exactly is none: the driver refuses to read it.
const total = `SELECT r.pipeline_id AS pipeline, r.status, COUNT(*) AS count,
    CASE WHEN ABS(TOTAL(r.amount_minor)) < 9e15 AND NOT MAX(r.problem IS NOT NULL AND EXISTS
      (SELECT 1 FROM json_each(r.problem) WHERE value ->> 'field' IN ('amount', 'currency')))
      THEN COALESCE(SUM(r.amount_minor), 0) END AS amount
  ${alive} GROUP BY r.pipeline_id, r.status`

const skipped = `SELECT COUNT(*) AS count FROM skipped s WHERE s.source = :source AND s.stream = 'deals'
  AND NOT EXISTS (SELECT 1 FROM deal d CROSS JOIN revision r ON r.seq = d.current_seq
    WHERE d.source = s.source AND d.external_id = s.external_id AND r.deleted = 0)`

export async function mirrorTotals(db: WorkspaceDb, source: string): Promise<MirrorTotals> {
  const statements: InStatement[] = [total, skipped].map((sql) => ({ sql, args: { source } }))
  return totalsFrom(await db.$client.batch(statements, 'read'))
}

function totalsFrom([groups, lost]: readonly ResultSet[]): MirrorTotals {
  const rows = (groups?.rows ?? []).map((row) => ({
    pipelineId: row.pipeline === null ? null : String(row.pipeline),
    status: row.status === null ? null : (String(row.status) as Status),
    count: Number(row.count),
    amountMinor: row.amount === null ? null : Number(row.amount),
  }))
  return {
    slices: rows.flatMap(({ status, ...row }) => (status === null ? [] : [{ ...row, status }])),
    unplaced: new Map(rows.flatMap((row) => (row.status === null ? [[row.pipelineId, row.count]] : []))),
    skipped: Number(lost?.rows[0]?.count ?? 0),
  }
}
