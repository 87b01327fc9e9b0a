/** Whom the terms of a composite give away together, though each of them is allowed. */
import type { Day } from '../../../connectors/contract.ts'
import { addMonths } from '../../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../../db/client.ts'
import { certainly } from '../atom.ts'
import { filterAtoms } from '../filter.ts'
import { certainPeople } from '../people.ts'
import { join, raw, sql } from '../sql.ts'
import { propertyColumns, stateTables } from '../state.ts'
import { countedOnce } from '../twins.ts'
import type { Filter } from '../types.ts'

/**
 * The terms are shown beside the whole, so whoever sees them can add and subtract. Deals are parted by which of the
 * selections they are in; the fewest people of a part, null where all the selections are one. People are counted as
 * for a single selection: owners of deals of the last 12 months, in the CRM that has most of them.
 */
export async function fewestApart(
  db: WorkspaceDb,
  filters: readonly (Filter | undefined)[],
  today: Day,
): Promise<number | null> {
  const distinct = [...new Map(filters.map((filter) => [JSON.stringify(filter ?? {}), filter])).values()]
  if (distinct.length < 2) return null
  const names = distinct.flatMap((filter) => filter?.properties?.map(({ name }) => name) ?? [])
  const properties = propertyColumns([...new Set(names)])
  const since = addMonths(today, -12)
  const inside = distinct.map(
    (filter) =>
      sql`COALESCE(${certainly(filterAtoms(filter, properties.column))} AND ${countedOnce(filter)}, 0)`,
  )
  const part = join(
    inside.map((one, n) => sql`(${one}) * ${raw(String(2 ** n))}`),
    ' + ',
  )
  const recent = sql`status = 'open' OR close_date >= ${since} OR created_day >= ${since}`
  const { text, args } = sql`WITH ${join(stateTables({ kind: 'now' }, properties, ['owner_hash']), ', ')}
    SELECT part, source, COUNT(DISTINCT CASE WHEN ${recent} THEN owner_hash END) AS people
    FROM (SELECT *, ${part} AS part FROM s WHERE held IS NULL) WHERE part > 0 GROUP BY part, source`
  const { rows } = await db.$client.execute({ sql: text, args: [...args] })
  const parts = Map.groupBy(rows, (row) => Number(row.part))
  const people = [...parts.values()].map((of) =>
    certainPeople(new Map(of.map((row) => [String(row.source), Number(row.people)]))),
  )
  return people.length === 0 ? null : Math.min(...people)
}
