/**
 * Deals that both CRMs of a company hold count once, from the side that the mapping names as leading. A deal is a twin
 * while both are alive: a deal that names one the other mirror does not hold counts like any other.
 */
import { type StateAt, stateAt } from '../../db/workspace/state.ts'
import { list, raw, type Sql, sql } from './sql.ts'
import type { Filter } from './types.ts'
import { untold } from './untold.ts'

/** Key of the setting: the id of the leading connection as JSON. */
export const LEADING = 'leading'
const leading = sql`(SELECT json_extract(value, '$') FROM setting WHERE key = ${LEADING})`

/**
 * Common tables; the last, `twins`, has a row `deal_id` for each deal of a pair that does not count, or for both while nobody
 * has said which side leads. That a deal is a copy does not come and go: a reconstructed state has the twin of today.
 * `deals`: a SELECT of the only ones asked about, so that their pairs alone are looked at.
 */
export function twinTables(at: StateAt, deals?: Sql): Sql[] {
  const naming =
    deals === undefined ? sql`SELECT deal_id FROM revision WHERE twin_id IS NOT NULL` : near(deals)
  const named = sql`SELECT o.id FROM naming n CROSS JOIN source t ON t.id <> n.source
    CROSS JOIN deal o ON o.source = t.id AND o.external_id = n.twin`
  const pairs = sql`SELECT CASE k WHEN 1 THEN n.deal_id ELSE o.deal_id END AS deal_id, n.source AS one, o.source AS other, k
    FROM naming n JOIN named o ON o.external_id = n.twin AND o.source <> n.source JOIN (SELECT 1 AS k UNION ALL SELECT 2)`
  const left = sql`CASE k WHEN 1 THEN other ELSE one END = ${leading}`
  return [
    sql`naming AS MATERIALIZED (SELECT * FROM (${alive(at, naming)}) WHERE twin IS NOT NULL)`,
    sql`named AS MATERIALIZED (${alive(at, named)})`,
    sql`twins AS MATERIALIZED (SELECT DISTINCT deal_id FROM (${pairs}) WHERE COALESCE(${left}, 1))`,
  ]
}

/** Those of the deals that name another, and those that name one of them. */
function near(deals: Sql): Sql {
  return sql`SELECT deal_id FROM revision WHERE +twin_id IS NOT NULL AND deal_id IN (${deals})
    UNION SELECT n.deal_id FROM deal o CROSS JOIN revision n ON n.twin_id = o.external_id WHERE o.id IN (${deals})`
}

const columns = ['deal_id', 'source', 'external_id', 'twin_id', 'time_from', 'seq', 'created_at'] as const

function alive(at: StateAt, deals: Sql): Sql {
  const past = at.kind === 'asOf'
  const fragment = stateAt(at, { columns, untold: past, deals: { sql: deals.text, args: deals.args } })
  const current = sql`(SELECT c.twin_id FROM deal x JOIN revision c ON c.seq = x.current_seq WHERE x.id = f.deal_id)`
  const twin = past
    ? sql`CASE WHEN seq IS NULL OR time_from = 'history' THEN ${current} ELSE twin_id END`
    : sql`twin_id`
  const there = past ? sql` WHERE seq IS NOT NULL OR ${untold(at.instant)}` : sql``
  return sql`SELECT deal_id, source, external_id, ${twin} AS twin FROM (${raw(fragment.sql, fragment.args)}) f${there}`
}

/** Column of a state, once for all definitions: 1, it does not count, its twin does; 2, nobody has said which counts. */
export const twinColumn = sql`CASE WHEN deal_id IN (SELECT deal_id FROM twins)
  THEN CASE WHEN ${leading} IS NULL THEN 2 ELSE 1 END END AS twin`

/** True: the deal counts. Where a filter names one side, that side counts whole. */
export function countedOnce(filter: Filter | undefined): Sql {
  const named = filter?.connections
  if (named === undefined) return sql`twin IS NOT 1`
  return new Set(named).size < 2 ? sql`1` : sql`(twin IS NOT 1 OR ${leading} NOT IN ${list(named)})`
}

/** True: the deal counts on both sides. */
export function countedTwice(filter: Filter | undefined): Sql {
  const named = filter?.connections
  return named !== undefined && new Set(named).size < 2 ? sql`0` : sql`twin IS 2`
}
