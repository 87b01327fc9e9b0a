/** The first read of a connection, begun by hand: the night would do it as well, and nobody wants to wait for it. */
import { lastEndedDay } from '../jobs/schedule.ts'
import { stir } from '../jobs/stir.ts'
import type { Platform, Workspace } from '../platform.ts'
import { openRun, runningRun } from '../sync/night.ts'
import { ofNights } from '../sync/run-kinds.ts'
import { loadConnection } from '../sync/views.ts'

export type Started = 'started' | 'running' | 'done' | 'not_active'

/** Again and again the same: one that runs is left alone, and one that was complete needs no other. */
export async function startImport(
  platform: Platform,
  workspace: Workspace,
  source: string,
): Promise<Started> {
  const connection = await loadConnection(platform.directory, workspace.id, source)
  if (connection?.status !== 'active') return 'not_active'
  const { db, id, timeZone } = workspace
  const before = await runningRun(db, source)
  if (before === null && (await wasRead(workspace, source))) return 'done'
  // Before the message: one that is lost is missed.
  await stir(platform.directory, id)
  if (before === null) {
    const now = platform.now()
    const day = lastEndedDay(now, timeZone)
    await openRun(db, { runId: `${source}-${day}-${crypto.randomUUID()}`, source, day, kind: 'manual', now })
  }
  const running = await runningRun(db, source)
  if (running !== null)
    await platform.queue.send({ kind: 'pull', workspaceId: id, source, runId: running.id })
  return before === null ? 'started' : 'running'
}

export async function wasRead({ db }: Workspace, source: string): Promise<boolean> {
  const { rows } = await db.$client.execute({
    sql: `SELECT 1 FROM run WHERE source = ? AND status = 'complete' AND ${ofNights} LIMIT 1`,
    args: [source],
  })
  return rows.length > 0
}
