/**
 * What deals went through, for many days at once. All that is told of a deal happens at instants: it entered, it got there, it
 * cannot be known any more. So the walk over its states is made once, its instants are found once for each window, and a day
 * only compares them with its own end. Pure: SQL out.
 */
import type { InStatement } from '@libsql/client/web'
import { parts } from './parts.ts'
import { type Path, pathTables, type Span, steps } from './path.ts'
import type { Plan } from './plan.ts'
import type { MetricRequest } from './request.ts'
import { join, raw, type Sql, sql } from './sql.ts'
import { propertyColumns, stateTables } from './state.ts'
import { sums } from './sums.ts'
import type { At } from './types.ts'

/** `n` tells the columns of one window from those of another. */
export interface Passage {
  /** The same for every day and window. */
  readonly base: Path
  /** Rows of `base` that say something in whatever window. */
  readonly telling: Sql
  /** Columns of the rows of `base`; more of them are kept by name for `instants`. */
  readonly kept: string
  marks(n: number): Sql
  /** Columns of a row a deal: instants. */
  instants(n: number): Sql
  /** The `outcome` of a deal at an instant, of those columns. */
  outcome(n: number, instant: string): Sql
}

/** Of all states that a deal ever had: one that begins later does not change what came before. */
export const everyStep = () => steps({ kind: 'now' })

/** From when on a state lies in the span, for whoever looks at that time; null: never. */
export function since({ start, end }: Span): Sql {
  return sql`CASE WHEN valid_from < ${end} AND (valid_to IS NULL OR valid_to > ${start}) THEN MAX(valid_from, ${start}) END`
}

export interface OfDay {
  readonly request: MetricRequest
  readonly plan: Plan
  readonly at: Extract<At, { kind: 'asOf' }>
}

/** One statement: a row of sums a day, `i` its place. All are of one metric, with one filter. */
export function daysStatement([first, ...more]: readonly [OfDay, ...OfDay[]]): InStatement {
  const windows: Passage[] = []
  const known = new Map<string, number>()
  /** Days with one window share its columns. */
  const windowOf = (passage: Passage): number => {
    const { text, args } = sql`${passage.marks(0)}, ${passage.instants(0)}`
    const key = JSON.stringify([text, args])
    const n = known.get(key) ?? windows.length
    if (n === windows.length) windows.push(passage)
    known.set(key, n)
    return n
  }
  const selects = [first, ...more].map((day, index) => {
    const passage = passageOf(day)
    return ofDay(day, index, passage.outcome(windowOf(passage), day.at.instant))
  })
  const { base, kept, telling } = passageOf(first)
  const columns = (of: (passage: Passage, n: number) => Sql) => join(windows.map(of), ', ')
  const tables = [
    ...pathTables(base, 'w_base'),
    sql`w_marks AS (SELECT deal_id, ${raw(kept)}, ${columns((one, n) => one.marks(n))} FROM w_base WHERE ${telling})`,
    sql`w AS MATERIALIZED (SELECT deal_id AS path_deal, ${columns((one, n) => one.instants(n))}
      FROM w_marks GROUP BY deal_id)`,
  ]
  const whole = sql`WITH ${join(tables, ', ')} ${join(selects, ' UNION ALL ')}`
  return { sql: whole.text, args: [...whole.args] }
}

function ofDay({ request: { definition }, plan, at }: OfDay, index: number, outcome: Sql): Sql {
  const properties = propertyColumns(definition.filter?.properties?.map(({ name }) => name) ?? [])
  const rows = parts(definition, plan, properties, [], { path: 'p' })
  const path = sql`p AS (SELECT path_deal, ${outcome} AS outcome, NULL AS entered_at, NULL AS date_before FROM w)`
  return sql`SELECT * FROM (WITH ${join([...stateTables(at, properties), path], ', ')} ${sums(index, rows, plan)})`
}

function passageOf({ plan: { passage } }: OfDay): Passage {
  if (passage === undefined) throw new Error('nothing that deals went through')
  return passage
}
