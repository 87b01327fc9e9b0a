/**
 * Shares of a connection's rate buckets, in the directory: what the holders beside each other may still make, and what they
 * made lately. Taking one is a round trip, a call is none. Invariant 9.
 *
 * A share that ended without a word counts as if it had been used up at its last moment. What was made is kept as ages and
 * counted from the latest moment it can have been, so that differing clocks only ever make us slower.
 */
import type { Row } from '@libsql/client/web'
import type { Failure, Instant } from '../../connectors/contract.ts'
import type { Ask, Share, Shares } from '../../connectors/shares.ts'
import type { DirectoryDb } from '../../db/client.ts'
import { LOOK_MS, REST, restFor } from './call-rest.ts'

/** A killed process holds up its successor by this and one window, as far as there is not enough for both. */
export const TERM_MS = 10_000
export const PROBE_MS = 3_600_000
/** What is closed for longer was closed by a clock of another day (`sync --now`). */
const LONGEST_HOLD_MS = 24 * PROBE_MS
/** By which the clocks of two machines may differ, where they are all we have. */
export const SKEW_MS = 2_000

export interface Place {
  readonly workspaceId: string
  readonly connectionId: string
}

export interface ShareOptions extends Place {
  readonly directory: DirectoryDb
  readonly perMs: Readonly<Record<string, number>>
  readonly holder: Holder
  now(): Instant
  /** The directory's server keeps the time: then no two clocks are compared. */
  readonly serverClock?: true | (() => Instant)
  /** What to take for itself of the calls allowed to all. */
  portion(allowed: number): number
  /** Of the calls allowed to all, those that this holder may promise itself: the rest is kept for more urgent ones. */
  ceiling(allowed: number): number
}

/** Who has a share: one message, in one process. Two of one process go by the same clock. */
export interface Holder {
  readonly process: string
  readonly message: string
}

const ISO = "'%Y-%m-%dT%H:%M:%fZ'"
const HERE = 'workspace_id = :workspace AND connection_id = :connection'

export function createShares(options: ShareOptions): Shares {
  const { directory, workspaceId, connectionId, holder, serverClock } = options
  const name = `${holder.process}/${holder.message}`
  const skewMs = serverClock === undefined ? SKEW_MS : 0
  const held = new Set<string>()
  let probing = false
  /** Looks whether the CRM answers again. */
  let looking = false

  const place = { workspace: workspaceId, connection: connectionId }
  const clock = () => (serverClock === true ? 'now' : (serverClock ?? options.now)())

  async function take({ bucket, allowed, limit, sent }: Ask): Promise<Share | Failure> {
    const askedAt = Date.parse(options.now())
    const perMs = options.perMs[bucket] ?? 0
    held.add(bucket)
    const args = {
      ...{ ...place, bucket, holder: name, clock: clock(), limit, sent: agesOf(sent, askedAt) },
      ...{ ask: options.portion(allowed), ceiling: options.ceiling(allowed) },
      ...{ live: seconds(-perMs - skewMs), dead: seconds(-2 * perMs - skewMs) },
      ...{ term: seconds(TERM_MS), far: seconds(2 * (TERM_MS + skewMs)), probe: seconds(PROBE_MS) },
      look: seconds(LOOK_MS),
      horizon: seconds(LONGEST_HOLD_MS),
    }
    const results = await directory.$client.batch(
      [lookAgain('day', 'probe'), sweep, claim, everybody, lookAgain(REST, 'look'), holds].map((sql) => ({
        sql,
        args: only(sql, args),
      })),
      'write',
    )
    if (results[0]?.rowsAffected === 1) probing = true
    if (results[4]?.rowsAffected === 1) looking = true
    const rows = results[3]?.rows ?? []
    const own = rows.find((row) => row.holder === name)
    const at = Date.parse(String(own?.told_at))
    const here = Date.parse(options.now())
    const closed = new Map((results[5]?.rows ?? []).map((row) => [String(row.bucket), row]))
    const day = closed.get('day')
    if (day !== undefined && !probing)
      return { kind: 'rate_limited', retryAfterMs: Date.parse(String(day.until)) - at, scope: 'day' }
    const rest = closed.get(REST)
    // Who looked and took too long meets the one who looks now.
    if (rest !== undefined && rest.prober !== name) return restFor(Date.parse(String(rest.until)) - at)
    const others = rows.filter((row) => row !== own)
    const active = others.filter(
      (row) => Number(row.calls) > 0 && Date.parse(String(row.until)) > at - perMs - skewMs,
    )
    const [beside] = active
    const unknown = (row: Row) =>
      row !== beside && Date.parse(String(row.told_at)) >= Date.parse(String(beside?.told_at)) - skewMs
    const hold = closed.get(bucket)
    return {
      calls: Number(own?.calls),
      cap: Number(own?.cap),
      others: active.reduce((sum, row) => sum + Number(row.calls), 0),
      beside:
        beside === undefined || active.length > 1
          ? null
          : {
              cap: Number(beside.cap),
              unknown: others.filter(unknown).flatMap((row) => timesOf(row, at, here)),
            },
      until: askedAt + TERM_MS,
      sent: others.flatMap((row) => timesOf(row, at, here)),
      notBefore: hold === undefined ? Number.NEGATIVE_INFINITY : here + Date.parse(String(hold.until)) - at,
      limit: newestLimit(others),
    }
  }

  /** When the calls of another holder were made at the latest, by our clock. */
  function timesOf(row: Row, at: number, here: number): number[] {
    const differs = String(row.holder).startsWith(`${holder.process}/`) ? 0 : skewMs
    const since = Math.max(0, at - Date.parse(String(row.told_at)) - differs)
    return (JSON.parse(String(row.sent)) as number[]).map((age) => here - since - age)
  }

  async function release(all: readonly Pick<Ask, 'bucket' | 'limit' | 'sent'>[]): Promise<void> {
    const now = Date.parse(options.now())
    const mine = all.filter(({ bucket }) => held.has(bucket))
    if (mine.length === 0) return
    held.clear()
    if (looking) await lookNoMore()
    await directory.$client.batch(
      mine.map(({ bucket, limit, sent }) => ({
        sql: `UPDATE call_share SET calls = 0, until = strftime(${ISO}, :clock), told_at = strftime(${ISO}, :clock),
            sent = :sent, "limit" = :limit
          WHERE ${HERE} AND bucket = :bucket AND holder = :holder`,
        args: { ...place, bucket, holder: name, clock: clock(), limit, sent: agesOf(sent, now) },
      })),
      'write',
    )
  }

  async function close(bucket: string, ms: number): Promise<void> {
    await directory.$client.execute({
      sql: `INSERT INTO call_hold (workspace_id, connection_id, bucket, until)
        VALUES (:workspace, :connection, :bucket, strftime(${ISO}, :clock, :ms))
        ON CONFLICT DO UPDATE SET prober = NULL,
          until = IIF(until > strftime(${ISO}, :clock, :horizon) OR (bucket = '${REST}' AND prober = :holder),
            excluded.until, MAX(until, excluded.until))`,
      args: {
        ...{ ...place, bucket, holder: name, clock: clock(), horizon: seconds(LONGEST_HOLD_MS) },
        ms: seconds(Math.min(ms, LONGEST_HOLD_MS)),
      },
    })
  }

  async function holdDay(ms: number): Promise<void> {
    probing = false
    await close('day', ms)
  }

  async function reopenDay(): Promise<void> {
    if (!probing) return
    probing = false
    await directory.$client.execute({
      sql: `DELETE FROM call_hold WHERE ${HERE} AND bucket = 'day' AND prober = :holder`,
      args: { ...place, holder: name },
    })
  }

  async function rest(ms: number): Promise<void> {
    looking = false
    await close(REST, ms)
  }

  async function wakeUp(): Promise<void> {
    if (!looking) return
    looking = false
    await directory.$client.execute({
      sql: `DELETE FROM call_hold WHERE ${HERE} AND bucket = '${REST}' AND prober = :holder`,
      args: { ...place, holder: name },
    })
  }

  /** Without an answer: whoever comes next looks. */
  async function lookNoMore(): Promise<void> {
    looking = false
    await directory.$client.execute({
      sql: `UPDATE call_hold SET until = strftime(${ISO}, :clock), prober = NULL
        WHERE ${HERE} AND bucket = '${REST}' AND prober = :holder`,
      args: { ...place, holder: name, clock: clock() },
    })
  }

  return { take, hold: close, holdDay, reopenDay, rest, wakeUp, release }
}

/** Whoever comes first when it is over looks whether calls may be made again; the others wait on. */
const lookAgain = (bucket: string, term: string) => `UPDATE call_hold
  SET until = strftime(${ISO}, :clock, :${term}), prober = :holder
  WHERE ${HERE} AND bucket = '${bucket}'
    AND (until <= strftime(${ISO}, :clock) OR until > strftime(${ISO}, :clock, :horizon))`

/** Rows that count no more, and those of a clock that went wrong. */
const sweep = `DELETE FROM call_share WHERE ${HERE} AND bucket = :bucket AND holder <> :holder
  AND (until <= strftime(${ISO}, :clock, :dead) OR until > strftime(${ISO}, :clock, :far))`

const claim = `INSERT INTO call_share
    (workspace_id, connection_id, bucket, holder, calls, cap, until, sent, told_at, "limit")
  SELECT :workspace, :connection, :bucket, :holder, MAX(0, MIN(:ask, :ceiling - COALESCE(SUM(calls), 0))), :ceiling,
    strftime(${ISO}, :clock, :term), :sent, strftime(${ISO}, :clock), :limit
  FROM call_share WHERE ${HERE} AND bucket = :bucket AND holder <> :holder AND until > strftime(${ISO}, :clock, :live)
  ON CONFLICT DO UPDATE SET calls = excluded.calls, cap = excluded.cap, until = excluded.until, sent = excluded.sent,
    told_at = excluded.told_at, "limit" = excluded."limit"`

const everybody = `SELECT holder, calls, cap, until, sent, told_at, "limit" FROM call_share WHERE ${HERE} AND bucket = :bucket`

const holds = `SELECT bucket, until, prober FROM call_hold
  WHERE ${HERE} AND bucket IN (:bucket, 'day', '${REST}')
    AND until > strftime(${ISO}, :clock) AND until <= strftime(${ISO}, :clock, :horizon)`

function newestLimit(rows: readonly Row[]): number | null {
  const told = rows.filter((row) => row.limit !== null)
  const newest = told.toSorted((a, b) => (String(a.told_at) < String(b.told_at) ? 1 : -1))[0]
  return newest === undefined ? null : Number(newest.limit)
}

function agesOf(sent: readonly number[], now: number): string {
  return JSON.stringify(sent.map((at) => now - at))
}

/** A modifier of SQLite's dates. */
function seconds(ms: number): string {
  return `${ms < 0 ? '-' : '+'}${(Math.abs(ms) / 1000).toFixed(3)} seconds`
}

/** Each statement with the arguments it names: libSQL refuses others. */
function only<T extends Readonly<Record<string, string | number | null>>>(sql: string, args: T) {
  return Object.fromEntries(Object.entries(args).filter(([key]) => new RegExp(`:${key}\\b`).test(sql)))
}
