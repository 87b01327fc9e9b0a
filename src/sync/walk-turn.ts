/**
 * One message's share of a run's walks: stream after stream, each under its lease, until nothing is left to walk or the share
 * is used up. Then the next message is sent.
 */

import { STEP_BACK_MS } from './background.ts'
import { purposeOf } from './calls.ts'
import { CursorMoved } from './commit.ts'
import type { Setup } from './derive.ts'
import { failed } from './failing.ts'
import { done, type Outcome } from './outcome.ts'
import { rederive } from './rederive.ts'
import { emptySetup, loadSetup } from './setup.ts'
import { LEASE_MS, releaseStream, type StreamLease, takeStream } from './stream-lease.ts'
import type { Turn } from './turn.ts'
import { nextStream, type StreamView } from './views.ts'
import { TURN_REQUESTS, type Walked, walkPages } from './walk.ts'

/** Until a first page says more: some calls (an account takes several) and a batch, after the hand-over to its stream. */
const NEXT_STREAM_REQUESTS = 6

export async function walkTurn(turn: Turn, first: StreamView): Promise<Outcome> {
  const { platform, workspace, options, message } = turn
  const holder = crypto.randomUUID()
  const term = options.leaseMs ?? LEASE_MS
  const walked: string[] = []
  let run = turn.run
  let held: StreamLease | null = null
  let delayMs = 0
  for (let next: StreamView | null = first; next !== null; next = nextStream(run)) {
    const lease: StreamLease = { source: run.source, stream: next.stream, holder }
    const before = [...(held === null ? [] : [releaseStream(held)]), ...turn.takeCalls()]
    const taken = await takeStream(workspace.db, lease, run.id, platform.now(), term, before)
    if (!taken.taken) return { kind: 'busy', until: taken.until }
    held = lease
    walked.push(next.stream)
    try {
      const { end, run: after } = await walkStream({ ...turn, run }, lease, taken.view)
      run = after
      if (end === 'night') delayMs = STEP_BACK_MS
      if (end !== 'stream' || turn.spent(NEXT_STREAM_REQUESTS)) break
    } catch (error) {
      turn.note(purposeOf(next.stream))
      // Another page was first, or the stream is to be read anew: whoever comes next sees where it stands.
      if (!(error instanceof CursorMoved)) return failed(turn, lease, error)
      break
    }
    turn.note(purposeOf(next.stream))
  }
  if (held !== null) {
    turn.note(purposeOf(held.stream))
    await workspace.db.$client.batch([releaseStream(held), ...turn.takeCalls()], 'write')
  }
  // Before the next message: it finds the whole budget free, and knows what was sent.
  await turn.close()
  await platform.queue.send(message, delayMs)
  return done(walked.join(' '))
}

async function walkStream(turn: Turn, lease: StreamLease, view: StreamView): Promise<Walked> {
  const { platform, workspace, run, options, requests, spent } = turn
  const setup = await setupFor(turn, view)
  if (setup === null) return { run, end: 'turn' }
  const crm = await turn.crm()
  return walkPages({ platform, workspace, run, crm, setup, lease, options, requests, spent }, view)
}

/** What deals need to have a meaning. Null when more is to be done first than this message may. */
async function setupFor(turn: Turn, { stream, pages }: StreamView): Promise<Setup | null> {
  switch (stream) {
    case 'deals':
      return pages > 0 ? loadSetup(turn.workspace.db, turn.run.source) : meaningOf(turn)
    case 'census':
    case 'history':
      return loadSetup(turn.workspace.db, turn.run.source)
    default:
      return emptySetup
  }
}

async function meaningOf(turn: Turn): Promise<Setup | null> {
  const { setup, done: complete } = await meaning(turn)
  return complete ? setup : null
}

/** Chunks of deals that one message looks at again, and the requests each takes. */
const REDERIVE_CHUNKS = 8
const REQUESTS_PER_CHUNK = 2
/** Two to begin with, a page after it, and the end of the message. */
const REQUESTS_BESIDE = 8

export interface Meaning {
  readonly setup: Setup
  /** Deals looked at again: 0 where nothing they depend on has changed. */
  readonly checked: number
  /** False when it was more than this message may do. */
  readonly done: boolean
}

/** The set-up was read just before: what it now makes of deals that have not changed is written first. */
export async function meaning({ platform, workspace, run, requests }: Turn): Promise<Meaning> {
  const setup = await loadSetup(workspace.db, run.source)
  const left = Math.floor((TURN_REQUESTS - requests() - REQUESTS_BESIDE) / REQUESTS_PER_CHUNK)
  const { timeZone, currency: homeCurrency } = workspace
  const context = { source: run.source, runId: run.id, now: platform.now(), timeZone, homeCurrency, setup }
  const chunks = Math.max(1, Math.min(REDERIVE_CHUNKS, left))
  return { setup, ...(await rederive(workspace.db, context, chunks)) }
}
