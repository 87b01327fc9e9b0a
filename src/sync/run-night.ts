/** Drives one workspace's night, or a sync asked for by hand, to its end in this process: CLI, demo, tests. */
import type { Day, Instant } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import { createLocalQueue, type DeadMessage, type LocalQueue } from '../jobs/local-queue.ts'
import { activeSources, lastEndedDay } from '../jobs/schedule.ts'
import type { Message, Platform, Workspace } from '../platform.ts'
import { runningBackground, wake } from './background.ts'
import { handle } from './handle.ts'
import { openRun, runningRun } from './night.ts'
import type { Outcome } from './outcome.ts'
import { park } from './park.ts'
import { type NightKind, ofNights } from './run-kinds.ts'
import type { RunFailure, SyncOptions } from './views.ts'

export interface RunNight extends SyncOptions {
  /** A night is made once per local day; by hand as often as one likes. */
  readonly kind: NightKind
  /** The local day to close; default: the last that is over. */
  readonly day?: Day
}

export interface RunResult {
  readonly source: string
  readonly runId: string
  readonly status: 'running' | 'complete' | 'failed'
  readonly failure: RunFailure | null
  readonly calls: number
  readonly pages: number
  readonly records: number
  /** Records that could not be read, and deals that are held because one of their fields could not. */
  readonly skipped: number
}

export interface NightResult {
  readonly day: Day
  /** The newest run of each connection, also of one that may not be called any more. */
  readonly runs: readonly RunResult[]
  /** Messages that were given up on: not empty means that something of ours is broken. */
  readonly dead: readonly DeadMessage[]
}

/** A clock that never falls behind what was slept: where a command was given an instant, leases end all the same. */
function patient(platform: Platform): Platform {
  let floor = ''
  function now(): Instant {
    const told = platform.now()
    return told < floor ? floor : told
  }
  async function sleep(ms: number): Promise<void> {
    const until = addMs(now(), ms)
    await platform.sleep(ms)
    if (until > floor) floor = until
  }
  return { ...platform, now, sleep }
}

/** How long a stream may be held by somebody else before we look again. */
const LONGEST_LOOK_MS = 15_000

/** Goes on where an earlier call, killed or stopped, left off: the same run, the next page. */
export async function runNight(
  given: Platform,
  workspaceId: string,
  options: RunNight,
): Promise<NightResult> {
  const platform = patient(given)
  const workspace = await platform.open(workspaceId)
  const day = options.day ?? lastEndedDay(platform.now(), workspace.timeZone)
  const queue: LocalQueue = createLocalQueue({
    handle: (message) => handle({ ...platform, queue }, message, options),
    sleep: platform.sleep,
    log: platform.log,
    onOutcome: (message, outcome) => lookAgain(platform, queue, message, outcome),
    onDead: (message, reason) => park({ ...platform, queue }, message, reason),
  })
  const sources = await activeSources(platform.directory, workspaceId)
  const resumed = new Set<string>()
  for (const source of sources) if ((await finishOld(workspace, source, queue)) === day) resumed.add(source)
  await queue.idle()
  for (const source of sources) {
    if (options.kind === 'night') await queue.send({ kind: 'night', workspaceId, source, day })
    else if (!resumed.has(source)) await startManual(platform, workspace, source, day, queue)
  }
  await queue.idle()
  // A publish that was lost with an earlier process; one that was not changes nothing.
  await queue.send({ kind: 'publish', workspaceId, day })
  await queue.idle()
  const runs = await newestRuns(workspace)
  // What an earlier process left of the past or of a full pass; a CRM that failed just now is left alone.
  for (const { source, status } of runs)
    if (status === 'complete' && options.background !== 'later')
      await wake({ queue }, workspaceId, source, await runningBackground(workspace.db, source))
  await queue.idle()
  return { day, runs, dead: queue.dead }
}

/** The day of the run that was open; null when none was. */
async function finishOld({ id, db }: Workspace, source: string, queue: LocalQueue): Promise<Day | null> {
  const old = await runningRun(db, source)
  if (old !== null) await queue.send({ kind: 'pull', workspaceId: id, source, runId: old.id })
  return old?.day ?? null
}

async function startManual(
  platform: Platform,
  { id, db }: Workspace,
  source: string,
  day: Day,
  queue: LocalQueue,
): Promise<void> {
  const runId = `${source}-${day}-${crypto.randomUUID()}`
  await openRun(db, { runId, source, day, kind: 'manual', now: platform.now() })
  const running = await runningRun(db, source)
  if (running !== null) await queue.send({ kind: 'pull', workspaceId: id, source, runId: running.id })
}

/** A stream may be held by a process that was killed: here nobody else would come back for it. */
function lookAgain(platform: Platform, queue: LocalQueue, message: Message, outcome: Outcome): void {
  if (outcome.kind !== 'busy') return
  const left = outcome.until === null ? 0 : Date.parse(outcome.until) - Date.parse(platform.now())
  queue.send(message, Math.min(Math.max(left, 100), LONGEST_LOOK_MS))
}

async function newestRuns({ db }: Workspace): Promise<RunResult[]> {
  const { rows } = await db.$client.execute(`SELECT r.*, (SELECT COUNT(DISTINCT v.deal_id) FROM revision v
      WHERE v.run_id = r.id AND v.problem IS NOT NULL) AS held FROM source s JOIN run r ON r.id =
      (SELECT id FROM run WHERE source = s.id AND ${ofNights} ORDER BY started_at DESC, rowid DESC LIMIT 1) ORDER BY s.id`)
  return rows.map((row) => ({
    source: String(row.source),
    runId: String(row.id),
    status: String(row.status) as RunResult['status'],
    failure: row.failure === null ? null : (JSON.parse(String(row.failure)) as RunFailure),
    calls: Number(row.calls),
    pages: Number(row.pages),
    records: Number(row.records),
    skipped: Number(row.skipped) + Number(row.held),
  }))
}
