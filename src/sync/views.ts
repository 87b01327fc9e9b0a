/** What the sync reads of itself: a connection, a run and where each of its streams stands. */
import type { Row } from '@libsql/client/web'
import {
  type AccountRecord,
  type Connector,
  type ContractMapping,
  type Cursor,
  type Day,
  type Failure,
  type Instant,
  type Stream,
  streams,
} from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import type { DirectoryDb, WorkspaceDb } from '../../db/client.ts'
import { mappingFrom, mappingQuery } from './contract-mapping.ts'
import { ofNights, type RunKind } from './run-kinds.ts'

/** A CRM's failure, or one of ours: then `detail` says what broke, without data in it. */
export type RunFailure = Failure | { readonly kind: 'internal'; readonly detail: string }

export interface SyncProgress {
  readonly source: string
  readonly stream: Stream
  /** Of this run. */
  readonly pages: number
  readonly records: number
  /** Null where the CRM does not tell. */
  readonly total: number | null
  /** CRM calls of this run so far. */
  readonly calls: number
  readonly done: boolean
}

/** The registry is an argument where a test or a tool brings its own connectors. */
export interface SyncOptions {
  readonly registry?: readonly Connector<unknown>[]
  onProgress?(progress: SyncProgress): void
  readonly leaseMs?: number
  /** `later` leaves what runs beside the nights to the sweep: whoever waits for values need not wait for the past. */
  readonly background?: 'now' | 'later'
  /** For one attempt of a call; default: the transport's. */
  readonly deadlineMs?: number
}

export interface ConnectionView {
  readonly workspaceId: string
  readonly id: string
  readonly crm: string
  readonly sealedConfig: string
  readonly status: string
  readonly statusReason: string | null
}

export async function loadConnection(
  directory: DirectoryDb,
  workspaceId: string,
  id: string,
): Promise<ConnectionView | null> {
  const { rows } = await directory.$client.execute({
    sql: 'SELECT crm, sealed_config, status, status_reason FROM connection WHERE workspace_id = ? AND id = ?',
    args: [workspaceId, id],
  })
  const row = rows[0]
  if (row === undefined) return null
  return {
    workspaceId,
    id,
    crm: String(row.crm),
    sealedConfig: String(row.sealed_config),
    status: String(row.status),
    statusReason: textOrNull(row.status_reason),
  }
}

export interface StreamView {
  readonly stream: Stream
  readonly cursor: Cursor | null
  readonly version: number
  readonly status: 'rest' | 'walking' | 'done' | 'parked'
  readonly pages: number
  readonly records: number
  readonly attempts: number
  readonly leaseHolder: string | null
  readonly leaseUntil: Instant | null
}

export interface RunView {
  readonly id: string
  readonly source: string
  readonly day: Day
  readonly kind: RunKind
  readonly thorough: boolean
  readonly status: 'running' | 'complete' | 'failed'
  readonly startedAt: Instant
  readonly calls: number
  readonly account: AccountRecord | null
  readonly properties: readonly string[]
  readonly contracts: ContractMapping
  /** A night or manual sync of the source is on its way; of a run in the background: it has to wait. */
  readonly nightRuns: boolean
  /** Those that this run is walking, in their order. */
  readonly streams: readonly StreamView[]
}

export async function loadRun(db: WorkspaceDb, source: string, runId: string): Promise<RunView | null> {
  const [runs, sources, states, nights, mapping] = await db.$client.batch(
    [
      { sql: 'SELECT * FROM run WHERE id = ? AND source = ?', args: [runId, source] },
      { sql: 'SELECT account, properties FROM source WHERE id = ?', args: [source] },
      { sql: 'SELECT * FROM stream_state WHERE source = ? AND run_id = ?', args: [source, runId] },
      {
        sql: `SELECT COUNT(*) AS n FROM run WHERE source = ? AND status = 'running' AND ${ofNights}`,
        args: [source],
      },
      mappingQuery(source),
    ],
    'read',
  )
  const run = runs?.rows[0]
  if (run === undefined) return null
  const account = textOrNull(sources?.rows[0]?.account)
  const views = new Map((states?.rows ?? []).map(parseStream).map((view) => [view.stream, view]))
  return {
    id: runId,
    source,
    day: String(run.day),
    kind: String(run.kind) as RunKind,
    thorough: Number(run.thorough) === 1,
    status: String(run.status) as RunView['status'],
    startedAt: String(run.started_at),
    calls: Number(run.calls),
    account: account === null ? null : (JSON.parse(account) as AccountRecord),
    properties: JSON.parse(String(sources?.rows[0]?.properties ?? '[]')) as string[],
    contracts: mappingFrom(mapping?.rows[0]?.value),
    nightRuns: Number(nights?.rows[0]?.n) > 0,
    streams: streams.flatMap((stream) => views.get(stream) ?? []),
  }
}

export function parseStream(row: Row): StreamView {
  const cursor = textOrNull(row.cursor)
  return {
    stream: String(row.stream) as Stream,
    cursor: cursor === null ? null : (JSON.parse(cursor) as Cursor),
    version: Number(row.version),
    status: String(row.status) as StreamView['status'],
    pages: Number(row.pages),
    records: Number(row.records),
    attempts: Number(row.attempts),
    leaseHolder: textOrNull(row.lease_holder),
    leaseUntil: textOrNull(row.lease_until),
  }
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value)
}

/** Streams that a run walks from the start: what they no longer list is archived, so a walk is never half of two runs. */
export const setupStreams: ReadonlySet<Stream> = new Set([
  'account',
  'pipelines',
  'teams',
  'owners',
  'currencies',
])
/** What the values of a run speak for: these reach up to its beginning, the others may stay behind (a missing scope). */
export const dataStreams: ReadonlySet<Stream> = new Set(['deals', 'removals'])
/** More than any connector's safety lag: a walk opened by this run ends no earlier. */
const OPENED_WITHIN_MS = 15 * 60_000

/**
 * A walk that an earlier run left half done is finished first, and ends where that run meant it to; then the stream
 * is walked again up to now.
 */
export function isFinished({ stream, status, cursor }: StreamView, run: Pick<RunView, 'startedAt'>): boolean {
  if (status !== 'done') return false
  if (!dataStreams.has(stream)) return true
  return cursor?.at === 'rest' && cursor.until >= addMs(run.startedAt, -OPENED_WITHIN_MS)
}

/** Null when all are finished. */
export function nextStream(run: RunView): StreamView | null {
  return run.streams.find((view) => !isFinished(view, run)) ?? null
}
