/** What the mirror says of itself: its connections, how far each is read, and what could not be read. */
import type { InStatement, ResultSet } from '@libsql/client/web'
import * as z from 'zod'
import type { Instant } from '../../connectors/contract.ts'
import type { Targets } from './request.ts'
import { list, sql } from './sql.ts'
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
  /** Deals that could not be read at all. They are not part of the ledger, so this is as of now. */
  readonly skipped: number
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
      WHERE status = 'complete' GROUP BY source`,
    sql`SELECT source, COUNT(*) AS n FROM skipped WHERE stream = 'deals' GROUP BY source`,
    sql`SELECT COALESCE(MAX(seq), 0) AS seq FROM revision`,
    sql`SELECT id, target FROM key_result WHERE id IN ${list(keyResults)}`,
  ]
  return pieces.map(({ text, args }) => ({ sql: text, args: [...args] }))
}

/** The answers to `mirrorStatements`, in their order. */
export function readMirror(results: readonly ResultSet[]): Mirror {
  const [sources, latest, first, skipped, seq, targets] = results.map(({ rows }) => rows)
  const bySource = (rows: ResultSet['rows'] | undefined) =>
    new Map((rows ?? []).map((row) => [row.source, row]))
  const [run, since, lost] = [bySource(latest), bySource(first), bySource(skipped)]
  return {
    sources: (sources ?? []).map(({ id, account, status }) => ({
      id: String(id),
      disconnected: status === 'disconnected',
      currency: account === null ? null : accountCurrency.parse(JSON.parse(String(account))).currency,
      run: textOf(run.get(id)?.id),
      dataThrough: textOf(run.get(id)?.through),
      completeSince: textOf(since.get(id)?.since),
      skipped: Number(lost.get(id)?.n ?? 0),
    })),
    seq: Number(seq?.[0]?.seq ?? 0),
    targets: new Map(
      (targets ?? []).map((row) => [String(row.id), row.target === null ? null : Number(row.target)]),
    ),
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
