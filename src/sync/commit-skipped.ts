/** Records we could not read: kept with their reason until a later page brings them readable, or gone. */
import type { InStatement } from '@libsql/client/web'
import type { Instant, Page, Stream } from '../../connectors/contract.ts'

export interface SkippedContext {
  readonly source: string
  readonly stream: Stream
  readonly runId: string
  readonly sentAt: Instant
}

/** `readable`: the ids the page brought. */
export function skippedStatements(
  page: Pick<Page, 'skipped' | 'deleted'>,
  readable: readonly string[],
  { source, stream, runId, sentAt }: SkippedContext,
): InStatement[] {
  const bad = page.skipped.map(({ id, reason }) => [id, reason])
  // A removal says of a deal that it is gone, whichever stream tells it.
  const streams = stream === 'removals' ? (['removals', 'deals'] as const) : ([stream] as const)
  const good = JSON.stringify([...readable, ...page.deleted.map(({ id }) => id)])
  const forgotten = streams.map((of) => ({
    sql: forget,
    args: { rows: good, source, stream: of, sent: sentAt },
  }))
  if (bad.length === 0) return good === '[]' ? [] : forgotten
  const kept = { sql: keep, args: { rows: JSON.stringify(bad), source, stream, run: runId, sent: sentAt } }
  return good === '[]' ? [kept] : [...forgotten, kept]
}

export const forget = `DELETE FROM skipped WHERE source = :source AND stream = :stream
  AND external_id IN (SELECT value FROM json_each(:rows)) AND seen_at <= :sent`

// A page that comes late does not bring back what a later one could read.
export const keep = `INSERT INTO skipped (source, stream, external_id, reason, run_id, seen_at)
  SELECT :source, :stream, s.value ->> 0, s.value ->> 1, :run, :sent FROM json_each(:rows) s
  WHERE :stream <> 'deals' OR NOT EXISTS (SELECT 1 FROM deal d
    WHERE d.source = :source AND d.external_id = s.value ->> 0 AND d.read_at > :sent)
  ON CONFLICT (source, stream, external_id) DO UPDATE SET
    reason = excluded.reason, run_id = excluded.run_id, seen_at = excluded.seen_at
    WHERE excluded.seen_at >= seen_at`
