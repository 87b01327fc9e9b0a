/**
 * One turn of a run: its next unfinished streams, each under a lease. What is done stands in the database before the next
 * message is sent, so a lost message is found by the sweep and a repeated one finds nothing to do.
 */
import type { Platform } from '../platform.ts'
import { complete } from './complete.ts'
import { stopRun } from './ending.ts'
import { publishAfter } from './failing.ts'
import { done, type Outcome } from './outcome.ts'
import { isBackground } from './run-kinds.ts'
import { metered, type PullMessage, type Turn } from './turn.ts'
import { loadConnection, loadRun, nextStream, type RunFailure, type SyncOptions } from './views.ts'
import { walkTurn } from './walk-turn.ts'

export async function pull(given: Platform, message: PullMessage, options: SyncOptions): Promise<Outcome> {
  const { platform, workspace: counted, turnOf } = metered(given)
  const { workspaceId, source, runId } = message
  const connection = await loadConnection(platform.directory, workspaceId, source)
  if (connection === null) return done('no_such_connection')
  const workspace = counted(await platform.open(workspaceId))
  const run = await loadRun(workspace.db, source, runId)
  if (run === null || run.status !== 'running') return done('already_ended')
  const turn = turnOf(workspace, { connection, message, run, options })
  if (connection.status !== 'active') return stopped(turn)
  // The end of the night calls it again, or the sweep.
  if (isBackground(run.kind) && run.nightRuns) return done('steps_back')
  const next = nextStream(run)
  try {
    return await (next === null ? complete(turn) : walkTurn(turn, next))
  } finally {
    await turn.close()
  }
}

async function stopped(turn: Turn): Promise<Outcome> {
  const { platform, workspace, connection, run } = turn
  const failure: RunFailure =
    connection.statusReason === null
      ? { kind: 'misconfigured', detail: 'the connection was taken away' }
      : (JSON.parse(connection.statusReason) as RunFailure)
  await stopRun(workspace.db, run, null, failure, platform.now())
  await publishAfter(turn)
  return { kind: 'parked', reason: failure.kind }
}
