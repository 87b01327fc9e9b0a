/**
 * The lease of a stream: one message at a time walks it. It saves calls and is not what keeps the data right: that is the
 * fence at the head of each page; nor what keeps us inside the CRM's rate: that is the share of `call-share.ts`.
 */
import type { InStatement } from '@libsql/client/web'
import type { Instant, Stream } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { LONGEST_PAUSE_MS } from './decide.ts'
import { parseStream, type StreamView } from './views.ts'

/** Long enough for a page with the transport's short waits; short, so that a killed process holds up its successor little. */
export const LEASE_MS = 10_000
/** Holds a stream until the cool-down after a failure is over: at most one probe in it. Invariant 7. */
export const COOL_DOWN = 'cool-down'

export interface StreamLease {
  readonly source: string
  readonly stream: Stream
  readonly holder: string
}

/**
 * Whoever wrote a lease that ends later than any may end has a clock of another day, or died when its clock was: it is taken
 * over. Twice the term, since the clocks of two machines differ a little.
 */
function beyond(now: Instant, termMs: number): { readonly lease: Instant; readonly pause: Instant } {
  return { lease: addMs(now, 2 * Math.max(termMs, LEASE_MS)), pause: addMs(now, LONGEST_PAUSE_MS) }
}

/** A condition on a row of `stream_state`: somebody has it. Binds `:now`, `:lease`, `:pause`. */
export const isHeld = `lease_until > :now
  AND lease_until <= CASE WHEN lease_holder = '${COOL_DOWN}' THEN :pause ELSE :lease END`

export function heldAt(now: Instant, termMs = LEASE_MS) {
  return { now, ...beyond(now, termMs) }
}

export type Taken =
  | { readonly taken: true; readonly view: StreamView }
  | { readonly taken: false; readonly until: Instant | null }

/** Takes the stream and reads where it stands, in one round trip, after what is to be settled before. */
export async function takeStream(
  db: WorkspaceDb,
  { source, stream, holder }: StreamLease,
  runId: string,
  now: Instant,
  termMs: number,
  before: readonly InStatement[] = [],
): Promise<Taken> {
  const results = await db.$client.batch(
    [
      ...before,
      {
        sql: `UPDATE stream_state SET lease_holder = :holder, lease_until = :until
          WHERE source = :source AND stream = :stream AND run_id = :run
            AND (lease_until IS NULL OR NOT (${isHeld}))
            AND EXISTS (SELECT 1 FROM run WHERE id = :run AND status = 'running')`,
        args: { holder, until: addMs(now, termMs), source, stream, run: runId, ...heldAt(now, termMs) },
      },
      { sql: 'SELECT * FROM stream_state WHERE source = ? AND stream = ?', args: [source, stream] },
    ],
    'write',
  )
  const row = results.at(-1)?.rows[0]
  if (row === undefined) return { taken: false, until: null }
  const view = parseStream(row)
  return view.leaseHolder === holder ? { taken: true, view } : { taken: false, until: view.leaseUntil }
}

/** False when the stream went to somebody else meanwhile. */
export async function renewStream(
  db: WorkspaceDb,
  { source, stream, holder }: StreamLease,
  now: Instant,
  termMs: number,
): Promise<boolean> {
  const { rowsAffected } = await db.$client.execute({
    sql: 'UPDATE stream_state SET lease_until = ? WHERE source = ? AND stream = ? AND lease_holder = ?',
    args: [addMs(now, termMs), source, stream, holder],
  })
  return rowsAffected === 1
}

export function releaseStream({ source, stream, holder }: StreamLease) {
  return {
    sql: `UPDATE stream_state SET lease_holder = NULL, lease_until = NULL
      WHERE source = ? AND stream = ? AND lease_holder = ?`,
    args: [source, stream, holder],
  }
}
