/** The states of some deals at both ends, gone ones included, and the copies among them. */
import type { InStatement, ResultSet, Row } from '@libsql/client/web'
import { stateAt, stateColumns } from '../../db/workspace/state.ts'
import { join, raw, sql } from '../metrics/sql.ts'
import { twinColumn, twinTables } from '../metrics/twins.ts'
import type { Ends, Past, State } from './hybrids.ts'
import { momentOf, type Pair } from './lenses.ts'
import { statement } from './parts-of.ts'

const moments = ['opening', 'learned', 'closing'] as const satisfies readonly Past[]

export function stateStatements(ids: readonly number[], pair: Pair): InStatement[] {
  return moments.map((past) => {
    const at = momentOf(past, pair)
    const deals = { sql: 'SELECT value FROM json_each(?)', args: [JSON.stringify(ids)] }
    const found = stateAt(at, { deleted: true, deals })
    return statement(sql`WITH ${join(twinTables(at), ', ')}
      SELECT *, ${twinColumn} FROM (${raw(found.sql, found.args)})`)
  })
}

/** By the deal's number. A copy that was told late is one from the opening on, or from when the deal is there. */
export function endsFrom(results: readonly ResultSet[]): ReadonlyMap<number, Ends> {
  const [opening, learned, closing] = results.map(
    ({ rows }) => new Map(rows.map((row) => [Number(row.deal_id), stateFrom(row)])),
  )
  const ids = new Set([opening, learned, closing].flatMap((states) => [...(states?.keys() ?? [])]))
  return new Map(
    [...ids].map((id) => {
      const [from, late, to] = [opening?.get(id), learned?.get(id), closing?.get(id)]
      const twin = (from ?? to)?.twin ?? null
      return [id, { opening: from, learned: late === undefined ? undefined : { ...late, twin }, closing: to }]
    }),
  )
}

function stateFrom(row: Row): State {
  return Object.fromEntries([...stateColumns, 'twin'].map((column) => [column, plain(row[column])]))
}

function plain(value: Row[string] | undefined): string | number | null {
  return typeof value === 'string' || typeof value === 'number' ? value : null
}
