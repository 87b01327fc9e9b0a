/**
 * Many definitions asked of a few deals. There the text costs more than the answer: SQLite takes longer to read a SELECT than
 * to run it. So those that differ in their values alone share one, and the values come as rows. Pure: SQL out.
 */
import type { InStatement } from '@libsql/client/web'
import { join, raw, type Sql, sql } from './sql.ts'
import { SELECTS } from './sums.ts'

/** A select over `TABLE` that can read its column `asker`, the index. */
export interface Asked {
  readonly index: number
  readonly select: Sql
}

/** The deals, once for each who asks. */
export const TABLE = '(SELECT * FROM q CROSS JOIN s)'

/** `deals` is the common table `s`, with a column `moment`. `by`: what a row of the answer is of. */
export function lookStatements(asked: readonly Asked[], deals: Sql, by = 'asker, moment'): InStatement[] {
  const shapes = [...Map.groupBy(asked, ({ select }) => select.text).values()]
  const statements: InStatement[] = []
  for (let start = 0; start < shapes.length; start += SELECTS) {
    const chunk = shapes.slice(start, start + SELECTS).map((members, shape) => shared(members, shape, by))
    const tables = [deals, ...chunk.map(({ values }) => values)]
    const { text, args } = sql`WITH ${join(tables, ', ')} ${join(
      chunk.map(({ select }) => select),
      ' UNION ALL ',
    )}`
    statements.push({ sql: text, args: [...args] })
  }
  return statements
}

/** Each place of a value in the text becomes a column of the table of those who ask. */
function shared(
  members: readonly Asked[],
  shape: number,
  by: string,
): { readonly values: Sql; readonly select: Sql } {
  const [first] = members
  const text = first?.select.text ?? ''
  const columns = (first?.select.args ?? []).map((_, n) => `, value ->> ${n + 1} AS given_${n}`)
  const rows = members.map(({ index, select }) => [index, ...select.args])
  let place = 0
  const asking = text
    .replaceAll('?', () => `given_${place++}`)
    .replaceAll('FROM q CROSS', `FROM q${shape} CROSS`)
  return {
    values: sql`${raw(`q${shape}`)} AS MATERIALIZED (SELECT value ->> 0 AS asker${raw(columns.join(''))}
      FROM json_each(${JSON.stringify(rows)}))`,
    select: raw(`${asking} GROUP BY ${by}`),
  }
}
