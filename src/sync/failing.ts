/** What becomes of a run when a page of it fails: again after a cool-down, parked, or the connection asks for a person. */
import { ConnectorError } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import { errorText } from '../jobs/error-text.ts'
import { readsAccountAnew } from './account-anew.ts'
import { Resting, tires } from './call-rest.ts'
import { decide } from './decide.ts'
import { askToReconnect, failRun } from './ending.ts'
import { GrantBusy } from './grants.ts'
import { done, type Outcome } from './outcome.ts'
import { isBackground } from './run-kinds.ts'
import { COOL_DOWN, releaseStream, type StreamLease } from './stream-lease.ts'
import type { Turn } from './turn.ts'
import type { RunFailure } from './views.ts'

/** Timers and queues may deliver a little early, and the stream would still be held. */
const EARLY_MS = 1_000
/** Whoever renews a grant has half a minute for it. */
const GRANT_MS = 30_000

/** The failing stream is held by this message. */
export async function failed(turn: Turn, lease: StreamLease, error: unknown): Promise<Outcome> {
  const { platform, workspace, run, message } = turn
  // The page was not even asked for, so that it has not failed. Its holder ends within the term of a lease.
  if (error instanceof GrantBusy) return again(turn, lease, GRANT_MS, 'grant_busy')
  if (error instanceof Resting) return rests(turn, lease, error.ms)
  const failure = failureOf(error)
  const attempts = await countAttempt(turn, lease)
  // The stream went to somebody else meanwhile, who meets the same failure, or not.
  if (attempts === null) return { kind: 'busy', until: null }
  const decision = decide(failure, attempts, Math.random())
  platform.log('sync_failed', {
    workspace: workspace.id,
    source: run.source,
    stream: lease.stream,
    failure: failure.kind,
    attempts,
    leads: decision.kind,
  })
  switch (decision.kind) {
    case 'retry': {
      if (tires(failure)) await (await turn.crm()).rest(decision.delayMs)
      await coolDown(turn, lease, decision.delayMs)
      await platform.queue.send(message, decision.delayMs + EARLY_MS)
      return done('cools_down')
    }
    case 'park':
      if (await readsAccountAnew(turn, lease, failure)) return done('reads_account_anew')
      await failRun(workspace.db, run, lease.stream, failure, platform.now())
      break
    case 'reconnect': {
      const { connection } = turn
      if (!(await askToReconnect(platform, workspace.db, connection, run, lease.stream, failure)))
        return again(turn, lease, 0, 'connected_again_meanwhile')
      break
    }
    default:
      return decision satisfies never
  }
  await publishAfter(turn)
  return { kind: 'parked', reason: failure.kind }
}

/** The values of a night that failed stay as they are; what others brought may wait for nothing more. */
export async function publishAfter({ platform, workspace, run }: Turn): Promise<void> {
  if (!isBackground(run.kind))
    await platform.queue.send({ kind: 'publish', workspaceId: workspace.id, day: run.day })
}

async function again(turn: Turn, lease: StreamLease, delayMs: number, note: string): Promise<Outcome> {
  await turn.workspace.db.$client.batch([releaseStream(lease), ...turn.takeCalls()], 'write')
  await turn.platform.queue.send(turn.message, delayMs)
  return done(note)
}

/** Somebody else has met a CRM that is not well. The stream waits too, so that one message is enough for it. */
async function rests(turn: Turn, lease: StreamLease, ms: number): Promise<Outcome> {
  const { db } = turn.workspace
  const calls = turn.takeCalls()
  if (calls.length > 0) await db.$client.batch(calls, 'write')
  await coolDown(turn, lease, ms)
  await turn.platform.queue.send(turn.message, ms + EARLY_MS)
  return done('rests')
}

async function countAttempt(turn: Turn, lease: StreamLease): Promise<number | null> {
  const [counted] = await turn.workspace.db.$client.batch(
    [
      {
        sql: `UPDATE stream_state SET attempts = attempts + 1
          WHERE source = ? AND stream = ? AND lease_holder = ? RETURNING attempts`,
        args: [lease.source, lease.stream, lease.holder],
      },
      ...turn.takeCalls(),
    ],
    'write',
  )
  const row = counted?.rows[0]
  return row === undefined ? null : Number(row.attempts)
}

/** The lease itself keeps everybody away until then: a message that comes earlier finds the stream held. */
async function coolDown({ platform, workspace }: Turn, lease: StreamLease, delayMs: number): Promise<void> {
  const now = platform.now()
  await workspace.db.$client.execute({
    sql: `UPDATE stream_state SET lease_holder = ?, lease_until = ?, updated_at = ?
      WHERE source = ? AND stream = ? AND lease_holder = ?`,
    args: [COOL_DOWN, addMs(now, delayMs), now, lease.source, lease.stream, lease.holder],
  })
}

export function failureOf(error: unknown): RunFailure {
  if (error instanceof ConnectorError) return error.failure
  if (error instanceof GrantBusy)
    return { kind: 'unavailable', status: null, retryAfterMs: null, detail: error.message }
  return { kind: 'internal', detail: errorText(error) }
}
