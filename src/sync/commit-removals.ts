/** Deals that the CRM says are gone, or went into another: a revision that ends them, with the state they ended in. */
import type { InStatement } from '@libsql/client/web'
import type { Instant, Page } from '../../connectors/contract.ts'
import { newestSeq } from './commit-deals.ts'
import { stateColumns } from './state-columns.ts'

export interface RemovalsContext {
  readonly source: string
  readonly runId: string
  readonly sentAt: Instant
  readonly now: Instant
}

/** `[id, at, mergedInto, told by the survivor]` */
type Row = [string, Instant | null, string | null, 0 | 1]

export function removalStatements(
  page: Pick<Page<'deals' | 'removals'>, 'records' | 'deleted'>,
  context: RemovalsContext,
): InStatement[] {
  const gone = removalsOf(page)
  if (gone.length === 0) return []
  const { source, runId, sentAt, now } = context
  const rows = JSON.stringify(gone)
  return [
    { sql: ends, args: { rows, source, sent: sentAt, now, run: runId } },
    { sql: endPointers, args: { rows, source, sent: sentAt } },
  ]
}

/**
 * Removals told as such, and the deals that a survivor says were merged into it, no later than its version. An index that
 * lags may show two survivors of one deal: the first that is late enough counts, and only the mirror knows which that is.
 */
function removalsOf(page: Pick<Page<'deals' | 'removals'>, 'records' | 'deleted'>): Row[] {
  const byId = new Map<string, Row[]>()
  for (const record of page.records as Page<'deals'>['records'])
    for (const id of record.mergedIds)
      if (id !== record.id) byId.set(id, [...(byId.get(id) ?? []), [id, record.version, record.id, 1]])
  for (const { id, at, mergedInto } of page.deleted)
    byId.set(id, [[id, at, mergedInto ?? byId.get(id)?.[0]?.[2] ?? null, 0]])
  return [...byId.values()].flat()
}

const gone = `WITH gone AS MATERIALIZED (SELECT key AS n, value ->> 0 AS external_id, value ->> 1 AS at,
  value ->> 2 AS merged_into, value ->> 3 AS by_survivor FROM json_each(:rows))`

// Told later than the last look, or dated after the state we hold (then that look was a search index that lags);
// never against a later read that found the record itself alive.
const ended = `(d.alive_at IS NULL OR d.alive_at <= :sent) AND CASE WHEN g.by_survivor
  THEN g.at >= d.version ELSE d.read_at <= :sent OR COALESCE(g.at > d.version, 0) END`

// Of a deal that is gone already we may still learn that it was merged: the time it went stays.
const learnt = 'c.merged_into IS NULL AND g.merged_into IS NOT NULL'

// Gone once more, after an end we know: it was back meanwhile, and a search hit from then is out of date.
const anew = 'COALESCE(g.by_survivor = 0 AND g.at > c.effective_at, 0)'

export const ends = `${gone} INSERT INTO revision
    (deal_id, effective_at, time_from, cause, run_id, version, deleted, merged_into, ${stateColumns.join(', ')})
  SELECT deal_id, at, time_from, cause, run, version, 1, merged_into, ${stateColumns.join(', ')} FROM (
  SELECT ROW_NUMBER() OVER (PARTITION BY d.id ORDER BY g.n) AS first, g.n, d.id AS deal_id,
    CASE WHEN c.deleted AND NOT ${anew} THEN c.effective_at ELSE COALESCE(g.at, :now) END AS at,
    CASE WHEN c.deleted AND NOT ${anew} THEN c.time_from WHEN g.at IS NULL THEN 'seen' ELSE 'crm' END AS time_from,
    CASE WHEN g.merged_into IS NULL THEN 'removed' ELSE 'merged' END AS cause, :run AS run, d.version,
    CASE WHEN c.deleted THEN COALESCE(c.merged_into, g.merged_into) ELSE g.merged_into END AS merged_into,
    ${stateColumns.map((column) => `c.${column}`).join(', ')}
  FROM gone g
  CROSS JOIN deal d ON d.source = :source AND d.external_id = g.external_id
  CROSS JOIN revision c ON c.seq = d.current_seq
  WHERE ${ended} AND (c.deleted = 0 OR ${learnt} OR ${anew})) WHERE first = 1 ORDER BY n`

// A removal that only confirms what we know still moves the time of the last look.
export const endPointers = `${gone} UPDATE deal AS d SET current_seq = ${newestSeq},
    read_at = CASE WHEN (SELECT deleted FROM revision WHERE seq = ${newestSeq}) THEN MAX(read_at, :sent) ELSE read_at END
  WHERE d.id IN (SELECT k.id FROM gone g CROSS JOIN deal k ON k.source = :source AND k.external_id = g.external_id)`
