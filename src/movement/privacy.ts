/**
 * Whom a movement could give away. Its deals are those of the evidence of its two values, so the same rule holds: enough
 * people behind the selection. Two things go beyond: another selection in the earlier definition, and people who moved.
 */
import type { Day } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { certainly } from '../metrics/atom.ts'
import { filterAtoms } from '../metrics/filter.ts'
import { certainPeople } from '../metrics/index.ts'
import { join, type Sql, sql } from '../metrics/sql.ts'
import { propertyColumns, stateTables } from '../metrics/state.ts'
import type { Definition, Filter } from '../metrics/types.ts'
import { isCompanyTotal, type TooFew, tooFewPeople } from '../okr/privacy.ts'
import { isNothing, minus, nothing, type Walked } from './lines.ts'
import { dealSteps } from './steps.ts'
import type { Line } from './types.ts'

const now = { kind: 'now' } as const

/** Between two selections stands the number of those who are in one only: they are nobody, or enough. */
export async function tooFewBetween(
  db: WorkspaceDb,
  [opening, closing]: readonly [Definition, Definition],
  today: Day,
  minimum: number,
): Promise<TooFew | null> {
  if (JSON.stringify(opening.filter) === JSON.stringify(closing.filter)) return null
  const few = await tooFewPeople(db, opening, today, minimum)
  if (few !== null) return few
  const statements = [only(opening.filter, closing.filter), only(closing.filter, opening.filter)].map(
    ({ text, args }) => ({ sql: text, args: [...args] }),
  )
  const results = await db.$client.batch(statements, 'read')
  const people = results.map(({ rows }) =>
    certainPeople(new Map(rows.map((row) => [String(row.source), Number(row.people)]))),
  )
  const apart = results.map(({ rows }) => rows.length > 0)
  const small = people.find((n, index) => apart[index] === true && n < minimum)
  return small === undefined ? null : { code: 'rest_too_small', people: small }
}

/** Whatever their age: a selection that was left long ago is as telling. */
function only(one: Filter | undefined, other: Filter | undefined): Sql {
  const names = [one, other].flatMap((filter) => filter?.properties?.map(({ name }) => name) ?? [])
  const properties = propertyColumns(names)
  const inside = (filter: Filter | undefined) => certainly(filterAtoms(filter, properties.column))
  return sql`WITH ${join(stateTables(now, properties, ['owner_hash']), ', ')}
    SELECT source, COUNT(DISTINCT owner_hash) AS people FROM s
    WHERE (${inside(one)}) AND COALESCE(NOT (${inside(other)}), 1) GROUP BY source`
}

/**
 * Somebody who changes the team takes all open deals along: as a line of their own they would be one person's number. With
 * fewer people behind it than the minimum the line says how much, as the two values do anyway, and of no deal.
 */
export function guarded(
  lines: readonly Line[],
  deals: readonly Walked[],
  definitions: readonly Definition[],
  minimum: number,
): Line[] {
  if (definitions.every(isCompanyTotal)) return [...lines]
  return lines.map((line) => {
    const isSafe = line.step !== 'filter' || ownersOf(deals) >= minimum
    return isSafe ? line : { ...line, total: null, deals: [] }
  })
}

const FILTER = dealSteps.indexOf('filter')

function ownersOf(deals: readonly Walked[]): number {
  const owners = new Map<string, Set<unknown>>()
  for (const { ends, parts } of deals) {
    if (isNothing(minus(parts[FILTER + 1] ?? nothing, parts[FILTER] ?? nothing))) continue
    for (const state of [ends.learned, ends.closing]) {
      if (state?.owner_hash == null) continue
      const source = String(state.source)
      owners.set(source, (owners.get(source) ?? new Set()).add(state.owner_hash))
    }
  }
  return certainPeople(new Map([...owners].map(([source, hashes]) => [source, hashes.size])))
}
