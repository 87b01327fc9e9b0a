/**
 * Each deal's part in a value. `evaluate` adds these rows up and `evidence` shows them: one SELECT serves both, so
 * that what is shown is what was counted.
 */
import { certainly, possibly } from './atom.ts'
import { filterAtoms } from './filter.ts'
import type { Plan } from './plan.ts'
import { join, raw, type Sql, sql } from './sql.ts'
import type { Properties } from './state.ts'
import type { Definition } from './types.ts'

/** Why a row is there. */
export const kind = {
  counted: 1,
  /** Held; could pass by what is known of it. */
  held: 2,
  /** Passes; its amount has no rate. */
  gap: 3,
  /** Passes; the metric's meaning leaves it out. */
  leftOut: 4,
  /** Could pass the minimum amount; its amount has no rate. */
  gapOfFilter: 5,
} as const

/** Rows of `kind, numerator, denominator, nil, e0...` and `more`, read from a table of `states`, by default `s`. */
export function parts(
  definition: Definition,
  plan: Plan,
  properties: Properties,
  more: readonly string[] = [],
  table = 's',
): Sql {
  const atoms = [...plan.where, ...filterAtoms(definition.filter, properties.column)]
  const unsure = sql`${raw(String(kind.held))}, ${raw(String(kind.gapOfFilter))}`
  const known = (value: Sql) => sql`CASE WHEN kind NOT IN (${unsure}) THEN ${value} END`
  const denominator = plan.denominator ?? raw('NULL')
  const columns = [
    sql`CASE kind WHEN ${raw(String(kind.counted))} THEN ${plan.numerator} END AS numerator`,
    sql`CASE WHEN kind NOT IN (${unsure}, ${raw(String(kind.leftOut))}) THEN ${denominator} END AS denominator`,
    sql`kind = ${raw(String(kind.counted))} AND (${plan.empty ?? raw('0')}) AS nil`,
    ...(plan.extra ?? []).map((extra, index) => sql`${known(extra)} AS ${raw(`e${index}`)}`),
    ...more.map((column) => raw(column)),
  ]
  return sql`SELECT kind, ${join(columns, ', ')} FROM (
    SELECT s.*, ${kindOf(definition, plan)} AS kind FROM ${raw(table)} s
    WHERE CASE WHEN held IS NULL THEN ${certainly(atoms)} ELSE ${possibly(atoms)} END)`
}

function kindOf({ filter }: Definition, plan: Plan): Sql {
  const cases = [sql`WHEN held IS NOT NULL THEN ${raw(String(kind.held))}`]
  if (filter?.minAmountMinor !== undefined) {
    cases.push(sql`WHEN rate_gap THEN ${raw(String(kind.gapOfFilter))}`)
  }
  if (plan.money) cases.push(sql`WHEN ${plan.gap ?? raw('rate_gap')} THEN ${raw(String(kind.gap))}`)
  if (plan.leftOut) cases.push(sql`WHEN ${plan.leftOut} THEN ${raw(String(kind.leftOut))}`)
  return sql`CASE ${join(cases, ' ')} ELSE ${raw(String(kind.counted))} END`
}
