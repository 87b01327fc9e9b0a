/** Opens a run: its row is write-once, and every stream is set to be walked by it. */
import type { InStatement } from '@libsql/client/web'
import { type Day, type Instant, type Stream, streams } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { lastEndedDay } from '../jobs/schedule.ts'
import type { Message, Platform } from '../platform.ts'
import { done, type Outcome } from './outcome.ts'
import { loadConnection, setupStreams } from './views.ts'

/** How long a night waits for an earlier run of its connection that is still on its way. */
const WAIT_MS = 10 * 60_000

/** A repeated delivery finds the row there and only makes sure that somebody is pulling. */
export async function night(
  platform: Platform,
  message: Extract<Message, { kind: 'night' }>,
): Promise<Outcome> {
  const { workspaceId, source, day } = message
  const connection = await loadConnection(platform.directory, workspaceId, source)
  if (connection?.status !== 'active') return done('not_active')
  const { db, timeZone } = await platform.open(workspaceId)
  const now = platform.now()
  // The value of a day is the state known after it ended and before the next did: a message this late has no day left.
  if (lastEndedDay(now, timeZone) !== day) return done('not_its_day')
  const runId = nightId(source, day)
  await openRun(db, { runId, source, day, kind: 'night', now })
  const running = await runningRun(db, source)
  if (running === null) return done('already_ended')
  await platform.queue.send({ kind: 'pull', workspaceId, source, runId: running.id })
  // A run begun after the day ended closes it, whatever its kind; an older one does not.
  if (running.day < day) await platform.queue.send(message, WAIT_MS)
  return done(running.id === runId ? 'opened' : 'waits_for_another')
}

export function nightId(source: string, day: Day): string {
  return `${source}-${day}-night`
}

export interface Opening {
  readonly runId: string
  readonly source: string
  readonly day: Day
  readonly kind: 'night' | 'manual'
  readonly now: Instant
}

/** One batch. Changes nothing when the run was opened before, or another run of the source is still on its way. */
export async function openRun(db: WorkspaceDb, opening: Opening): Promise<void> {
  const { runId, source, day, kind, now } = opening
  const insert: InStatement = {
    sql: `INSERT INTO run (id, source, day, kind, status, started_at)
      SELECT :run, :source, :day, :kind, 'running', :now
      WHERE NOT EXISTS (SELECT 1 FROM run WHERE source = :source AND status = 'running')
      ON CONFLICT DO NOTHING`,
    args: { run: runId, source, day, kind, now },
  }
  await db.$client.batch([insert, ...streams.map((stream) => setOut(stream, opening))], 'write')
}

/**
 * `version` rises too, so that a page still on its way for an earlier run is refused. A set-up stream starts at its
 * beginning; the others go on where they are, a walk left half done included.
 */
function setOut(stream: Stream, { runId, source, now }: Opening): InStatement {
  return {
    sql: `INSERT INTO stream_state (source, stream, run_id, status, updated_at)
      SELECT :source, :stream, :run, 'rest', :now
      WHERE EXISTS (SELECT 1 FROM run WHERE id = :run AND status = 'running')
      ON CONFLICT (source, stream) DO UPDATE SET
        run_id = excluded.run_id, status = 'rest', version = version + 1, pages = 0, records = 0, attempts = 0,
        failure = NULL, lease_holder = NULL, lease_until = NULL, updated_at = excluded.updated_at
        ${setupStreams.has(stream) ? ', cursor = NULL' : ''}
      WHERE run_id IS NOT excluded.run_id`,
    args: { source, stream, run: runId, now },
  }
}

export async function runningRun(
  db: WorkspaceDb,
  source: string,
): Promise<{ readonly id: string; readonly day: Day } | null> {
  const { rows } = await db.$client.execute({
    sql: "SELECT id, day FROM run WHERE source = ? AND status = 'running' ORDER BY started_at LIMIT 1",
    args: [source],
  })
  return rows[0] === undefined ? null : { id: String(rows[0].id), day: String(rows[0].day) }
}
