/**
 * The states of the deals that moved, at both moments, read once for all definitions. They go back to the database as a
 * value: a common table is parsed anew for each SELECT that reads it, and this one is parsed in no time.
 */
import type { InStatement, InValue, ResultSet, Row } from '@libsql/client/web'
import type { stateColumns } from '../../db/workspace/state.ts'
import { type Crossing, changedBetween, dealsOn } from './moved.ts'
import type { Share } from './share.ts'
import { join, raw, type Sql, sql } from './sql.ts'
import { type Properties, stateTables } from './state.ts'

/**
 * A row a deal, with `changed`: it was told something in between, or its copy was. Of the others the later state is the
 * earlier one too, and read once.
 */
export function movedStatement(
  at: 'from' | 'to',
  { from, to }: { readonly from: number; readonly to: number },
  crossings: readonly Crossing[],
  properties: Properties,
  more: readonly (typeof stateColumns)[number][] = [],
): InStatement {
  const deals = [sql`SELECT deal_id FROM told`, ...(at === 'to' ? dealsOn(crossings) : [])]
  const tables = [
    sql`told AS MATERIALIZED (${changedBetween(from, to)})`,
    sql`moved AS MATERIALIZED (${join(deals, ' UNION ')})`,
    ...stateTables(
      { kind: 'known', seq: at === 'from' ? from : to },
      properties,
      more,
      false,
      raw('SELECT deal_id FROM moved'),
    ),
  ]
  const { text, args } = sql`WITH ${join(tables, ', ')}
    SELECT s.*, s.deal_id IN (SELECT deal_id FROM told) AS changed FROM s`
  return { sql: text, args: [...args] }
}

export interface MovedStates {
  readonly columns: readonly string[]
  /** Of the earlier moment, and of the later one. */
  readonly rows: readonly [readonly Row[], readonly Row[]]
}

export function readMoved(before: ResultSet | undefined, after: ResultSet | undefined): MovedStates {
  const rows = after?.rows ?? []
  const same = rows.filter(({ changed }) => changed !== 1)
  return { columns: after?.columns ?? [], rows: [[...(before?.rows ?? []), ...same], rows] }
}

/** The common table `s` of the deals that can make a difference where these days do, at the moments wanted. */
export function movedTable(
  { columns, rows }: MovedStates,
  moments: readonly (0 | 1)[],
  ...crossed: readonly Crossing[]
): Sql {
  const values = moments.flatMap((moment) =>
    rows[moment].flatMap((row) =>
      crossed.some((one) => (row.changed === 1 ? counts(row, one, moment) : crosses(row, one, moment)))
        ? [[moment, ...columns.map((column) => row[column] as InValue)]]
        : [],
    ),
  )
  const named = columns.map((column, n) => `value ->> ${n + 1} AS ${column}`)
  return sql`s AS MATERIALIZED (SELECT value ->> 0 AS moment, ${raw(named.join(', '))} FROM json_each(${JSON.stringify(values)}))`
}

/** Of the deals with such numbers alone. */
export function movedOf({ columns, rows: [before, after] }: MovedStates, { from, to }: Share): MovedStates {
  const mine = (row: Row) => Number(row.deal_id) >= from && Number(row.deal_id) < to
  return { columns, rows: [before.filter(mine), after.filter(mine)] }
}

/** What is held may lack the very date, or be told as held. */
function counts(row: Row, { by, windows }: Crossing, moment: 0 | 1): boolean {
  return windows === null || row.held !== null || within(row[by], windows[moment])
}

function crosses(row: Row, { by, days }: Crossing, moment: 0 | 1): boolean {
  return days[moment].some((range) => within(row[by], range))
}

function within(day: unknown, [from, to]: readonly [string, string]): boolean {
  return typeof day === 'string' && day >= from && day < to
}
