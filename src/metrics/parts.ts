/**
 * Each deal's part in a value. `evaluate` adds these rows up and `evidence` shows them: one SELECT serves both, so
 * that what is shown is what was counted.
 */
import { atom, lacks, passes } from './atom.ts'
import { filterAtoms } from './filter.ts'
import { outcome } from './path.ts'
import type { Plan } from './plan.ts'
import { join, raw, type Sql, sql } from './sql.ts'
import type { Properties } from './state.ts'
import { countedOnce, countedTwice } from './twins.ts'
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
  /** Could count by what is known of its past, or of the state it was in. */
  gapOfHistory: 6,
} as const

const unsure = raw([kind.held, kind.gapOfFilter, kind.gapOfHistory].join(', '))
const is = (...kinds: readonly number[]) => raw(`kind IN (${kinds.join(', ')})`)

export interface PartsFrom {
  readonly table?: string
  readonly path?: string
  /** Keeps SQLite from writing the conditions out again in each column: they are worked out once a row. */
  readonly once?: boolean
  /** The same of rows that pass; of the others, what only a column asks for is never worked out. */
  readonly passed?: boolean
}

/**
 * Rows of `kind, numerator, denominator, nil, twice, e0...` and `more`, read from a table of `states`, by default `s`, and from
 * the table of the plan's path where it has one.
 */
export function parts(
  definition: Definition,
  plan: Plan,
  properties: Properties,
  more: readonly string[] = [],
  { table = 's', path, once = false, passed = once }: PartsFrom = {},
): Sql {
  const { filter } = definition
  const atoms = [...plan.where, ...filterAtoms(filter, properties.column), atom(countedOnce(filter))]
  const known = (value: Sql) => sql`CASE WHEN kind NOT IN (${unsure}) THEN ${value} END`
  const denominator = plan.denominator ?? raw('NULL')
  const columns = [
    sql`CASE WHEN ${is(kind.counted)} THEN ${plan.numerator} END AS numerator`,
    sql`CASE WHEN kind NOT IN (${unsure}, ${raw(String(kind.leftOut))}) THEN ${denominator} END AS denominator`,
    sql`${is(kind.counted)} AND (${plan.empty ?? raw('0')}) AS nil`,
    sql`${countedTwice(filter)} AS twice`,
    ...(plan.extra ?? []).map((extra, index) => sql`${known(extra)} AS ${raw(`e${index}`)}`),
    ...more.map((column) => raw(column)),
  ]
  return sql`SELECT kind, ${join(columns, ', ')} FROM (SELECT *, ${kindOf(definition, plan)} AS kind FROM (
    SELECT s.*${raw(path === undefined ? none : `, ${pathColumns}`)}, ${passes(atoms)} AS passes
    FROM ${raw(table)} s${raw(path === undefined ? '' : ` LEFT JOIN ${path} p ON p.path_deal = s.deal_id`)})
    WHERE passes IS NOT 0${raw(passed ? ' LIMIT -1' : '')})`
}

const pathColumns = 'p.outcome, p.entered_at, p.date_before'
const none = ', NULL AS entered_at, NULL AS date_before'

function kindOf({ filter }: Definition, plan: Plan): Sql {
  const told = (value: number) => raw(String(value))
  const needed = plan.unknown ?? (plan.money ? lacks('rate') : raw('0'))
  const cases = [
    sql`WHEN held IS NOT NULL AND NOT gap_of_history THEN ${told(kind.held)}`,
    sql`WHEN held IS NOT NULL AND (passes IS NULL OR (${needed})) THEN ${told(kind.gapOfHistory)}`,
  ]
  if (plan.path !== undefined)
    cases.push(sql`WHEN outcome = ${told(outcome.unknown)} THEN ${told(kind.gapOfHistory)}`)
  if (filter?.minAmountMinor !== undefined) cases.push(sql`WHEN rate_gap THEN ${told(kind.gapOfFilter)}`)
  if (plan.money) cases.push(sql`WHEN ${plan.gap ?? raw('rate_gap')} THEN ${told(kind.gap)}`)
  if (plan.leftOut) cases.push(sql`WHEN ${plan.leftOut} THEN ${told(kind.leftOut)}`)
  return sql`CASE ${join(cases, ' ')} ELSE ${told(kind.counted)} END`
}
