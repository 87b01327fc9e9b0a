/** Opens a run: its row is write-once, and the streams that are due are set to be walked by it. */
import type { InStatement } from '@libsql/client/web'
import type { Day, Instant } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { censusWeekday, lastEndedDay } from '../jobs/schedule.ts'
import type { Message, Platform } from '../platform.ts'
import { dueStreams, isThorough } from './due.ts'
import { done, type Outcome } from './outcome.ts'
import { type NightKind, ofNights } from './run-kinds.ts'
import { setOut } from './set-out.ts'
import { loadStanding } from './standing.ts'
import { loadConnection } from './views.ts'

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
  await openRun(db, { runId, source, day, kind: 'night', now, weekday: censusWeekday(workspaceId) })
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
  readonly kind: NightKind
  readonly now: Instant
  /** The company's day of the week for a thorough night; default: none. */
  readonly weekday?: number
}

/** Changes nothing when the run was opened before, or another night of the source is still on its way. */
export async function openRun(db: WorkspaceDb, opening: Opening): Promise<void> {
  const { runId, source, day, kind, now, weekday = null } = opening
  const { standing, wholeDay, contracts } = await loadStanding(db, source)
  const thorough = isThorough({ kind, day, wholeDay, weekday })
  const insert: InStatement = {
    sql: `INSERT INTO run (id, source, day, kind, thorough, status, started_at)
      SELECT :run, :source, :day, :kind, :thorough, 'running', :now
      WHERE NOT EXISTS (SELECT 1 FROM run WHERE source = :source AND status = 'running' AND ${ofNights})
      ON CONFLICT DO NOTHING`,
    args: { run: runId, source, day, kind, thorough: thorough ? 1 : 0, now },
  }
  const due = dueStreams(standing, thorough, contracts).map((stream) =>
    setOut(stream, { source, runId, now }),
  )
  await db.$client.batch([insert, ...due], 'write')
}

/** A night or manual sync; what runs in the background is in nobody's way. */
export async function runningRun(
  db: WorkspaceDb,
  source: string,
): Promise<{ readonly id: string; readonly day: Day } | null> {
  const { rows } = await db.$client.execute({
    sql: `SELECT id, day FROM run WHERE source = ? AND status = 'running' AND ${ofNights} ORDER BY started_at LIMIT 1`,
    args: [source],
  })
  return rows[0] === undefined ? null : { id: String(rows[0].id), day: String(rows[0].day) }
}
