/** Adds the parts of many definitions up in one walk over the deals. Pure: statements out, rows elsewhere. */
import type { InStatement } from '@libsql/client/web'
import { kind, parts } from './parts.ts'
import { pathTables } from './path.ts'
import type { Plan } from './plan.ts'
import type { MetricRequest } from './request.ts'
import { join, raw, type Sql, sql } from './sql.ts'
import { type Properties, propertyColumns, stateTables } from './state.ts'
import type { At, Definition } from './types.ts'

/** SQLite takes 500 SELECTs in one compound; 300 leaves room for their parameters. */
export const SELECTS = 300
/** As many as a plan has at most. */
const EXTRAS = 5

/** Answers a row of sums per request, `i` its index. `deals`: a SELECT of the only ones counted. */
export function sumStatements(
  requests: readonly MetricRequest[],
  plans: readonly (Plan | undefined)[],
  at: At,
  deals?: Sql,
): InStatement[] {
  const names = requests.flatMap(
    ({ definition }) => definition.filter?.properties?.map(({ name }) => name) ?? [],
  )
  const properties = propertyColumns(names)
  const asked = requests.flatMap(({ definition }, index): Asked[] => {
    const plan = plans[index]
    return plan ? [{ index, definition, plan }] : []
  })
  const statements: InStatement[] = []
  for (let start = 0; start < asked.length; start += SELECTS) {
    statements.push(walk(asked.slice(start, start + SELECTS), properties, at, deals))
  }
  return statements
}

interface Asked {
  readonly index: number
  readonly definition: Definition
  readonly plan: Plan
}

/**
 * The states are worked out once, then once narrowed for all definitions with the same first condition (mostly the
 * window), and each definition reads only the deals of its own.
 */
function walk(asked: readonly Asked[], properties: Properties, at: At, deals?: Sql): InStatement {
  const groups = Map.groupBy(asked, ({ plan }) => JSON.stringify(plan.where[0].holds))
  const tables = [...groups.values()].map((members, n) => ({
    name: members.length > 1 ? `n${n}` : 's',
    members,
  }))
  const narrowed = tables.flatMap(({ name, members: [first] }) => {
    if (name === 's' || first === undefined) return []
    return [
      sql`${raw(name)} AS MATERIALIZED (SELECT * FROM s WHERE held IS NOT NULL OR ${first.plan.where[0].holds})`,
    ]
  })
  const selects = tables.flatMap(({ name, members }) =>
    members.map(({ index, definition, plan }) =>
      sums(index, parts(definition, plan, properties, [], tablesOf(plan, index, name)), plan),
    ),
  )
  const paths = asked.flatMap(({ index, plan: { path } }) =>
    path === undefined ? [] : pathTables(path, `p${index}`),
  )
  // Without a second reader there is nothing to keep.
  const states = stateTables(at, properties, [], asked.length > 1, deals)
  const whole = sql`WITH ${join([...states, ...narrowed, ...paths], ', ')} ${join(selects, ' UNION ALL ')}`
  return { sql: whole.text, args: [...whole.args] }
}

function tablesOf({ path }: Plan, index: number, table: string) {
  return path === undefined ? { table } : { table, path: `p${index}` }
}

/** `name`: what the row is known by, its `i`. */
export function sums(name: number | Sql, rows: Sql, plan: Plan): Sql {
  const extras = Array.from({ length: EXTRAS }, (_, n) =>
    raw(n < (plan.extra?.length ?? 0) ? `COALESCE(SUM(e${n}), 0) AS e${n}` : `0 AS e${n}`),
  )
  return sql`SELECT ${typeof name === 'number' ? raw(String(name)) : name} AS i, COUNT(*) FILTER (WHERE kind = ${raw(String(kind.counted))}) AS counted,
    COUNT(*) FILTER (WHERE kind = ${raw(String(kind.held))}) AS held,
    COUNT(*) FILTER (WHERE kind = ${raw(String(kind.gapOfHistory))}) AS unknowns,
    COUNT(*) FILTER (WHERE kind IN (${raw(`${kind.gap}, ${kind.gapOfFilter}`)})) AS gaps,
    COUNT(*) FILTER (WHERE kind = ${raw(String(kind.leftOut))}) AS left_out,
    COALESCE(SUM(nil), 0) AS nil, COALESCE(SUM(twice), 0) AS twice, COALESCE(SUM(numerator), 0) AS numerator,
    COALESCE(SUM(denominator), 0) AS denominator, ${join(extras, ', ')},
    ${plan.median ? median(rows) : raw('NULL')} AS median FROM (${rows})`
}

/** The middle one, or half way between the two in the middle. */
function median(rows: Sql): Sql {
  return sql`(SELECT AVG(numerator) FROM (
    SELECT numerator, ROW_NUMBER() OVER (ORDER BY numerator) AS place, COUNT(*) OVER () AS places
    FROM (${rows}) WHERE kind = ${raw(String(kind.counted))}
  ) WHERE place IN ((places + 1) / 2, (places + 2) / 2))`
}
