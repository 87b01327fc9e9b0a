/**
 * What becomes of a message that its queue gave up on. Invariant 6: the run fails with a reason, so that a person sees it
 * and the other connections publish; the next night tries anew. The audit keeps a line of each.
 */
import type { Message, Platform, Workspace } from '../platform.ts'
import { failRun } from './ending.ts'
import { nightId } from './night.ts'
import { ofNights } from './run-kinds.ts'
import type { RunFailure } from './views.ts'

/** Throws when a database does not answer: then there is nowhere to write it yet, and it is tried again later. */
export async function park(platform: Platform, message: Message, reason: string): Promise<void> {
  const workspace = await platform.open(message.workspaceId)
  const now = platform.now()
  await fail(workspace, message, { kind: 'internal', detail: reason }, now)
  await workspace.db.$client.execute({
    sql: "INSERT INTO audit (at, actor, action, subject, detail) VALUES (?, 'pegel', 'message.parked', ?, ?)",
    args: [now, JSON.stringify(message), reason],
  })
  platform.log('message_parked', { kind: message.kind, workspace: message.workspaceId, reason })
  // A publish that cannot be done is not asked for again at once: the sweep does, once a run has ended.
  if (message.kind !== 'night' && message.kind !== 'pull') return
  const day = message.kind === 'night' ? message.day : await dayOf(workspace, message.runId)
  if (day !== null) await platform.queue.send({ kind: 'publish', workspaceId: workspace.id, day })
}

async function fail({ db }: Workspace, message: Message, failure: RunFailure, now: string): Promise<void> {
  switch (message.kind) {
    case 'pull':
      return failRun(db, { id: message.runId, source: message.source }, null, failure, now)
    case 'night': {
      // A run that was opened all the same goes on, or is parked by a message of its own.
      await db.$client.execute({
        sql: `INSERT INTO run (id, source, day, kind, status, started_at, finished_at, failure)
          VALUES (?1, ?2, ?3, 'night', 'failed', ?4, ?4, ?5) ON CONFLICT DO NOTHING`,
        args: [
          nightId(message.source, message.day),
          message.source,
          message.day,
          now,
          JSON.stringify(failure),
        ],
      })
      return
    }
    // What was marked stays marked: the next push, or the night, reads it.
    case 'changed':
    case 'publish':
    case 'sweep':
      return
    default:
      return message satisfies never
  }
}

/** Null for what runs in the background: no value waits for it. */
async function dayOf({ db }: Workspace, runId: string): Promise<string | null> {
  const sql = `SELECT day FROM run WHERE id = ? AND ${ofNights}`
  const { rows } = await db.$client.execute({ sql, args: [runId] })
  return rows[0] === undefined ? null : String(rows[0].day)
}
