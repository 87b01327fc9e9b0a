/**
 * One turn of a run: its next unfinished stream, under a lease. What is done stands in the database before the next
 * message is sent, so a lost message is found by the sweep and a repeated one finds nothing to do.
 */
import { ConnectorError, type Stream } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import { errorText } from '../jobs/error-text.ts'
import type { Message, Platform, Workspace } from '../platform.ts'
import { CursorMoved } from './commit.ts'
import { type Crm, openCrm } from './crm.ts'
import { decide } from './decide.ts'
import { askToReconnect, completeRun, failRun, stopRun } from './ending.ts'
import { forgetDeleted } from './forget.ts'
import { GrantBusy } from './grants.ts'
import { done, type Outcome } from './outcome.ts'
import { rederive } from './rederive.ts'
import { emptySetup, loadSetup } from './setup.ts'
import { COOL_DOWN, LEASE_MS, releaseStream, type StreamLease, takeStream } from './stream-lease.ts'
import {
  type ConnectionView,
  loadConnection,
  loadRun,
  nextStream,
  type RunFailure,
  type RunView,
  type StreamView,
  type SyncOptions,
} from './views.ts'
import { walkPages } from './walk.ts'

/** Timers and queues may deliver a little early, and the stream would still be held. */
const EARLY_MS = 1_000

type PullMessage = Extract<Message, { kind: 'pull' }>

interface Turn {
  readonly platform: Platform
  readonly workspace: Workspace
  readonly connection: ConnectionView
  readonly message: PullMessage
  readonly run: RunView
  readonly options: SyncOptions
}

export async function pull(platform: Platform, message: PullMessage, options: SyncOptions): Promise<Outcome> {
  const { workspaceId, source, runId } = message
  const connection = await loadConnection(platform.directory, workspaceId, source)
  if (connection === null) return done('no_such_connection')
  const workspace = await platform.open(workspaceId)
  const run = await loadRun(workspace.db, source, runId)
  if (run === null || run.status !== 'running') return done('already_ended')
  const turn: Turn = { platform, workspace, connection, message, run, options }
  if (connection.status !== 'active') return stopped(turn)
  const next = nextStream(run)
  return next === null ? complete(turn) : walk(turn, next)
}

async function stopped({ platform, workspace, connection, run }: Turn): Promise<Outcome> {
  const failure: RunFailure =
    connection.statusReason === null
      ? { kind: 'misconfigured', detail: 'the connection was taken away' }
      : (JSON.parse(connection.statusReason) as RunFailure)
  await stopRun(workspace.db, run, null, failure, platform.now())
  await platform.queue.send({ kind: 'publish', workspaceId: workspace.id, day: run.day })
  return { kind: 'parked', reason: failure.kind }
}

async function complete({ platform, workspace, run }: Turn): Promise<Outcome> {
  await forgetDeleted(workspace.db)
  await completeRun(workspace.db, run, platform.now())
  await platform.queue.send({ kind: 'publish', workspaceId: workspace.id, day: run.day })
  return done('complete')
}

async function walk(turn: Turn, next: StreamView): Promise<Outcome> {
  const { platform, workspace, run, options, message } = turn
  const lease: StreamLease = { source: run.source, stream: next.stream, holder: crypto.randomUUID() }
  const term = options.leaseMs ?? LEASE_MS
  const taken = await takeStream(workspace.db, lease, run.id, platform.now(), term)
  if (!taken.taken) return { kind: 'busy', until: taken.until }
  let crm: Crm | null = null
  try {
    crm = await openCrm(platform, turn.connection, options)
    const setup = next.stream === 'deals' ? await meaning(turn, taken.view) : emptySetup
    if (setup !== null)
      await walkPages({ platform, workspace, run, crm, setup, lease, options }, next.stream, taken.view)
  } catch (error) {
    // Another page was first, or the stream is to be read anew: whoever comes next sees where it stands.
    if (!(error instanceof CursorMoved)) return failed(turn, lease, failureOf(error), crm?.calls() ?? 0)
  }
  await settle(turn, lease, crm?.calls() ?? 0)
  await platform.queue.send(message)
  return done(next.stream)
}

/** Chunks of deals that one message looks at again, so that it stays within its subrequests. */
const REDERIVE_CHUNKS = 8

/**
 * The set-up was read just before: what it now makes of deals that have not changed is written first. Null when that is
 * more than one message may do; the next goes on with it.
 */
async function meaning({ platform, workspace, run }: Turn, { pages }: StreamView) {
  const setup = await loadSetup(workspace.db, run.source)
  const { timeZone, currency: homeCurrency } = workspace
  const context = { source: run.source, runId: run.id, now: platform.now(), timeZone, homeCurrency, setup }
  if (pages > 0) return setup
  const { done: rederived } = await rederive(workspace.db, context, REDERIVE_CHUNKS)
  return rederived ? setup : null
}

async function settle({ workspace, run }: Turn, lease: StreamLease, calls: number): Promise<void> {
  await workspace.db.$client.batch([releaseStream(lease), countCalls(run, calls)], 'write')
}

function countCalls({ id }: RunView, calls: number) {
  return { sql: 'UPDATE run SET calls = calls + ? WHERE id = ?', args: [calls, id] }
}

async function failed(turn: Turn, lease: StreamLease, failure: RunFailure, calls: number): Promise<Outcome> {
  const { platform, workspace, run, message } = turn
  const attempts = await countAttempt(turn, lease, calls)
  // The stream went to somebody else meanwhile, who meets the same failure, or not.
  if (attempts === null) return { kind: 'busy', until: null }
  const decision = decide(failure, attempts, Math.random())
  const { workspaceId } = message
  platform.log('sync_failed', {
    workspace: workspaceId,
    source: run.source,
    stream: lease.stream,
    failure: failure.kind,
    attempts,
    leads: decision.kind,
  })
  switch (decision.kind) {
    case 'retry': {
      await coolDown(turn, lease, decision.delayMs)
      await platform.queue.send(message, decision.delayMs + EARLY_MS)
      return done('cools_down')
    }
    case 'park':
      await failRun(workspace.db, run, lease.stream, failure, platform.now())
      break
    case 'reconnect':
      if (!(await reconnect(turn, lease.stream, failure))) {
        await settle(turn, lease, 0)
        await platform.queue.send(message)
        return done('connected_again_meanwhile')
      }
      break
    default:
      return decision satisfies never
  }
  await platform.queue.send({ kind: 'publish', workspaceId, day: run.day })
  return { kind: 'parked', reason: failure.kind }
}

function reconnect({ platform, workspace, connection, run }: Turn, stream: Stream, failure: RunFailure) {
  return askToReconnect(platform, workspace.db, connection, run, stream, failure)
}

async function countAttempt(
  { workspace, run }: Turn,
  lease: StreamLease,
  calls: number,
): Promise<number | null> {
  const [counted] = await workspace.db.$client.batch(
    [
      {
        sql: `UPDATE stream_state SET attempts = attempts + 1
          WHERE source = ? AND stream = ? AND lease_holder = ? RETURNING attempts`,
        args: [lease.source, lease.stream, lease.holder],
      },
      countCalls(run, calls),
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

function failureOf(error: unknown): RunFailure {
  if (error instanceof ConnectorError) return error.failure
  if (error instanceof GrantBusy)
    return { kind: 'unavailable', status: null, retryAfterMs: null, detail: error.message }
  return { kind: 'internal', detail: errorText(error) }
}
