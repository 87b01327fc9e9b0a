/** The head of a page's batch: it moves the cursor, or fails, and then nothing of the batch is written. */
import type { InStatement, ResultSet } from '@libsql/client/web'
import type { Cursor, Instant, Stream } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'

/** Someone else committed a page of this stream: nothing was written, ask again from where it stands now. */
export class CursorMoved extends Error {
  override readonly name = 'CursorMoved'
  constructor(source: string, stream: Stream, options?: ErrorOptions) {
    super(`The cursor of ${source}/${stream} has moved on.`, options)
  }
}

export interface Move {
  readonly source: string
  readonly stream: Stream
  readonly runId: string
  /** `stream_state.version` when the page was asked for; 0 for a stream that was never walked. */
  readonly expectedVersion: number
  readonly cursor: Cursor
  readonly more: boolean
  readonly records: number
  readonly now: Instant
}

/**
 * A lost compare-and-set alone does not stop a batch: an UPDATE that finds no row succeeds. So the new version is NULL
 * where the old one is not the expected one, and the column forbids NULL.
 */
export function moveCursor(move: Move): InStatement {
  const sql = `INSERT INTO stream_state
      (source, stream, cursor, version, run_id, status, pages, records, attempts, failure, walked_at, updated_at)
    VALUES (:source, :stream, :cursor,
      CASE WHEN COALESCE((SELECT version FROM stream_state WHERE source = :source AND stream = :stream), 0) = :expected
        THEN :expected + 1 END,
      :run, :status, 1, :records, 0, NULL, :walked, :now)
    ON CONFLICT (source, stream) DO UPDATE SET cursor = excluded.cursor, version = excluded.version,
      run_id = excluded.run_id, status = excluded.status, attempts = 0, failure = NULL,
      pages = CASE WHEN run_id = excluded.run_id THEN pages ELSE 0 END + 1,
      records = CASE WHEN run_id = excluded.run_id THEN records ELSE 0 END + excluded.records,
      walked_at = COALESCE(excluded.walked_at, walked_at), updated_at = excluded.updated_at`
  const args = {
    source: move.source,
    stream: move.stream,
    cursor: JSON.stringify(move.cursor),
    expected: move.expectedVersion,
    run: move.runId,
    status: move.more ? 'walking' : 'done',
    records: move.records,
    walked: move.more ? null : move.now,
    now: move.now,
  }
  return { sql, args }
}

/**
 * A whole walk of another stream that came with a page: behind that page's fence. Its own version rises, so that a page of it
 * still on its way writes nothing. Only where the same run is to walk it.
 */
export function bringAlong(move: Omit<Move, 'expectedVersion' | 'more'>): InStatement {
  return {
    sql: `UPDATE stream_state SET cursor = :cursor, version = version + 1, status = 'done', pages = pages + 1,
        records = records + :records, attempts = 0, failure = NULL, walked_at = :now, updated_at = :now
      WHERE source = :source AND stream = :stream AND run_id = :run`,
    args: {
      source: move.source,
      stream: move.stream,
      cursor: JSON.stringify(move.cursor),
      run: move.runId,
      records: move.records,
      now: move.now,
    },
  }
}

/** Runs a fenced batch in one round trip. Throws `CursorMoved` when the fence held it off. */
export async function commitFenced(
  db: WorkspaceDb,
  move: Move,
  statements: readonly InStatement[],
): Promise<readonly ResultSet[]> {
  try {
    return await db.$client.batch([moveCursor(move), ...statements], 'write')
  } catch (error) {
    if (await hasMoved(db, move)) throw new CursorMoved(move.source, move.stream, { cause: error })
    throw error
  }
}

/** Told by the version itself and not by the text of the error, which differs between file and server. */
async function hasMoved(db: WorkspaceDb, { source, stream, expectedVersion }: Move): Promise<boolean> {
  const { rows } = await db.$client.execute({
    sql: 'SELECT version FROM stream_state WHERE source = ? AND stream = ?',
    args: [source, stream],
  })
  return Number(rows[0]?.version ?? 0) !== expectedVersion
}
