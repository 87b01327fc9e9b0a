/** The deals' states at one moment of the ledger, with the few columns that metrics are written in. */
import { type StateAt, stateAt } from '../../db/workspace/state.ts'
import { join, raw, type Sql, sql } from './sql.ts'

// What a reconstructed state does not know, named as what a readable deal would be held for.
const lack = `CASE value WHEN 'amount_minor' THEN 'amount' WHEN 'home_minor' THEN 'rate'
  WHEN 'close_date' THEN 'closeDate' WHEN 'status' THEN 'stage' ELSE value END`
const problems = `SELECT group_concat(json_extract(value, '$.field')) FROM json_each(problem)`
const gaps = `SELECT group_concat(${lack}) FROM json_each(unknown)`

/**
 * `held`: null for a readable deal, else what it lacks, as `,amount,stage,`.
 * `amount_home`: the amount in the company's currency; null without amount or rate. Nothing needs no rate.
 * `rate_gap`: 1 when there is an amount and no rate for it.
 * `weighted`: the amount times its probability; null without either.
 */
const columns = `deal_id, source, pipeline_id, stage_id, status, close_date, created_day, team_id, type,
  forecast_category,
  CASE WHEN problem IS NOT NULL OR unknown <> '[]'
    THEN ',' || COALESCE((${problems}), '') || ',' || COALESCE((${gaps}), '') || ',' END AS held,
  problem IS NULL AND unknown <> '[]' AS gap_of_history,
  COALESCE(home_minor, CASE amount_minor WHEN 0 THEN 0 END) AS amount_home,
  home_minor IS NULL AND amount_minor IS NOT NULL AND amount_minor <> 0 AS rate_gap,
  COALESCE(weighted_minor, CASE amount_minor WHEN 0 THEN 0 END) AS weighted`

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

/** A SELECT of one row per deal that is there at `at`. `more` adds columns of `stateColumns`. */
export function states(at: StateAt, properties: Properties, more: readonly string[] = []): Sql {
  const fragment = stateAt(at)
  const extra = properties.names.map(
    (name) =>
      sql`, NULLIF(json_extract(properties, ${`$."${name}"`}), '') AS ${raw(properties.column(name))}`,
  )
  const plain = raw(more.map((column) => `, ${column}`).join(''))
  return sql`SELECT ${raw(columns)}${plain}${join(extra, '')} FROM (${raw(fragment.sql, fragment.args)})`
}
