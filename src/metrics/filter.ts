/** A filter as conditions on a deal's state. Every value is bound. Pure. */
import { type Atom, atom, guarded, type Lack } from './atom.ts'
import { list, raw, type Sql, sql } from './sql.ts'
import type { Filter } from './types.ts'

export type PropertyFilter = NonNullable<Filter['properties']>[number]

/** Names the column that `state.ts` makes of an extra property. */
export type PropertyColumn = (name: string) => string

export function filterAtoms(filter: Filter | undefined, column: PropertyColumn): Atom[] {
  if (filter === undefined) return []
  const { connections, pipelines, stages, teams, dealTypes, properties = [], minAmountMinor } = filter
  return [
    ...oneOf('source', connections),
    ...oneOf('pipeline_id', pipelines, 'pipeline_id'),
    ...oneOf('stage_id', stages, 'stage_id'),
    ...oneOf('team_id', teams, 'team_id'),
    ...oneOf('type', dealTypes, 'type'),
    ...properties.map((property) => guarded(propertySql(property, raw(column(property.name))), 'properties')),
    ...minimum(minAmountMinor),
  ]
}

function oneOf(column: string, values: readonly string[] | undefined, ...reads: readonly Lack[]): Atom[] {
  return values === undefined ? [] : [atom(sql`${raw(column)} IN ${list(values)}`, ...reads)]
}

/** In the company's currency. A deal without amount is below any minimum; one without rate may be above it. */
function minimum(minor: number | undefined): Atom[] {
  if (minor === undefined) return []
  return [guarded(sql`rate_gap OR amount_home >= ${minor}`, 'amount', 'currency', 'rate')]
}

/** What is unknown equals nothing: `neq` and `not_in` are exactly the rest of `eq` and `in`. */
function propertySql({ op, values }: PropertyFilter, column: Sql): Sql {
  switch (op) {
    case 'eq':
    case 'in':
      return sql`${column} IN ${list(values)}`
    case 'neq':
    case 'not_in':
      return sql`${column} IS NULL OR ${column} NOT IN ${list(values)}`
    case 'known':
      return sql`${column} IS NOT NULL`
    case 'unknown':
      return sql`${column} IS NULL`
    default:
      return op satisfies never
  }
}
