/** What the mirror says of itself: its connections, how far each is read, and what could not be read. */
import type { InStatement, ResultSet, Row } from '@libsql/client/web'
import * as z from 'zod'
import type { Instant } from '../../connectors/contract.ts'
import { newestSeq } from '../../db/workspace/seq.ts'
import type { HomeChange } from '../currency/standing.ts'
import type { Targets } from './request.ts'
import { list, raw, type Sql, sql } from './sql.ts'
import type { At } from './types.ts'

export interface SourceState {
  readonly id: string
  /** A person ended the connection: its deals stay, nothing new is expected of it. */
  readonly disconnected: boolean
  /** The CRM's own currency; null when it does not tell or was not read yet. */
  readonly currency: string | null
  /** The latest complete run; null before the first. */
  readonly run: string | null
  readonly dataThrough: Instant | null
  /** When the first complete run ended: from then on the mirror held every deal's state. */
  readonly completeSince: Instant | null
  /** The states of its deals before that are known as far as the CRM keeps them. */
  readonly historyRead: boolean
  /** Deals that could not be read at all. They are not part of the ledger, so this is as of now. */
  readonly skipped: number
  /** Where the company changed its currency: when its deals' amounts followed. */
  readonly homes: readonly HomeChange[]
}

export interface Mirror {
  readonly sources: readonly SourceState[]
  /** Highest revision there is. */
  readonly seq: number
  readonly targets: Targets
}

const accountCurrency = z.object({ currency: z.string().nullable() })

/** Reads in one batch with the values, so that both see the same moment. */
export function mirrorStatements(at: At, keyResults: readonly string[]): InStatement[] {
  const through = at.kind === 'known' ? sql` AND seq <= ${at.seq}` : sql``
  const pieces = [
    sql`SELECT id, account, status FROM source ORDER BY id`,
    // Of several rows the bare columns are those of the row with the maximum.
    sql`SELECT source, id, MAX(data_through) AS through FROM run
      WHERE status = 'complete'${through} GROUP BY source`,
    sql`SELECT source, MIN(COALESCE(finished_at, data_through)) AS since FROM run
      WHERE status = 'complete' AND kind IN ('night', 'manual') GROUP BY source`,
    historyStatement(at),
    sql`SELECT source, COUNT(*) AS n FROM skipped WHERE stream = 'deals' GROUP BY source`,
    sql`SELECT ${raw(newestSeq)} AS seq`,
    sql`SELECT id, target FROM key_result WHERE id IN ${list(keyResults)}`,
    sql`SELECT * FROM home_currency ORDER BY source, after_seq`,
  ]
  return pieces.map(({ text, args }) => ({ sql: text, args: [...args] }))
}

/**
 * The connections whose history is read; a value as it was known saw it from the first night that ended after that.
 */
function historyStatement(at: At): Sql {
  if (at.kind !== 'known')
    return sql`SELECT source FROM stream_state WHERE stream = 'history' AND walked_at IS NOT NULL`
  return sql`SELECT DISTINCT h.source FROM run h CROSS JOIN run n ON n.source = h.source AND n.seq <= ${at.seq}
      AND n.status = 'complete' AND n.kind IN ('night', 'manual') AND n.finished_at >= h.finished_at
    WHERE h.kind = 'history' AND h.status = 'complete'`
}

/** The answers to `mirrorStatements`, in their order. */
export function readMirror(results: readonly ResultSet[]): Mirror {
  const [sources, latest, first, histories, skipped, seq, targets, homes] = results.map(({ rows }) => rows)
  const bySource = (rows: ResultSet['rows'] | undefined) =>
    new Map((rows ?? []).map((row) => [row.source, row]))
  const [run, since, lost] = [bySource(latest), bySource(first), bySource(skipped)]
  const past = bySource(histories)
  return {
    sources: (sources ?? []).map(({ id, account, status }) => ({
      id: String(id),
      disconnected: status === 'disconnected',
      currency: account === null ? null : accountCurrency.parse(JSON.parse(String(account))).currency,
      run: textOf(run.get(id)?.id),
      dataThrough: textOf(run.get(id)?.through),
      completeSince: textOf(since.get(id)?.since),
      historyRead: past.has(id),
      skipped: Number(lost.get(id)?.n ?? 0),
      homes: (homes ?? []).filter(({ source }) => source === id).map(homeChange),
    })),
    seq: Number(seq?.[0]?.seq ?? 0),
    targets: new Map(
      (targets ?? []).map((row) => [String(row.id), row.target === null ? null : Number(row.target)]),
    ),
  }
}

function homeChange(row: Row): HomeChange {
  return {
    afterSeq: Number(row.after_seq),
    before: String(row.before),
    currency: String(row.currency),
    wholeSeq: row.whole_seq === null ? null : Number(row.whole_seq),
    wholeAt: textOf(row.whole_at),
    changedAt: String(row.changed_at),
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
