/**
 * The ledger's read side: SQL that answers in which state every deal was. Two questions, never mixed:
 *
 * - **as known** (`seq`): the state a value published at that `seq` saw. Reconstructed revisions were not told by a
 *   read of the state, so they are no part of it, whichever `seq` they have.
 * - **as we know now** (`instant`): the state at that instant by all we have learned since. Of the revisions effective by
 *   then the one told last counts: a read that was told later and is effective earlier says that what we had believed
 *   since then was wrong. Where none was told for so early a time, the latest reconstructed one counts.
 *
 * Each fragment is a SELECT to be put in brackets (`FROM (${sql}) AS s`), one row per deal, with the columns of
 * `stateColumns`. Deals that were deleted or merged away are left out unless asked for; deals that were not known are
 * simply absent. Reconstructed rows list in `unknown` (JSON array) what they do not know; such a column is null.
 */

/** The same shape as `At` of the metrics. */
export type StateAt =
  | { readonly kind: 'now' }
  | { readonly kind: 'known'; readonly seq: number; readonly late?: Late }
  | { readonly kind: 'asOf'; readonly instant: string }

/** With what was told later, up to `seq`, and had been so by `instant` already. */
export interface Late {
  readonly seq: number
  readonly instant: string
}

export interface Fragment {
  readonly sql: string
  readonly args: readonly (string | number)[]
}

/** From `deal`: identity, the same at all times. */
const identity = ['source', 'external_id', 'name', 'created_at', 'created_day'] as const
/** From `revision`: the state. */
const state = [
  'seq',
  'deal_id',
  'effective_at',
  'time_from',
  'cause',
  'run_id',
  'pipeline_id',
  'stage_id',
  'status',
  'amount_minor',
  'currency',
  'home_minor',
  'rate',
  'rate_rule',
  'close_date',
  'team_id',
  'type',
  'probability',
  'weighted_minor',
  'forecast_category',
  'company_id',
  'twin_id',
  'owner_hash',
  'properties',
  'deleted',
  'merged_into',
  'problem',
  'unknown',
] as const
export const stateColumns = [...identity, ...state] as const

type Column = (typeof stateColumns)[number]
const isOfDeal = (column: string) => (identity as readonly string[]).includes(column)
const placed = (names: readonly string[]) => names.map((c) => `${isOfDeal(c) ? 'd' : 'r'}.${c}`).join(', ')
const columns = placed(stateColumns)

// The newest first, until one is early enough: one seek and a step or two in the covering index `revision_deal_seq`.
const knownSeq = (told: string) => `SELECT k.seq FROM revision k
    WHERE k.deal_id = d.id AND ${told} AND k.time_from <> 'history' ORDER BY k.seq DESC LIMIT 1`
/** Which revisions of `alias` had been told at a moment as known. */
export function toldBy({ seq, late }: Extract<StateAt, { kind: 'known' }>, alias: string): Fragment {
  if (late === undefined) return { sql: `${alias}.seq <= ?`, args: [seq] }
  const sql = `(${alias}.seq <= ? OR ${alias}.seq <= ? AND ${alias}.effective_at <= ?)`
  return { sql, args: [seq, late.seq, late.instant] }
}

const toldSeq = `SELECT k.seq FROM revision k
    WHERE k.deal_id = d.id AND k.effective_at <= ? AND k.time_from <> 'history' ORDER BY k.seq DESC LIMIT 1`
const historySeq = `SELECT k.seq FROM revision k
    WHERE k.deal_id = d.id AND k.effective_at <= ? AND k.time_from = 'history'
    ORDER BY k.effective_at DESC, k.seq DESC LIMIT 1`

function seqAt(at: StateAt): Fragment {
  switch (at.kind) {
    case 'now':
      return { sql: 'd.current_seq', args: [] }
    case 'known': {
      // Most deals have not moved since: their current revision answers without a look into the index.
      const told = toldBy(at, 'k')
      return {
        sql: `CASE WHEN d.current_seq <= ? THEN d.current_seq ELSE (${knownSeq(told.sql)}) END`,
        args: [at.seq, ...told.args],
      }
    }
    case 'asOf':
      return { sql: `COALESCE((${toldSeq}), (${historySeq}))`, args: [at.instant, at.instant] }
    default:
      return at satisfies never
  }
}

export interface StateOptions {
  /** Keeps those that were gone by then. */
  readonly deleted?: boolean
  /** Keeps those without any state so early: null in all but `deal_id` and the columns of the identity. */
  readonly untold?: boolean
  /** A SELECT of the ids of the only deals wanted. */
  readonly deals?: Fragment
  /** The only columns wanted: the fewer, the less has to be parsed for each reader of a common table. */
  readonly columns?: readonly Column[]
}

/** The state of all deals, one row each. */
export function stateAt(at: StateAt, options: StateOptions = {}): Fragment {
  const seq = seqAt(at)
  const { deleted = false, untold = false, deals } = options
  const conditions = [
    ...(deleted ? [] : [untold ? 'r.deleted IS NOT 1' : 'r.deleted = 0']),
    ...(deals === undefined ? [] : [`d.id IN (${deals.sql})`]),
  ]
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  // The join fixes the order: deals outside, each one's revision by its row id.
  const join = untold ? 'LEFT JOIN' : 'CROSS JOIN'
  const wanted = placed(options.columns ?? stateColumns)
  const shown = untold ? wanted.replace('r.deal_id', 'd.id AS deal_id') : wanted
  return {
    sql: `SELECT ${shown} FROM deal d ${join} revision r ON r.seq = ${seq.sql}${where}`,
    args: [...seq.args, ...(deals?.args ?? [])],
  }
}

/**
 * As we know now, as intervals, for series: every revision that still counts for some time, with `valid_from`
 * (inclusive) and `valid_to` (exclusive; null when it holds until now), deleted states included.
 * Reconstructed ones end where the told ones begin. `known`: by what had been learned up to that `seq`, which here
 * includes what a history told by then; `asOf`: the intervals begun by that instant. `deals`: a SELECT of the only ones
 * wanted.
 */
export function timeline(at: StateAt = { kind: 'now' }, deals?: Fragment): Fragment {
  const learned = at.kind === 'known' ? [toldBy(at, 'revision')] : []
  const wanted = deals === undefined ? [] : [{ sql: `deal_id IN (${deals.sql})`, args: deals.args }]
  const conditions = [...learned, ...wanted]
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.map((each) => each.sql).join(' AND ')}`
  const begun =
    at.kind === 'asOf' ? { sql: ' AND valid_from <= ?', args: [at.instant] } : { sql: '', args: [] }
  const sql = `SELECT * FROM (
    SELECT ${columns}, r.effective_at AS valid_from,
      CASE WHEN x.past AND (x.next_at IS NULL OR x.told_from < x.next_at) THEN x.told_from ELSE x.next_at END AS valid_to
    FROM (
      SELECT seq, time_from = 'history' AS past,
        MIN(effective_at) OVER (PARTITION BY deal_id, time_from = 'history'
          ORDER BY CASE WHEN time_from = 'history' THEN effective_at ELSE '' END, seq
          ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_at,
        MIN(CASE WHEN time_from <> 'history' THEN effective_at END) OVER (PARTITION BY deal_id) AS told_from
      FROM revision${where}) x
    CROSS JOIN revision r ON r.seq = x.seq CROSS JOIN deal d ON d.id = r.deal_id)
    WHERE (valid_to IS NULL OR valid_from < valid_to)${begun.sql}`
  return { sql, args: [...conditions.flatMap((each) => each.args), ...begun.args] }
}
