/** Marks of changed deals: what is to be read again, and the batch that writes it and takes the marks away. */
import type { InStatement } from '@libsql/client/web'
import type { AccountRecord, Instant } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { type CommitReread, rereadStatements, revisionsWritten } from './commit-reread.ts'
import { ofNights } from './run-kinds.ts'

export interface Mark {
  readonly id: string
  readonly version: number
  readonly noticedAt: Instant
}

export interface Standing {
  readonly account: AccountRecord | null
  readonly properties: readonly string[]
  /** The newest night or manual run; 0 before the first. */
  readonly newestRun: number
  readonly nightRuns: boolean
  readonly everComplete: boolean
}

export async function loadStanding(db: WorkspaceDb, source: string): Promise<Standing> {
  const [sources, runs] = await db.$client.batch(
    [
      { sql: 'SELECT account, properties FROM source WHERE id = ?', args: [source] },
      {
        sql: `SELECT COALESCE(MAX(rowid), 0) AS newest, COALESCE(SUM(status = 'running'), 0) AS running,
            COALESCE(SUM(status = 'complete'), 0) AS complete FROM run WHERE source = ? AND ${ofNights}`,
        args: [source],
      },
    ],
    'read',
  )
  const [row, run] = [sources?.rows[0], runs?.rows[0]]
  return {
    account: row?.account == null ? null : (JSON.parse(String(row.account)) as AccountRecord),
    properties: JSON.parse(String(row?.properties ?? '[]')) as string[],
    newestRun: Number(run?.newest),
    nightRuns: Number(run?.running) > 0,
    everComplete: Number(run?.complete) > 0,
  }
}

export async function loadMarks(db: WorkspaceDb, source: string, limit: number): Promise<Mark[]> {
  const { rows } = await db.$client.execute({
    sql: `SELECT external_id, version, noticed_at FROM changed WHERE source = ?
      ORDER BY noticed_at, external_id LIMIT ?`,
    args: [source, limit],
  })
  return rows.map((row) => ({
    id: String(row.external_id),
    version: Number(row.version),
    noticedAt: String(row.noticed_at),
  }))
}

/** A night began since the set-up was loaded: what the deals mean may have changed. Nothing was written. */
export class NightBegan extends Error {
  override readonly name = 'NightBegan'
}

/** One batch. What was marked again since the marks were loaded stays marked. The number of revisions it wrote. */
export async function commitMarks(
  db: WorkspaceDb,
  commit: CommitReread,
  marks: readonly Mark[],
  standing: Standing,
): Promise<number> {
  const { source } = commit
  const statements: readonly InStatement[] = [
    { sql: fence, args: { source, expected: standing.newestRun } },
    ...(await rereadStatements(commit)),
    {
      sql: answered,
      args: { source, rows: JSON.stringify(marks.map((mark) => [mark.id, mark.version, mark.noticedAt])) },
    },
  ]
  try {
    return revisionsWritten(statements, await db.$client.batch([...statements], 'write'))
  } catch (error) {
    const now = await loadStanding(db, source)
    if (now.newestRun !== standing.newestRun) throw new NightBegan(source, { cause: error })
    throw error
  }
}

// Fails, and with it the batch, where a night has begun: `noticed_at` may not be NULL. Without one it inserts nothing.
const fence = `INSERT INTO changed (source, external_id, noticed_at)
  SELECT :source, '', NULL WHERE :expected <> (SELECT COALESCE(MAX(rowid), 0) FROM run WHERE source = :source AND ${ofNights})`

const answered = `DELETE FROM changed WHERE source = :source AND (external_id, version, noticed_at) IN
  (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(:rows))`
