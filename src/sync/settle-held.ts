/** A decision on held deals, and the run that acts on it: what was read again is found there, and values move on. */
import { lastEndedDay } from '../jobs/schedule.ts'
import { stir } from '../jobs/stir.ts'
import type { Platform, Workspace } from '../platform.ts'
import { decideHeld, type HeldDecision } from './held-removals.ts'
import { openRun, runningRun } from './night.ts'
import { loadConnection } from './views.ts'

export interface SettledHeld {
  readonly decided: number
  /** `waits`: for the connection to be active again. */
  readonly run: 'started' | 'running' | 'waits' | 'none'
}

/** Null for a connection that does not exist. */
export async function settleHeld(
  platform: Platform,
  workspace: Workspace,
  source: string,
  decision: HeldDecision,
  actor: string,
): Promise<SettledHeld | null> {
  const { id: workspaceId, db, timeZone } = workspace
  const connection = await loadConnection(platform.directory, workspaceId, source)
  if (connection === null) return null
  const now = platform.now()
  const decided = await decideHeld(db, source, decision, actor, now)
  if (decided === 0) return { decided, run: 'none' }
  if (connection.status !== 'active') return { decided, run: 'waits' }
  const before = await runningRun(db, source)
  if (before !== null) return { decided, run: 'running' }
  const day = lastEndedDay(now, timeZone)
  const runId = `${source}-${day}-${crypto.randomUUID()}`
  await openRun(db, { runId, source, day, kind: 'manual', now })
  await stir(platform.directory, workspaceId)
  const running = await runningRun(db, source)
  if (running !== null) await platform.queue.send({ kind: 'pull', workspaceId, source, runId: running.id })
  return { decided, run: 'started' }
}
