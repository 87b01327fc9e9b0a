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
  | { readonly kind: 'known'; readonly seq: number }
  | { readonly kind: 'asOf'; readonly instant: string }

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
  'owner_hash',
  'properties',
  'deleted',
  'merged_into',
  'problem',
  'unknown',
] as const
export const stateColumns = [...identity, ...state] as const

const columns = [...identity.map((c) => `d.${c}`), ...state.map((c) => `r.${c}`)].join(', ')

// The newest first, until one is early enough: one seek and a step or two in the covering index `revision_deal_seq`.
const knownSeq = `SELECT k.seq FROM revision k
    WHERE k.deal_id = d.id AND k.seq <= ? AND k.time_from <> 'history' ORDER BY k.seq DESC LIMIT 1`
const toldSeq = `SELECT k.seq FROM revision k
    WHERE k.deal_id = d.id AND k.effective_at <= ? AND k.time_from <> 'history' ORDER BY k.seq DESC LIMIT 1`
const historySeq = `SELECT k.seq FROM revision k
    WHERE k.deal_id = d.id AND k.effective_at <= ? AND k.time_from = 'history'
    ORDER BY k.effective_at DESC, k.seq DESC LIMIT 1`

function seqAt(at: StateAt): Fragment {
  switch (at.kind) {
    case 'now':
      return { sql: 'd.current_seq', args: [] }
    case 'known':
      // Most deals have not moved since: their current revision answers without a look into the index.
      return {
        sql: `CASE WHEN d.current_seq <= ? THEN d.current_seq ELSE (${knownSeq}) END`,
        args: [at.seq, at.seq],
      }
    case 'asOf':
      return { sql: `COALESCE((${toldSeq}), (${historySeq}))`, args: [at.instant, at.instant] }
    default:
      return at satisfies never
  }
}

/** The state of all deals, one row each. `deleted: true` keeps those that were gone by then. */
export function stateAt(at: StateAt, options: { readonly deleted?: boolean } = {}): Fragment {
  const seq = seqAt(at)
  const alive = options.deleted === true ? '' : ' WHERE r.deleted = 0'
  // CROSS JOIN fixes the order: deals outside, each one's revision by its row id.
  return {
    sql: `SELECT ${columns} FROM deal d CROSS JOIN revision r ON r.seq = ${seq.sql}${alive}`,
    args: seq.args,
  }
}

/**
 * As we know now, as intervals, for series: every revision that still counts for some time, with `valid_from`
 * (inclusive) and `valid_to` (exclusive; null when it holds until now), deleted states included.
 * Reconstructed ones end where the told ones begin.
 */
export function timeline(): Fragment {
  const sql = `SELECT * FROM (
    SELECT ${columns}, r.effective_at AS valid_from,
      CASE WHEN x.past AND (x.next_at IS NULL OR x.told_from < x.next_at) THEN x.told_from ELSE x.next_at END AS valid_to
    FROM (
      SELECT seq, time_from = 'history' AS past,
        MIN(effective_at) OVER (PARTITION BY deal_id, time_from = 'history'
          ORDER BY CASE WHEN time_from = 'history' THEN effective_at ELSE '' END, seq
          ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_at,
        MIN(CASE WHEN time_from <> 'history' THEN effective_at END) OVER (PARTITION BY deal_id) AS told_from
      FROM revision) x
    CROSS JOIN revision r ON r.seq = x.seq CROSS JOIN deal d ON d.id = r.deal_id)
    WHERE valid_to IS NULL OR valid_from < valid_to`
  return { sql, args: [] }
}
