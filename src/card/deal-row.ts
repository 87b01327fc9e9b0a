/** The mirror's row of one deal, with what it takes to imagine it closed. */
import type { ResultSet } from '@libsql/client/web'
import { sql } from 'drizzle-orm'
import type { Day } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'

export interface DealRow {
  readonly id: number
  readonly currentSeq: number
  readonly status: 'open' | 'won' | 'lost' | null
  readonly stage: string | null
  readonly amountMinor: number | null
  readonly currency: string | null
  readonly homeMinor: number | null
  readonly closeDate: Day | null
  readonly gone: boolean
  /** Names of the fields that could not be read. */
  readonly unreadable: readonly string[]
  readonly paired: boolean
  readonly wonStage: string | null
  readonly lostStage: string | null
}

/** One row, or none where the mirror does not hold it. */
export function dealQuery(db: WorkspaceDb, source: string, externalId: string) {
  const end = (won: 0 | 1) => sql`(SELECT s.id FROM stage s WHERE s.source = d.source
    AND s.pipeline_id = COALESCE(r.pipeline_id, '') AND s.closed = 1 AND s.won = ${won} AND s.archived = 0
    ORDER BY s.position, s.id LIMIT 1)`
  return db.run(sql`SELECT d.id, d.current_seq, r.status, r.amount_minor, r.currency, r.home_minor, r.close_date,
      r.deleted, r.problem, ${end(1)} AS won_stage, ${end(0)} AS lost_stage,
      (SELECT s.label FROM stage s WHERE s.source = d.source AND s.id = r.stage_id
        AND s.pipeline_id = COALESCE(r.pipeline_id, '')) AS stage,
      r.twin_id IS NOT NULL OR EXISTS (SELECT 1 FROM revision n WHERE n.twin_id = d.external_id) AS paired
    FROM deal d JOIN revision r ON r.seq = d.current_seq
    WHERE d.source = ${source} AND d.external_id = ${externalId}`)
}

export function dealFrom({ rows: [row] }: ResultSet): DealRow | null {
  if (row === undefined) return null
  const text = (value: unknown) => (value === null ? null : String(value))
  const number = (value: unknown) => (value === null ? null : Number(value))
  const problem = text(row.problem)
  return {
    id: Number(row.id),
    currentSeq: Number(row.current_seq),
    status: text(row.status) as DealRow['status'],
    stage: text(row.stage),
    amountMinor: number(row.amount_minor),
    currency: text(row.currency),
    homeMinor: number(row.home_minor),
    closeDate: text(row.close_date),
    gone: Number(row.deleted) === 1,
    unreadable:
      problem === null ? [] : (JSON.parse(problem) as { readonly field: string }[]).map(({ field }) => field),
    paired: Number(row.paired) === 1,
    wonStage: text(row.won_stage),
    lostStage: text(row.lost_stage),
  }
}
