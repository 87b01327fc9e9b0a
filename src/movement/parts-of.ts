/** Statements that ask for deals' parts under a lens: the very rows that the value was counted from. Pure: SQL out. */
import type { InStatement } from '@libsql/client/web'
import { parts } from '../metrics/parts.ts'
import { pathTables } from '../metrics/path.ts'
import { join, raw, type Sql, sql } from '../metrics/sql.ts'
import { type Properties, propertyColumns, shaped, stateTables } from '../metrics/state.ts'
import type { State } from './hybrids.ts'
import { definitionIn, type Lens, momentOf, type Pair, planIn } from './lenses.ts'

/** What a hybrid state is made of. */
export const hybridColumns = [
  ...['deal_id', 'source', 'created_at', 'created_day', 'seq', 'pipeline_id', 'stage_id', 'status'],
  ...['amount_minor', 'home_minor', 'weighted_minor', 'close_date', 'team_id', 'type', 'forecast_category'],
  ...['properties', 'problem', 'unknown', 'twin'],
] as const

export function statement({ text, args }: Sql): InStatement {
  return { sql: text, args: [...args] }
}

export function propertiesOf(pair: Pair): Properties {
  const named = [pair.opening, pair.closing].flatMap(
    ({ made }) => made.definition.filter?.properties?.map(({ name }) => name) ?? [],
  )
  return propertyColumns(named)
}

/**
 * Ids of the deals among `deals` that add something at one end. One that adds nothing at both has no difference: what it
 * was in between is no part of either value.
 */
export function countedAt(past: 'opening' | 'closing', pair: Pair, deals: Sql): InStatement {
  const lens: Lens = { era: past, past }
  const properties = propertiesOf(pair)
  const only = sql`SELECT deal_id FROM s`
  const plan = planIn(lens, pair, only)
  const paths = plan.path === undefined ? [] : pathTables(plan.path, 'p')
  const tables = [...stateTables(momentOf(past, pair), properties, [], true, deals), ...paths]
  const rows = partsIn(lens, pair, properties, ['deal_id'], only, { path: 'p' })
  return statement(sql`WITH ${join(tables, ', ')} SELECT deal_id FROM (${rows})
    WHERE COALESCE(numerator, 0) <> 0 OR COALESCE(denominator, 0) <> 0`)
}

function partsIn(
  lens: Lens,
  pair: Pair,
  properties: Properties,
  more: readonly string[],
  deals: Sql,
  { table = 's', path }: { readonly table?: string; readonly path: string },
): Sql {
  const plan = planIn(lens, pair, deals)
  const from = plan.path === undefined ? { table } : { table, path }
  return parts(definitionIn(lens.era, pair), plan, properties, more, from)
}

/** A hybrid state to be looked at through the lens of its number. */
export interface Asked {
  readonly step: number
  readonly lens: number
  readonly state: State
}

/** Answers rows of `deal_id, step, numerator, denominator` of those that add something. */
export function hybridParts(asked: readonly Asked[], lenses: readonly Lens[], pair: Pair): InStatement {
  const properties = propertiesOf(pair)
  const used = lenses.map((_, index) => index).filter((index) => asked.some(({ lens }) => lens === index))
  const rows = JSON.stringify(
    asked.map(({ step, lens, state }) => [
      step,
      lens,
      ...hybridColumns.map((column) => state[column] ?? null),
    ]),
  )
  const unpacked = ['step', 'lens', ...hybridColumns].map(
    (column, index) => `value ->> ${index} AS ${column}`,
  )
  const page = sql`SELECT ${raw(unpacked.join(', '))} FROM json_each(${rows})`
  const states = shaped(raw('page'), raw('twin'), properties, ['step', 'lens'])
  const only = sql`SELECT deal_id FROM s`
  const tables = used.flatMap((index) => {
    const { path } = planIn(lenses[index] as Lens, pair, only)
    const own = sql`${raw(`l${index}`)} AS (SELECT * FROM s WHERE lens = ${index})`
    return [own, ...(path === undefined ? [] : pathTables(path, `p${index}`))]
  })
  const selects = used.map((index) => {
    const from = { table: `l${index}`, path: `p${index}` }
    const found = partsIn(lenses[index] as Lens, pair, properties, ['deal_id', 'step'], only, from)
    return sql`SELECT deal_id, step, numerator, denominator FROM (${found})`
  })
  return statement(sql`WITH page AS MATERIALIZED (${page}), s AS MATERIALIZED (${states}), ${join(tables, ', ')}
    SELECT * FROM (${join(selects, ' UNION ALL ')}) WHERE COALESCE(numerator, 0) <> 0 OR COALESCE(denominator, 0) <> 0`)
}

/** A line's sums and deals can be told by its largest ones only: the sums ride along with every row. */
export function unmovedParts(lenses: readonly Lens[], pair: Pair, deals: Sql, limit: number): InStatement {
  const properties = propertiesOf(pair)
  const only = sql`SELECT deal_id FROM s`
  const paths = lenses.flatMap((lens, index) => {
    const { path } = planIn(lens, pair, only)
    return path === undefined ? [] : pathTables(path, `p${index}`)
  })
  const selects = lenses.map((lens, index) => {
    const found = partsIn(lens, pair, properties, ['deal_id'], only, { path: `p${index}` })
    return sql`SELECT deal_id, ${index} AS lens, numerator, denominator FROM (${found})`
  })
  const sides = lenses.flatMap((_, index) => [
    `COALESCE(SUM(CASE lens WHEN ${index} THEN numerator END), 0) AS n${index}`,
    `COALESCE(SUM(CASE lens WHEN ${index} THEN denominator END), 0) AS d${index}`,
  ])
  const last = lenses.length - 1
  const moves = lenses
    .slice(1)
    .flatMap((_, index) => [`n${index + 1} - n${index}`, `d${index + 1} - d${index}`])
  const sums = moves.map((move, index) => `SUM(${move}) OVER () AS sum${index}`)
  const counts = lenses
    .slice(1)
    .map((_, i) => `SUM(n${i + 1} <> n${i} OR d${i + 1} <> d${i}) OVER () AS count${i}`)
  const counted = [0, last].map((index) => `n${index} <> 0 OR d${index} <> 0`).join(' OR ')
  const moved = moves.map((move) => `${move} <> 0`).join(' OR ')
  const moment = momentOf('closing', pair)
  return statement(sql`WITH ${join([...stateTables(moment, properties, [], true, deals), ...paths], ', ')}
    SELECT m.*, d.source, d.external_id, d.name FROM (
      SELECT *, ${raw([...sums, ...counts].join(', '))} FROM (
        SELECT deal_id, ${raw(sides.join(', '))} FROM (${join(selects, ' UNION ALL ')}) GROUP BY deal_id)
      WHERE (${raw(counted)}) AND (${raw(moved)})
      ORDER BY ${raw(moves.map((move) => `ABS(${move})`).join(' + '))} DESC, deal_id LIMIT ${limit}) m
    JOIN deal d ON d.id = m.deal_id
    ORDER BY ${raw(moves.map((move) => `ABS(${move})`).join(' + '))} DESC, d.source, d.external_id`)
}
