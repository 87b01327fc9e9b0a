/** Who has deals in exactly which of several selections: read anew, or from what is followed from night to night. */
import type { InStatement } from '@libsql/client/web'
import type { Day } from '../../connectors/contract.ts'
import { addMonths } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { certainly } from './atom.ts'
import { filterAtoms } from './filter.ts'
import { isRecent, type Question, selectionKey } from './people-carried.ts'
import { join, raw, type Sql, sql } from './sql.ts'
import { type Properties, propertyColumns, stateTables } from './state.ts'
import { countedOnce } from './twins.ts'
import type { Filter } from './types.ts'

/** Deals that the same selections hold, and their owners by connection. */
export interface DealRegion {
  readonly inside: readonly boolean[]
  readonly people: ReadonlyMap<string, ReadonlySet<string>>
}

/**
 * Owners of the last twelve months, as for a single selection; where a region has none of them, its earlier ones: what was
 * left long ago is as telling. Deals that nobody owns are nobody's number.
 */
export async function readRegions(
  db: WorkspaceDb,
  filters: readonly (Filter | undefined)[],
  today: Day,
): Promise<DealRegion[]> {
  const { where, who } = partedBy(filters)
  const properties = propertyColumns(namesOf(filters))
  const recent = isRecent(sql`${addMonths(today, -12)}`)
  const { text, args } = sql`WITH ${join(stateTables({ kind: 'now' }, properties, ['owner_hash']), ', ')}
    SELECT DISTINCT source, ${who(properties, recent)} AS who FROM s WHERE ${where(properties, recent)}`
  return regionsOf(db, { sql: text, args: [...args] })
}

/** From where `followPeople` keeps it. */
export function keptRegions(db: WorkspaceDb, print: string): Promise<DealRegion[]> {
  return regionsOf(db, {
    sql: 'SELECT source, owner_hash AS who FROM carried_people WHERE selection = ?',
    args: [print],
  })
}

/** The name is the region, whether the deal is a recent one, and the hash. */
export function partedBy(filters: readonly (Filter | undefined)[]): Question {
  const inside = (properties: Properties) =>
    filters.map(
      (filter) =>
        sql`COALESCE(${certainly(filterAtoms(filter, properties.column))} AND ${countedOnce(filter)}, 0)`,
    )
  return {
    key: JSON.stringify(['parted', ...filters.map(selectionKey)]),
    filters,
    where: () => raw('held IS NULL AND owner_hash IS NOT NULL'),
    who: (properties, recent) => sql`${bits([...inside(properties), recent])} || ' ' || owner_hash`,
  }
}

function bits(conditions: readonly Sql[]): Sql {
  return join(
    conditions.map((one) => sql`CASE WHEN ${one} THEN '1' ELSE '0' END`),
    ' || ',
  )
}

function namesOf(filters: readonly (Filter | undefined)[]): string[] {
  return filters.flatMap((filter) => filter?.properties?.map(({ name }) => name) ?? [])
}

async function regionsOf({ $client }: WorkspaceDb, statement: InStatement): Promise<DealRegion[]> {
  const { rows } = await $client.execute(statement)
  const parsed = rows.map((row) => {
    const [flags = '', hash = ''] = String(row.who).split(' ')
    return { source: String(row.source), region: flags.slice(0, -1), recent: flags.endsWith('1'), hash }
  })
  return [...Map.groupBy(parsed, ({ region }) => region)].map(([region, owners]) => {
    const recent = owners.filter((one) => one.recent)
    const counted = Map.groupBy(recent.length > 0 ? recent : owners, ({ source }) => source)
    return {
      inside: [...region].map((flag) => flag === '1'),
      people: new Map([...counted].map(([source, of]) => [source, new Set(of.map(({ hash }) => hash))])),
    }
  })
}
