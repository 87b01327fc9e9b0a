/**
 * Reads the deals that a push said have changed, and moves the key results they touch: one turn of a message. The marks are
 * the truth: whatever is lost or comes twice, a mark goes only with the batch that wrote its deal.
 */
import type { Pull } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import { measureProvisional } from '../okr/provisional.ts'
import type { Message, Platform, Workspace } from '../platform.ts'
import { Resting, tires } from './call-rest.ts'
import { createTally } from './calls.ts'
import { coolDown, takeChanged } from './changed-lease.ts'
import { type Crm, openCrm } from './crm.ts'
import { decide } from './decide.ts'
import { askToReconnect } from './ending.ts'
import { failureOf } from './failing.ts'
import { type Lease, releaseLease } from './lease.ts'
import { commitMarks, loadMarks, loadStanding, NightBegan, type Standing } from './marks.ts'
import { GATHER_MS } from './notices.ts'
import { done, type Outcome } from './outcome.ts'
import { pushRun } from './push-run.ts'
import { loadSetup } from './setup.ts'
import { type ConnectionView, loadConnection, type RunFailure, type SyncOptions } from './views.ts'
import { TURN_MS, TURN_REQUESTS } from './walk.ts'

type ChangedMessage = Extract<Message, { kind: 'changed' }>

/** A turn, its last page and the values. Whoever comes earlier finds the marks being read. */
const LEASE_MS = 45_000
/** How long marks wait for a night to end before they are looked at again. */
const NIGHT_MS = 30_000
/** After the last attempt: the night reads what is still marked, and a push tries anew no earlier. */
const PARKED_MS = 60 * 60_000
/** Around the pages: the marks before each and the batch after it. */
const REQUESTS_PER_PAGE = 2
/** Opening, standing, lease and set-up, and what ends a turn. */
const REQUESTS_AROUND = 14
/** With more requests than this behind it a turn leaves the values to the next, so that both stay within theirs. */
const MEASURE_AFTER = 8

interface Turn {
  readonly platform: Platform
  readonly workspace: Workspace
  readonly connection: ConnectionView
  readonly message: ChangedMessage
  readonly options: SyncOptions
  readonly lease: Lease
  readonly attempts: number
}

export async function readChanged(
  platform: Platform,
  message: ChangedMessage,
  options: SyncOptions,
): Promise<Outcome> {
  const { workspaceId, source } = message
  const connection = await loadConnection(platform.directory, workspaceId, source)
  if (connection?.status !== 'active') return done('not_active')
  const workspace = await platform.open(workspaceId)
  const standing = await loadStanding(workspace.db, source)
  // The first night reads every deal, and before it nobody knows what a stage means.
  if (!standing.everComplete) return done('before_the_first_night')
  if (standing.nightRuns) return later({ platform, message })
  const taken = await takeChanged(workspace.db.$client, source, platform.now(), LEASE_MS)
  if (!taken.taken) return { kind: 'busy', until: taken.until }
  try {
    return await readMarked({ platform, workspace, connection, message, options, ...taken }, standing)
  } catch (error) {
    // Ours broke: delivered again, the message must not find itself in the way.
    await releaseLease(workspace.db.$client, taken.lease)
    throw error
  }
}

/** The night changes what deals mean, and reads most of what is marked. */
async function later({ platform, message }: Pick<Turn, 'platform' | 'message'>): Promise<Outcome> {
  await platform.queue.send(message, NIGHT_MS)
  return done('waits_for_the_night')
}

async function readMarked(turn: Turn, standing: Standing): Promise<Outcome> {
  const { platform, workspace, connection, message, options } = turn
  // What an earlier turn wrote, and was killed before it measured, or left to this one.
  if ((await measureProvisional(workspace, platform.now())) !== null) return freed(turn, 'measured')
  let crm: Crm | null = null
  let failure: RunFailure | Resting | null = null
  let pages = 0
  try {
    crm = await openCrm(platform, connection, options, 'push')
    await readPages(turn, crm, standing, () => {
      pages += 1
      return pages
    })
  } catch (error) {
    if (error instanceof Resting) failure = error
    else if (!(error instanceof NightBegan)) failure = failureOf(error)
  }
  const calls = crm?.calls() ?? 0
  if (crm !== null) await keepCount(turn, crm)
  // After a failure only once it is known how long the CRM is left alone.
  if (failure === null) await crm?.close()
  if (pages > 0)
    platform.log('changed_read', { workspace: workspace.id, source: message.source, pages, calls })
  const small = calls + pages * REQUESTS_PER_PAGE <= MEASURE_AFTER
  // What was written before a failure moves the key results all the same.
  if (small || failure !== null) await measureProvisional(workspace, platform.now())
  if (failure === null) return freed(turn, 'read', !small)
  try {
    if (failure instanceof Resting) return await rests(turn, failure.ms)
    return await failed(turn, crm, failure)
  } finally {
    await crm?.close()
  }
}

/** Whoever comes meanwhile finds the marks held: one message is enough for them. */
async function rests({ platform, workspace, message, lease, attempts }: Turn, ms: number): Promise<Outcome> {
  await coolDown(workspace.db.$client, lease, attempts, addMs(platform.now(), ms))
  await platform.queue.send(message, ms + GATHER_MS)
  return done('rests')
}

async function keepCount({ platform, workspace, message }: Turn, crm: Crm): Promise<void> {
  const tally = createTally()
  tally.note(crm, 'push')
  const counted = tally.take(pushRun(message.source, platform.now(), workspace.timeZone))
  if (counted.length > 0) await workspace.db.$client.batch(counted, 'write')
}

/** Freed before it is looked for more: a push that found it held has written its marks by then. */
async function freed(
  { platform, workspace, message, lease }: Turn,
  note: string,
  more = false,
): Promise<Outcome> {
  await releaseLease(workspace.db.$client, lease)
  if (more) await platform.queue.send(message)
  else if ((await loadMarks(workspace.db, message.source, 1)).length > 0)
    await platform.queue.send(message, GATHER_MS)
  return done(note)
}

async function readPages(turn: Turn, crm: Crm, standing: Standing, pageDone: () => number): Promise<void> {
  const { platform, workspace, message } = turn
  const { db, timeZone, currency: homeCurrency } = workspace
  const { source } = message
  const began = platform.now()
  const setup = await loadSetup(db, source)
  const { limit, read } = crm.connector.recheck
  for (;;) {
    const marks = await loadMarks(db, source, limit)
    if (marks.length === 0) return
    const sentAt = platform.now()
    const reread = await read(
      await pullOf(turn, crm, standing),
      marks.map(({ id }) => id),
    )
    const now = platform.now()
    const runId = pushRun(source, now, timeZone)
    const { hash } = platform.sealer
    const context = { source, runId, sentAt, now, timeZone, homeCurrency, setup, hash }
    await commitMarks(db, { ...context, reread }, marks, standing)
    const requests = crm.calls() + pageDone() * REQUESTS_PER_PAGE
    if (Date.parse(now) - Date.parse(began) >= TURN_MS || requests >= TURN_REQUESTS - REQUESTS_AROUND) return
  }
}

async function pullOf(
  { platform, workspace }: Turn,
  crm: Crm,
  { account, properties }: Standing,
): Promise<Pull<unknown>> {
  return {
    config: crm.config,
    baseUrl: (await crm.grant()).baseUrl,
    transport: crm.transport,
    now: platform.now(),
    account,
    timeZone: workspace.timeZone,
    currency: workspace.currency,
    properties,
  }
}

/** Marks stay: the next attempt reads them, or the night does. */
async function failed(turn: Turn, crm: Crm | null, failure: RunFailure): Promise<Outcome> {
  const { platform, workspace, connection, message, lease } = turn
  const attempts = turn.attempts + 1
  const decision = decide(failure, attempts, Math.random())
  const { workspaceId, source } = message
  const now = platform.now()
  platform.log('changed_failed', {
    workspace: workspaceId,
    source,
    failure: failure.kind,
    attempts,
    leads: decision.kind,
  })
  switch (decision.kind) {
    case 'retry':
      if (tires(failure)) await crm?.rest(decision.delayMs)
      await coolDown(workspace.db.$client, lease, attempts, addMs(now, decision.delayMs))
      await platform.queue.send(message, decision.delayMs + GATHER_MS)
      return done('cools_down')
    case 'reconnect': {
      const run = { id: pushRun(source, now, workspace.timeZone), source }
      await askToReconnect(platform, workspace.db, connection, run, null, failure)
      // Nobody calls while it asks; once a person has connected again the sweep sees what is marked.
      await releaseLease(workspace.db.$client, lease)
      break
    }
    case 'park':
      await coolDown(workspace.db.$client, lease, 0, addMs(now, PARKED_MS))
      break
    default:
      return decision satisfies never
  }
  return { kind: 'parked', reason: failure.kind }
}
