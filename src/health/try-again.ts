/** What *try again* does: reads the deals that could not be read once more, and starts a run where the last one failed. */

import { lastEndedDay } from '../jobs/schedule.ts'
import { stir } from '../jobs/stir.ts'
import type { Platform, Workspace } from '../platform.ts'
import { takeLease } from '../sync/lease.ts'
import { openRun, runningRun } from '../sync/night.ts'
import { loadConnection } from '../sync/views.ts'

export interface Tried {
  /** `idle`: the last run was complete, so no new one is needed. `just_now`: it was tried within the last minute. */
  readonly run: 'started' | 'running' | 'idle' | 'not_active' | 'just_now'
  /** Deals that are read once more. */
  readonly marked: number
}

/** At once; more than these wait for the next night. */
const MOST = 1_000
/** Each try costs calls of the CRM: however often the button is pressed, it is one a minute. */
const PAUSE_MS = 60_000

/** Null for a connection that does not exist. */
export async function tryAgain(
  platform: Platform,
  workspace: Workspace,
  source: string,
  actor: string,
): Promise<Tried | null> {
  const connection = await loadConnection(platform.directory, workspace.id, source)
  if (connection === null) return null
  if (connection.status !== 'active') return { run: 'not_active', marked: 0 }
  const { $client } = workspace.db
  const turn = `try-again/${source}`
  const lease = await takeLease($client, turn, crypto.randomUUID(), platform.now(), PAUSE_MS)
  if (lease === null) {
    const running = await runningRun(workspace.db, source)
    return { run: running === null ? 'just_now' : 'running', marked: 0 }
  }
  const marked = await markUnread(platform, workspace, source, actor)
  // Before the messages: one that is lost is missed.
  await stir(platform.directory, workspace.id)
  if (marked > 0) await platform.queue.send({ kind: 'changed', workspaceId: workspace.id, source })
  return { run: await startAnew(platform, workspace, source), marked }
}

async function markUnread(
  { now }: Platform,
  { db }: Workspace,
  source: string,
  actor: string,
): Promise<number> {
  const args = { source, now: now(), actor }
  const [marks] = await db.$client.batch(
    [
      {
        sql: `INSERT INTO changed (source, external_id, noticed_at)
          SELECT :source, id, :now FROM (
            SELECT external_id AS id FROM skipped WHERE source = :source AND stream IN ('deals', 'census')
            UNION SELECT d.external_id FROM deal d JOIN revision r ON r.seq = d.current_seq
              WHERE d.source = :source AND r.deleted = 0 AND r.problem IS NOT NULL
            LIMIT ${MOST}) WHERE true
          ON CONFLICT (source, external_id) DO UPDATE SET version = version + 1`,
        args: { source, now: args.now },
      },
      {
        sql: `INSERT INTO audit (at, actor, action, subject, detail)
          VALUES (:now, :actor, 'sync.try_again', :source, NULL)`,
        args,
      },
    ],
    'write',
  )
  return marks?.rowsAffected ?? 0
}

async function startAnew(
  platform: Platform,
  { id, db, timeZone }: Workspace,
  source: string,
): Promise<Tried['run']> {
  const now = platform.now()
  const under = await runningRun(db, source)
  if (under === null && !(await lastFailed(db, source))) return 'idle'
  if (under === null) {
    const day = lastEndedDay(now, timeZone)
    await openRun(db, { runId: `${source}-${day}-${crypto.randomUUID()}`, source, day, kind: 'manual', now })
  }
  const running = await runningRun(db, source)
  if (running !== null)
    await platform.queue.send({ kind: 'pull', workspaceId: id, source, runId: running.id })
  return under === null ? 'started' : 'running'
}

async function lastFailed({ $client }: Workspace['db'], source: string): Promise<boolean> {
  const { rows } = await $client.execute({
    sql: `SELECT status FROM run WHERE source = ? AND kind IN ('night', 'manual')
      ORDER BY started_at DESC, rowid DESC LIMIT 1`,
    args: [source],
  })
  return rows[0]?.status === 'failed'
}
