/** How many people stand behind a filter: what the privacy floor asks before a number is shown. */
import type { Day } from '../../connectors/contract.ts'
import { addMonths } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { certainly } from './atom.ts'
import { filterAtoms } from './filter.ts'
import { join, sql } from './sql.ts'
import { propertyColumns, stateTables } from './state.ts'
import { countedOnce } from './twins.ts'
import type { Filter } from './types.ts'

export type PeoplePerSource = ReadonlyMap<string, number>

const now = { kind: 'now' } as const

/**
 * Distinct owners of all deals in the filter that were created, closed or open within the last 12 months, whatever
 * the window, in each CRM; as a value counts them, once. Deals that cannot be read or are gone count nobody: when in doubt, too few.
 */
export async function peoplePerSource(
  db: WorkspaceDb,
  filter: Filter | undefined,
  today: Day,
): Promise<PeoplePerSource> {
  const properties = propertyColumns(filter?.properties?.map(({ name }) => name) ?? [])
  const since = addMonths(today, -12)
  const { text, args } = sql`WITH ${join(stateTables(now, properties, ['owner_hash']), ', ')}
    SELECT source, COUNT(DISTINCT owner_hash) AS people FROM s
    WHERE held IS NULL AND ${certainly(filterAtoms(filter, properties.column))} AND ${countedOnce(filter)}
      AND (status = 'open' OR close_date >= ${since} OR created_day >= ${since}) GROUP BY source`
  const { rows } = await db.$client.execute({ sql: text, args: [...args] })
  return new Map(rows.map((row) => [String(row.source), Number(row.people)]))
}

/**
 * How many people are certainly there: one may work in both CRMs, and nothing we keep tells that it is the same one. So
 * the CRM with the most decides, and the others add nobody.
 */
export function certainPeople(perSource: PeoplePerSource): number {
  return Math.max(0, ...perSource.values())
}

export async function peopleBehind(db: WorkspaceDb, filter: Filter | undefined, today: Day): Promise<number> {
  return certainPeople(await peoplePerSource(db, filter, today))
}
