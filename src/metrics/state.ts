/** The deals' states at one moment of the ledger, with the few columns that metrics are written in. */
import { type StateAt, stateAt, type stateColumns } from '../../db/workspace/state.ts'
import type { Lack } from './atom.ts'
import { join, raw, type Sql, sql } from './sql.ts'
import { twinColumn, twinTables } from './twins.ts'
import { untold } from './untold.ts'

// What a reconstructed state does not know. An amount is known once it is known in the company's currency; nothing is
// nothing in any currency.
const lack = `CASE value WHEN 'home_minor' THEN 'rate' WHEN 'rate' THEN 'rate_used' WHEN 'currency' THEN 'currency_code'
  WHEN 'close_date' THEN 'closeDate' WHEN 'status' THEN 'stage' ELSE value END`
const problems = `SELECT group_concat(json_extract(value, '$.field')) FROM json_each(problem)`
const gaps = `SELECT group_concat(${lack}) FROM json_each(unknown)
  WHERE amount_minor IS NOT 0 OR value NOT IN ('home_minor', 'weighted_minor')`
const unheard = "(unknown IS NOT NULL AND unknown <> '[]')"

/** What a deal lacks of which no state is known. */
const everything: readonly Lack[] = [
  'rate',
  'weighted_minor',
  'closeDate',
  'stage',
  'pipeline_id',
  'stage_id',
  'team_id',
  'type',
  'forecast_category',
  'properties',
  'path',
]

/**
 * `held`: null for a readable deal, else what it lacks, as `,amount,stage,`.
 * `gap_of_history`: 1 when that is for want of history: then it counts wherever what it lacks is not asked for.
 * `amount_home`: the amount in the company's currency; null without amount or rate. Nothing needs no rate.
 * `rate_gap`: 1 when there is an amount and no rate for it.
 * `weighted`: the amount times its probability; null without either.
 */
const columns = `deal_id, source, pipeline_id, stage_id, status, close_date, created_day, team_id, type,
  forecast_category,
  CASE WHEN seq IS NULL THEN ',${everything.join(',')},' WHEN problem IS NOT NULL OR ${unheard}
    THEN ',' || COALESCE((${problems}), '') || ',' || COALESCE((${gaps}), '') || ',' END AS held,
  seq IS NULL OR problem IS NULL AND ${unheard} AS gap_of_history,
  COALESCE(home_minor, CASE amount_minor WHEN 0 THEN 0 END) AS amount_home,
  home_minor IS NULL AND amount_minor IS NOT NULL AND amount_minor <> 0
    AND NOT (${unheard} AND instr(unknown, '"home_minor"') > 0) AS rate_gap,
  COALESCE(weighted_minor, CASE amount_minor WHEN 0 THEN 0 END) AS weighted`

/** What the columns are made of, beside `properties` where some are asked for. */
const needed = [
  ...(['deal_id', 'source', 'pipeline_id', 'stage_id', 'status', 'close_date', 'created_day'] as const),
  ...(['team_id', 'type', 'forecast_category', 'problem', 'unknown', 'seq'] as const),
  ...(['amount_minor', 'home_minor', 'weighted_minor', 'created_at'] as const),
]
/** Further columns for evidence. */
type More = readonly (typeof stateColumns)[number][]

/** Extra properties by name, each read once per deal whatever number of definitions asks for it. */
export interface Properties {
  readonly names: readonly string[]
  column(name: string): string
}

export function propertyColumns(names: Iterable<string>): Properties {
  const list = [...new Set(names)]
  return {
    names: list,
    column(name) {
      const index = list.indexOf(name)
      if (index < 0) throw new Error(`property ${name} was not asked for`)
      return `property_${index}`
    },
  }
}

/** Of one row per deal that is there at `at`. `more` adds columns of `stateColumns`; `deals` selects the only ones. */
function states(at: StateAt, properties: Properties, more: More, deals?: Sql): Sql {
  const read = properties.names.length > 0 ? ['properties' as const] : []
  const fragment = stateAt(at, {
    untold: at.kind === 'asOf',
    columns: [...new Set([...needed, ...more, ...read])],
    ...(deals === undefined ? {} : { deals: { sql: deals.text, args: deals.args } }),
  })
  const there = at.kind === 'asOf' ? sql` WHERE seq IS NOT NULL OR ${untold(at.instant)}` : sql``
  return sql`${shaped(raw(fragment.sql, fragment.args), twinColumn, properties, more)}${there}`
}

/** States with the columns that metrics are written in, from rows of a deal that have what those are made of. */
export function shaped(rows: Sql, twin: Sql, properties: Properties, more: readonly string[]): Sql {
  const extra = properties.names.map(
    (name) =>
      sql`, NULLIF(json_extract(properties, ${`$."${name}"`}), '') AS ${raw(properties.column(name))}`,
  )
  const plain = raw(more.map((column) => `, ${column}`).join(''))
  return sql`SELECT ${raw(columns)}, ${twin}${plain}${join(extra, '')} FROM (${rows})`
}

/** The common table `s`, last, and those that it reads. `keep`: for several readers. */
export function stateTables(
  at: StateAt,
  properties: Properties,
  more: More = [],
  keep = false,
  deals?: Sql,
): Sql[] {
  const rows = states(at, properties, more, deals)
  return [...twinTables(at, deals), sql`s AS ${raw(keep ? 'MATERIALIZED' : '')} (${rows})`]
}
