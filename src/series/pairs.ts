/**
 * When a deal did not count, or nobody knew whether it does, because the other CRM holds it too: the meaning of
 * `../metrics/twins.ts` over time. A pair is one while both of its deals are alive. Pure: SQL out.
 */
import { raw, type Sql, sql } from '../metrics/sql.ts'
import { LEADING } from '../metrics/twins.ts'

export const leadingSide = sql`(SELECT json_extract(value, '$') FROM setting WHERE key = ${LEADING})`

/** That a deal is a copy does not come and go: a reconstructed state has the twin of today. */
const twin = sql`CASE WHEN seq IS NULL OR time_from = 'history'
  THEN (SELECT c.twin_id FROM deal x JOIN revision c ON c.seq = x.current_seq WHERE x.id = l.deal_id) ELSE twin_id END`

/** The deals that name another or may be named: no others can be twins. */
export const twinned = sql`SELECT deal_id FROM revision WHERE twin_id IS NOT NULL UNION
  SELECT id FROM deal WHERE external_id IN (SELECT twin_id FROM revision WHERE twin_id IS NOT NULL)`

/**
 * Common tables over `lives`, the states of those deals; the last, `paired`, has a row per deal and stretch of time. They are empty, and cheap, where
 * no deal names another.
 */
export function pairTables(lives: string): Sql[] {
  const left = sql`CASE k WHEN 1 THEN other ELSE one END = ${leadingSide}`
  return [
    sql`naming AS MATERIALIZED (SELECT * FROM (SELECT l.deal_id, l.source, l.valid_from, l.valid_to, ${twin} AS twin
      FROM ${raw(lives)} l WHERE l.deal_id IN (SELECT deal_id FROM revision WHERE twin_id IS NOT NULL)) WHERE twin IS NOT NULL)`,
    sql`named AS MATERIALIZED (SELECT l.deal_id, l.source, d.external_id, l.valid_from, l.valid_to
      FROM ${raw(lives)} l JOIN deal d ON d.id = l.deal_id WHERE d.external_id IN (SELECT twin FROM naming))`,
    sql`paired AS MATERIALIZED (SELECT DISTINCT deal_id, valid_from, valid_to FROM (
      SELECT CASE k WHEN 1 THEN n.deal_id ELSE o.deal_id END AS deal_id, n.source AS one, o.source AS other, k,
        MAX(n.valid_from, o.valid_from) AS valid_from, ${earlier('n.valid_to', 'o.valid_to')} AS valid_to
      FROM naming n JOIN named o ON o.external_id = n.twin AND o.source <> n.source
        AND (o.valid_to IS NULL OR n.valid_from < o.valid_to) AND (n.valid_to IS NULL OR o.valid_from < n.valid_to)
      JOIN (SELECT 1 AS k UNION ALL SELECT 2)) WHERE COALESCE(${left}, 1))`,
  ]
}

/** Of two ends of which null is the latest. */
export function earlier(a: string, b: string): Sql {
  return raw(`CASE WHEN ${a} IS NULL THEN ${b} WHEN ${b} IS NULL OR ${a} < ${b} THEN ${a} ELSE ${b} END`)
}
