/** Walks pages of one stream, each committed with its cursor before the next is asked for. */
import { type Instant, type Page, type Pull, pullOf, type Stream } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import type { Platform, Workspace } from '../platform.ts'
import { type Committed, commitPage, recordsIn } from './commit.ts'
import type { Crm } from './crm.ts'
import { checkAlso, checkCursor, checkEnd } from './cursor-law.ts'
import type { Setup } from './derive.ts'
import { isBackground } from './run-kinds.ts'
import { LEASE_MS, renewStream, type StreamLease } from './stream-lease.ts'
import { isFinished, type RunView, type StreamView, type SyncOptions } from './views.ts'

/** One message's share of an invocation at the edge: time, and requests to the CRM and to the databases. */
export const TURN_MS = 20_000
export const TURN_REQUESTS = 40

export interface Walk {
  readonly platform: Platform
  readonly workspace: Workspace
  readonly run: RunView
  readonly crm: Crm
  readonly setup: Setup
  readonly lease: StreamLease
  readonly options: SyncOptions
  /** Requests of the message so far, to the CRM and to the databases. */
  requests(): number
  /** Another page of that many requests would be more than the message's share. */
  spent(requests: number): boolean
}

export interface Walked {
  /** As the run stands now, without having asked for it. */
  readonly run: RunView
  /** What ended it: the stream, the share of the message, or a night that a run in the background makes room for. */
  readonly end: 'stream' | 'turn' | 'night'
}

/** Throws what the CRM or the commit throws. */
export async function walkPages(walk: Walk, from: StreamView): Promise<Walked> {
  const { platform, options, workspace, lease } = walk
  let run = withView(walk.run, from)
  let view = from
  let leaseUntil = from.leaseUntil ?? platform.now()
  for (;;) {
    const requests = walk.requests()
    const done = await walkPage({ ...walk, run }, view)
    run = done.run
    view = done.view
    if (!done.more) return { run: checkEnd(view, from, run), end: 'stream' }
    if (done.nightRuns && isBackground(run.kind)) return { run, end: 'night' }
    if (walk.spent(walk.requests() - requests)) return { run, end: 'turn' }
    const now = platform.now()
    const term = options.leaseMs ?? LEASE_MS
    if (now < addMs(leaseUntil, -term / 2)) continue
    if (!(await renewStream(workspace.db, lease, now, term))) return { run, end: 'turn' }
    leaseUntil = addMs(now, term)
  }
}

interface WalkedPage extends Committed {
  readonly run: RunView
  readonly view: StreamView
  readonly more: boolean
}

async function walkPage(walk: Walk, view: StreamView): Promise<WalkedPage> {
  const { platform, run, crm } = walk
  const sentAt = platform.now()
  const callsBefore = crm.calls()
  const page: Page = await pullOf(crm.connector, view.stream)(
    await requestOf(walk, view, sentAt),
    view.cursor,
  )
  checkCursor(page, view.cursor, platform.now())
  const also = broughtAlong(run, view, page)
  for (const one of also) checkAlso(one.page, platform.now())
  const committed = await commit(walk, view, page, also, sentAt)
  const ms = Date.parse(platform.now()) - Date.parse(sentAt)
  let now = run
  let cost = { calls: crm.calls() - callsBefore, ms }
  for (const one of [{ view, page }, ...also]) {
    const next = advanced(one.view, one.page)
    now = withAccount(withView(now, next), next.stream, one.page)
    tell(walk, now, next, one.page, cost)
    cost = { calls: 0, ms: 0 }
  }
  return { ...committed, run: now, view: advanced(view, page), more: page.more }
}

interface Brought {
  readonly view: StreamView
  readonly page: Page
}

/** In the order of a night: later streams of the run that need no walk of their own any more. */
function broughtAlong(run: RunView, { stream }: StreamView, page: Page): Brought[] {
  return run.streams.flatMap((view) => {
    const itsPage = page.also?.[view.stream]
    return itsPage === undefined || view.stream === stream || isFinished(view, run)
      ? []
      : [{ view, page: itsPage }]
  })
}

async function requestOf(
  { workspace, run, crm }: Walk,
  { stream }: StreamView,
  now: Instant,
): Promise<Pull<unknown>> {
  return {
    config: crm.config,
    baseUrl: (await crm.grant()).baseUrl,
    transport: crm.transport,
    now,
    account: stream === 'account' ? null : run.account,
    timeZone: workspace.timeZone,
    currency: workspace.currency,
    properties: run.properties,
    thorough: run.thorough,
    contracts: run.contracts,
  }
}

function commit(
  { platform, workspace, run, setup }: Walk,
  { stream, version }: StreamView,
  page: Page,
  also: readonly Brought[],
  sentAt: Instant,
): Promise<Committed> {
  return commitPage(workspace.db, {
    source: run.source,
    stream,
    runId: run.id,
    expectedVersion: version,
    page,
    also: also.map(({ view }) => view.stream),
    sentAt,
    now: platform.now(),
    timeZone: workspace.timeZone,
    homeCurrency: workspace.currency,
    setup,
    contracts: run.contracts,
    hash: platform.sealer.hash,
  })
}

/** What the commit has just written, without asking the database for it. */
function advanced(view: StreamView, page: Page): StreamView {
  return {
    ...view,
    cursor: page.cursor,
    version: view.version + 1,
    status: page.more ? 'walking' : 'done',
    pages: view.pages + 1,
    records: view.records + recordsIn(page),
    attempts: 0,
  }
}

function withView(run: RunView, view: StreamView): RunView {
  return { ...run, streams: run.streams.map((one) => (one.stream === view.stream ? view : one)) }
}

function withAccount(run: RunView, stream: Stream, page: Page): RunView {
  const account = stream === 'account' ? (page as Page<'account'>).records.at(-1) : undefined
  return account === undefined ? run : { ...run, account }
}

/** A line in the log and a step of progress for each page: numbers alone, no name and no secret. */
function tell(
  { platform, workspace, crm, options }: Walk,
  run: RunView,
  view: StreamView,
  page: Page,
  { calls, ms }: { readonly calls: number; readonly ms: number },
): void {
  const { source, id } = run
  const { stream, pages, records } = view
  platform.log('page', {
    ...{ workspace: workspace.id, source, run: id, stream },
    ...{ page: pages, records: recordsIn(page), calls, ms },
  })
  options.onProgress?.({
    ...{ source, stream, pages, records, total: page.total },
    calls: run.calls + crm.calls(),
    done: isFinished(view, run),
  })
}
