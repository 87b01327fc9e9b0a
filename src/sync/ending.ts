/** The three ends of a run. Each is one batch that changes nothing when the run has ended already. */
import type { InStatement } from '@libsql/client/web'
import type { Instant, Stream } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { newestSeq } from '../../db/workspace/seq.ts'
import { noticeGone } from '../install/gone.ts'
import type { Platform } from '../platform.ts'
import { isBackground, ofNights } from './run-kinds.ts'
import { type ConnectionView, dataStreams, type RunFailure, type RunView } from './views.ts'

/**
 * Invariant 3: a run is complete only when each of its streams is done; the statement itself looks. Only nights speak for
 * the data up to an instant.
 */
export function completing(run: RunView, now: Instant): InStatement {
  return {
    sql: `UPDATE run SET status = 'complete', finished_at = :now, data_through = :through,
        seq = CASE WHEN ${ofNights} THEN ${newestSeq} END
      WHERE id = :run AND status = 'running' AND NOT EXISTS
        (SELECT 1 FROM stream_state WHERE source = :source AND run_id = :run AND status <> 'done')`,
    args: { now, through: isBackground(run.kind) ? null : dataThrough(run), run: run.id, source: run.source },
  }
}

/** The oldest of the walks that the values speak for. */
function dataThrough({ streams, startedAt }: RunView): Instant {
  const ends = streams.flatMap(({ stream, cursor }) =>
    dataStreams.has(stream) && cursor?.at === 'rest' ? [cursor.until] : [],
  )
  return ends.sort()[0] ?? startedAt
}

export async function failRun(
  db: WorkspaceDb,
  { id, source }: Pick<RunView, 'id' | 'source'>,
  stream: Stream | null,
  failure: RunFailure,
  now: Instant,
): Promise<void> {
  await db.$client.batch(failing(id, source, stream, failure, now), 'write')
}

function failing(
  runId: string,
  source: string,
  stream: Stream | null,
  failure: RunFailure,
  now: Instant,
): InStatement[] {
  const args = { failure: JSON.stringify(failure), now, run: runId, source }
  const running = "EXISTS (SELECT 1 FROM run WHERE id = :run AND status = 'running')"
  const park = {
    sql: `UPDATE stream_state SET status = 'parked', failure = :failure, lease_holder = NULL, lease_until = NULL,
        updated_at = :now
      WHERE source = :source AND stream = :stream AND run_id = :run AND ${running}`,
    args: { ...args, stream },
  }
  const fail = {
    sql: `UPDATE run SET status = 'failed', finished_at = :now, failure = :failure
      WHERE id = :run AND source = :source AND status = 'running'`,
    args,
  }
  return stream === null ? [fail] : [park, fail]
}

/**
 * The grant was revoked: no call any more until a person connects again (invariant 7). The directory first: every
 * message asks it, so what a crash in between leaves is put right by the next one. False, and nothing changed, when the
 * credentials that failed were replaced meanwhile.
 */
export async function askToReconnect(
  platform: Platform,
  db: WorkspaceDb,
  connection: ConnectionView,
  run: Pick<RunView, 'id' | 'source'>,
  stream: Stream | null,
  failure: RunFailure,
): Promise<boolean> {
  const reason = JSON.stringify(failure)
  await noticeGone(platform, connection, failure)
  const { rowsAffected } = await platform.directory.$client.execute({
    sql: `UPDATE connection SET status = 'reconnect', status_reason = ?
      WHERE workspace_id = ? AND id = ? AND status = 'active' AND sealed_config = ?`,
    args: [reason, connection.workspaceId, connection.id, connection.sealedConfig],
  })
  if (rowsAffected === 1) await stopRun(db, run, stream, failure, platform.now())
  return rowsAffected === 1
}

/** Ends the run of a connection that may not be called, and says so on its source. */
export async function stopRun(
  db: WorkspaceDb,
  run: Pick<RunView, 'id' | 'source'>,
  stream: Stream | null,
  failure: RunFailure,
  now: Instant,
): Promise<void> {
  await db.$client.batch(
    [
      ...failing(run.id, run.source, stream, failure, now),
      {
        sql: "UPDATE source SET status = 'reconnect', status_reason = ? WHERE id = ? AND status = 'active'",
        args: [JSON.stringify(failure), run.source],
      },
    ],
    'write',
  )
}
