/** Walks pages of one stream, each committed with its cursor before the next is asked for. */
import type { Cursor, Instant, Page, Pull, Stream } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import type { Platform, Workspace } from '../platform.ts'
import { commitPage } from './commit.ts'
import type { Crm } from './crm.ts'
import type { Setup } from './derive.ts'
import { LEASE_MS, renewStream, type StreamLease } from './stream-lease.ts'
import { isFinished, type RunView, type StreamView, type SyncOptions } from './views.ts'

/** One message's share of an invocation at the edge: time, and requests to the CRM and to the databases. */
export const TURN_MS = 20_000
export const TURN_REQUESTS = 40
/** A page's batch and, now and then, the lease. */
const REQUESTS_PER_PAGE = 1.5

export interface Walk {
  readonly platform: Platform
  readonly workspace: Workspace
  readonly run: RunView
  readonly crm: Crm
  readonly setup: Setup
  readonly lease: StreamLease
  readonly options: SyncOptions
}

/** A connector that breaks the agreement on cursors. Ours to repair. */
export class CursorWrong extends Error {
  override readonly name = 'CursorWrong'
}

/** Ends at the end of the stream, of the turn, or of the lease. Throws what the CRM or the commit throws. */
export async function walkPages<S extends Stream>(
  walk: Walk,
  stream: S,
  from: StreamView,
): Promise<StreamView> {
  const { platform, run, crm, options } = walk
  const began = platform.now()
  const callsBefore = crm.calls()
  let view = from
  let leaseUntil = from.leaseUntil ?? began
  for (let pages = 1; ; pages += 1) {
    const sentAt = platform.now()
    const page = await crm.connector.streams[stream](await pullOf(walk, stream, sentAt), view.cursor)
    checkCursor(page, view.cursor, platform.now())
    await commit(walk, stream, view, page, sentAt)
    view = advanced(view, page)
    options.onProgress?.({
      source: run.source,
      stream,
      pages: view.pages,
      records: view.records,
      total: page.total,
      calls: run.calls + crm.calls(),
      done: isFinished(view, run),
    })
    if (!page.more) return checkEnd(view, from, run)
    const now = platform.now()
    const requests = crm.calls() - callsBefore + pages * REQUESTS_PER_PAGE
    if (Date.parse(now) - Date.parse(began) >= TURN_MS || requests >= TURN_REQUESTS) return view
    const term = options.leaseMs ?? LEASE_MS
    if (now < addMs(leaseUntil, -term / 2)) continue
    if (!(await renewStream(walk.workspace.db, walk.lease, now, term))) return view
    leaseUntil = addMs(now, term)
  }
}

async function pullOf({ workspace, run, crm }: Walk, stream: Stream, now: Instant): Promise<Pull<unknown>> {
  return {
    config: crm.config,
    baseUrl: (await crm.grant()).baseUrl,
    transport: crm.transport,
    now,
    account: stream === 'account' ? null : run.account,
    timeZone: workspace.timeZone,
    currency: workspace.currency,
    properties: run.properties,
  }
}

async function commit<S extends Stream>(
  { platform, workspace, run, setup }: Walk,
  stream: S,
  { version }: StreamView,
  page: Page<S>,
  sentAt: Instant,
): Promise<void> {
  await commitPage(workspace.db, {
    source: run.source,
    stream,
    runId: run.id,
    expectedVersion: version,
    page,
    sentAt,
    now: platform.now(),
    timeZone: workspace.timeZone,
    homeCurrency: workspace.currency,
    setup,
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
    records: view.records + page.records.length + page.deleted.length,
    attempts: 0,
  }
}

/** Invariant 2: never past now, never back. The safety lag is the connector's own: its window opens that much earlier. */
function checkCursor({ cursor, more }: Page, before: Cursor | null, now: Instant): void {
  if (reach(cursor) > now) throw new CursorWrong(`the cursor runs ahead of the clock: ${reach(cursor)}`)
  if (before !== null && before.at !== 'list' && reach(cursor) < reach(before))
    throw new CursorWrong(`the cursor moved back from ${reach(before)} to ${reach(cursor)}`)
  if (more === (cursor.at === 'rest'))
    throw new CursorWrong('a walk rests when, and only when, it has no more')
}

function reach(cursor: Cursor): Instant {
  return cursor.at === 'list' ? cursor.openedAt : cursor.until
}

/** A walk that this run itself opened must reach up to it, or the run would never end. */
function checkEnd(view: StreamView, from: StreamView, run: RunView): StreamView {
  const openedHere = from.cursor === null || from.cursor.at === 'rest'
  if (openedHere && !isFinished(view, run)) throw new CursorWrong('the window ends before its run began')
  return view
}
