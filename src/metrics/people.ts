/** How many people stand behind a filter: what the privacy floor asks before a number is shown. */
import type { Day } from '../../connectors/contract.ts'
import { addMonths } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { certainly } from './atom.ts'
import { filterAtoms } from './filter.ts'
import { sql } from './sql.ts'
import { propertyColumns, states } from './state.ts'
import type { Filter } from './types.ts'

/**
 * Distinct owners of all deals in the filter that were created, closed or open within the last 12 months, whatever
 * the window. Deals that cannot be read or are gone count nobody: when in doubt, too few.
 */
export async function peopleBehind(db: WorkspaceDb, filter: Filter | undefined, today: Day): Promise<number> {
  const properties = propertyColumns(filter?.properties?.map(({ name }) => name) ?? [])
  const since = addMonths(today, -12)
  const { text, args } = sql`WITH s AS (${states({ kind: 'now' }, properties, ['owner_hash'])})
    SELECT COUNT(DISTINCT owner_hash) AS people FROM s
    WHERE held IS NULL AND ${certainly(filterAtoms(filter, properties.column))}
      AND (status = 'open' OR close_date >= ${since} OR created_day >= ${since})`
  const { rows } = await db.$client.execute({ sql: text, args: [...args] })
  return Number(rows[0]?.people ?? 0)
}
