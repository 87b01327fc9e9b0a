/** One connection: the statements of one batch, and what their answers mean. */
import type { InStatement, ResultSet, Row } from '@libsql/client/web'
import type { AccountRecord, Instant, Stream } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import type { HeldFor } from '../sync/derive.ts'
import type { RunFailure } from '../sync/views.ts'
import { nativeHealth, nativeQuery } from './native.ts'
import type { DirectoryRow } from './read.ts'
import type {
  BackgroundHealth,
  CheckHealth,
  ConnectionHealth,
  DriftHealth,
  PushHealth,
  RunHealth,
  TokenHealth,
} from './types.ts'

/** Records and ids that a screen lists; the rest is counted. */
const SHOWN = 20
const DAY_MS = 86_400_000

const nights = "kind IN ('night', 'manual')"
const held = `FROM deal d JOIN revision r ON r.seq = d.current_seq
  WHERE d.source = :source AND r.deleted = 0 AND r.problem IS NOT NULL`

export function connectionQueries(source: string, now: Instant): InStatement[] {
  const args = { source }
  const ask = (sql: string): InStatement => ({ sql, args })
  return [
    ask('SELECT * FROM source WHERE id = :source'),
    ask(
      `SELECT * FROM run WHERE source = :source AND ${nights} ORDER BY started_at DESC, rowid DESC LIMIT 1`,
    ),
    ask(`SELECT * FROM run WHERE source = :source AND ${nights} AND status = 'complete'
      ORDER BY started_at DESC, rowid DESC LIMIT 1`),
    ask(`SELECT c.* FROM run_calls c WHERE c.run_id = (SELECT id FROM run WHERE source = :source AND ${nights}
      ORDER BY started_at DESC, rowid DESC LIMIT 1) ORDER BY c.purpose, c.bucket`),
    ask(`SELECT kind, status, started_at, finished_at, records, failure, MAX(started_at) FROM run
      WHERE source = :source AND NOT ${nights} GROUP BY kind ORDER BY kind`),
    ask(`SELECT *, COUNT(*) OVER () AS total FROM skipped WHERE source = :source
      ORDER BY stream, external_id LIMIT ${SHOWN}`),
    ask(
      `SELECT d.external_id AS id, r.problem, COUNT(*) OVER () AS total ${held} ORDER BY d.external_id LIMIT ${SHOWN}`,
    ),
    ask(
      "SELECT stream, failure FROM stream_state WHERE source = :source AND status = 'parked' ORDER BY stream",
    ),
    ask(`SELECT at, COUNT(*) AS slices, SUM(ours <> theirs) AS differing FROM comparison WHERE source = :source
      AND (run_id, round) = (SELECT run_id, round FROM comparison WHERE source = :source ORDER BY id DESC LIMIT 1)
      GROUP BY run_id, round`),
    ask(`SELECT x.*, p.label FROM drift x LEFT JOIN pipeline p ON p.source = x.source AND p.id = x.pipeline_id
      WHERE x.source = :source AND x.healed_at IS NULL ORDER BY x.pipeline_id, x.status, x.measure`),
    ask("SELECT COUNT(*) AS n FROM inferred_removal WHERE source = :source AND state = 'held'"),
    {
      sql: `SELECT COUNT(*) AS received, MAX(received_at) AS last_at,
        (SELECT COUNT(*) FROM changed WHERE source = :source) AS waiting
        FROM notice WHERE source = :source AND received_at > :since`,
      args: { source, since: addMs(now, -DAY_MS) },
    },
    { sql: nativeQuery, args: { source, today: now.slice(0, 10) } },
  ]
}

/** `results` in the order of the statements. */
export function connectionHealth(
  { id, crm, label, status, statusReason }: DirectoryRow,
  token: TokenHealth,
  results: readonly ResultSet[],
): ConnectionHealth {
  const rows = results.map((result) => result.rows)
  const [source, last, complete, calls, background, skipped, unread, parked, checked, drift, removals, push] =
    rows
  const mirror = source?.[0]
  return {
    source: id,
    crm,
    label,
    status: mirror === undefined ? 'missing' : (status as ConnectionHealth['status']),
    reason: failureOf(statusReason),
    token,
    lastRun: last?.[0] === undefined ? null : runOf(last[0], calls ?? []),
    lastDay: textOrNull(complete?.[0]?.day),
    dataThrough: textOrNull(complete?.[0]?.data_through),
    background: (background ?? []).map(backgroundOf),
    skipped: {
      total: Number(skipped?.[0]?.total ?? 0),
      first: (skipped ?? []).map((row) => ({
        stream: String(row.stream) as Stream,
        id: String(row.external_id),
        reason: String(row.reason),
      })),
    },
    held: {
      total: Number(unread?.[0]?.total ?? 0),
      first: (unread ?? []).map((row) => ({
        id: String(row.id),
        problems: JSON.parse(String(row.problem)) as HeldFor[],
      })),
    },
    parked: (parked ?? []).map((row) => ({ stream: String(row.stream), failure: failureOf(row.failure) })),
    hidden: mirror?.account == null ? [] : (JSON.parse(String(mirror.account)) as AccountRecord).hidden,
    check: checkOf(checked?.[0], drift ?? [], removals?.[0]),
    push: pushOf(push?.[0]),
    native: nativeHealth(results.at(-1)),
  }
}

function runOf(row: Row, calls: readonly Row[]): RunHealth {
  return {
    id: String(row.id),
    kind: String(row.kind),
    day: String(row.day),
    status: String(row.status) as RunHealth['status'],
    startedAt: String(row.started_at),
    finishedAt: textOrNull(row.finished_at),
    records: Number(row.records),
    calls: Number(row.calls),
    spent: calls.map((one) => ({
      purpose: String(one.purpose),
      bucket: String(one.bucket),
      calls: Number(one.calls),
      refused: Number(one.refused),
    })),
    failure: failureOf(row.failure),
  }
}

function backgroundOf(row: Row): BackgroundHealth {
  return {
    kind: String(row.kind) as BackgroundHealth['kind'],
    status: String(row.status) as BackgroundHealth['status'],
    startedAt: String(row.started_at),
    finishedAt: textOrNull(row.finished_at),
    records: Number(row.records),
    failure: failureOf(row.failure),
  }
}

function checkOf(checked: Row | undefined, drift: readonly Row[], removals: Row | undefined): CheckHealth {
  return {
    at: textOrNull(checked?.at),
    slices: Number(checked?.slices ?? 0),
    differing: Number(checked?.differing ?? 0),
    drift: drift.map(
      (row): DriftHealth => ({
        pipelineId: String(row.pipeline_id),
        pipeline: textOrNull(row.label),
        status: String(row.status),
        measure: String(row.measure),
        ours: Number(row.ours),
        theirs: Number(row.theirs),
        ids: (JSON.parse(String(row.ids)) as string[]).slice(0, SHOWN),
        nights: Number(row.nights),
        seenAt: String(row.seen_at),
      }),
    ),
    heldRemovals: Number(removals?.n ?? 0),
  }
}

function pushOf(row: Row | undefined): PushHealth {
  return {
    received: Number(row?.received ?? 0),
    lastAt: textOrNull(row?.last_at),
    waiting: Number(row?.waiting ?? 0),
  }
}

function failureOf(json: unknown): RunFailure | null {
  return json === null || json === undefined ? null : (JSON.parse(String(json)) as RunFailure)
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value)
}
