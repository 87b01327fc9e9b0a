/** What is left of a run when all its streams are walked: what deals named and nobody knew, the comparison, and its end. */
import { ConnectorError } from '../../connectors/contract.ts'
import { censusWeekday } from '../jobs/schedule.ts'
import { openings, underWay, wake } from './background.ts'
import { contractsOf } from './contracts.ts'
import { isThorough } from './due.ts'
import { askToReconnect, completing } from './ending.ts'
import { failed, publishAfter } from './failing.ts'
import { forgetDeleted } from './forget.ts'
import { endCensus } from './inferred.ts'
import { nativeOf } from './native.ts'
import { done, type Outcome } from './outcome.ts'
import { type Rechecked, reconcile } from './reconcile.ts'
import type { BackgroundKind } from './run-kinds.ts'
import { loadStanding } from './standing.ts'
import { LEASE_MS, releaseStream, type StreamLease, takeStream } from './stream-lease.ts'
import type { Turn } from './turn.ts'
import { askFor, findUnknown } from './unknown.ts'
import { meaning } from './walk-turn.ts'

export function complete(turn: Turn): Promise<Outcome> {
  switch (turn.run.kind) {
    case 'night':
    case 'manual':
      return completeNight(turn)
    case 'history':
      return completeBackground(turn)
    case 'census':
      return completeCensus(turn)
    default:
      return Promise.resolve(turn.run.kind satisfies never)
  }
}

async function completeNight(turn: Turn): Promise<Outcome> {
  const { platform, workspace, run, message } = turn
  const { db } = workspace
  if (await asksForMore(turn)) {
    await platform.queue.send(message)
    return done('names_the_unknown')
  }
  const compared = await compare(turn)
  if (compared !== null) return compared
  // After the last page that may change a deal.
  if (!(await contractsOf(turn))) {
    await platform.queue.send(message)
    return done('derives_contracts')
  }
  // What the CRM works out itself is asked for last, and never keeps the night open.
  const again = await nativeOf(turn)
  if (again !== null) {
    await platform.queue.send(message, again)
    return done('reads_native')
  }
  await forgetDeleted(db)
  const kinds: BackgroundKind[] = (await wantsCensus(turn)) ? ['history', 'census'] : ['history']
  const now = platform.now()
  const results = await db.$client.batch(
    [
      completing(run, now),
      ...turn.takeCalls(),
      ...openings(run, kinds, now),
      { sql: underWay, args: [run.source] },
    ],
    'write',
  )
  await publishAfter(turn)
  const background = (results.at(-1)?.rows ?? []).map(({ id }) => String(id))
  if (turn.options.background !== 'later') await wake(platform, workspace.id, run.source, background)
  return done('complete')
}

/** True when the run has something more to walk, or deals to look at anew, before it is complete. */
async function asksForMore(turn: Turn): Promise<boolean> {
  const { platform, workspace, run } = turn
  const unknown = await findUnknown(workspace.db, run)
  // What was asked for came after the deals: they are looked at with it once more, which is enough for one message.
  if (unknown.asked) return (await meaning(turn)).checked > 0
  if (unknown.streams.length === 0) return false
  await askFor(workspace.db, run, unknown, platform.now())
  return true
}

/** Null when the run may be completed. */
async function compare(turn: Turn): Promise<Outcome | null> {
  const { platform, workspace, connection, run, message } = turn
  try {
    return settleCheck(turn, await reconcile({ platform, workspace, run, crm: await turn.crm() }))
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.failure.kind !== 'unauthorized') throw error
    if (await askToReconnect(platform, workspace.db, connection, run, null, error.failure)) {
      await publishAfter(turn)
      return { kind: 'parked', reason: error.failure.kind }
    }
    await platform.queue.send(message)
    return done('connected_again_meanwhile')
  } finally {
    turn.note('reconciliation')
  }
}

async function settleCheck(turn: Turn, checked: Rechecked): Promise<Outcome | null> {
  if (checked.kind === 'done') return null
  turn.note(turn.run.kind === 'census' ? 'census' : 'reconciliation')
  const calls = turn.takeCalls()
  if (calls.length > 0) await turn.workspace.db.$client.batch(calls, 'write')
  if (checked.kind === 'busy') return checked
  await turn.platform.queue.send(turn.message, checked.delayMs)
  return done('compares')
}

/** Decided as when the night was opened: a run also becomes thorough by what its deals name. */
async function wantsCensus({ workspace, run }: Turn): Promise<boolean> {
  if (!run.thorough || (run.kind !== 'night' && run.kind !== 'manual')) return false
  const { wholeDay } = await loadStanding(workspace.db, run.source)
  if (wholeDay === null) return false
  return isThorough({ kind: run.kind, day: run.day, wholeDay, weekday: censusWeekday(workspace.id) })
}

/** Under the stream's lease, so that a CRM that fails is waited for and given up on like a page. */
async function completeCensus(turn: Turn): Promise<Outcome> {
  const { platform, workspace, run, options } = turn
  const lease: StreamLease = { source: run.source, stream: 'census', holder: crypto.randomUUID() }
  const taken = await takeStream(workspace.db, lease, run.id, platform.now(), options.leaseMs ?? LEASE_MS)
  if (!taken.taken) return { kind: 'busy', until: taken.until }
  try {
    const ended = await endCensus({ platform, workspace, run, crm: await turn.crm() })
    await workspace.db.$client.execute(releaseStream(lease))
    const waits = await settleCheck(turn, ended)
    if (waits !== null) return waits
  } catch (error) {
    turn.note('census')
    return failed(turn, lease, error)
  }
  turn.note('census')
  return completeBackground(turn)
}

async function completeBackground(turn: Turn): Promise<Outcome> {
  const { platform, workspace, run } = turn
  await workspace.db.$client.batch([completing(run, platform.now()), ...turn.takeCalls()], 'write')
  return done(`${run.kind}_complete`)
}
