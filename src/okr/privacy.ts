/** The privacy floor: a narrowed number is given only when enough people stand behind it. */
import type { Day } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { certainPeople, peoplePerSource } from '../metrics/index.ts'
import type { Definition } from '../metrics/types.ts'

/** The company's own total says nothing about anyone: it alone is exempt. */
export function isCompanyTotal({ filter }: Definition): boolean {
  return filter === undefined || Object.values(filter).every((narrowing) => narrowing === undefined)
}

export interface TooFew {
  /** The group itself, or those who would be left when it is taken from the teams together. */
  readonly code: 'group_too_small' | 'rest_too_small'
  readonly people: number
}

/**
 * Why the number may not be shown; null when it may. The window does not count: a quiet month must not hide, nor a busy
 * one reveal. A team's number beside the total also gives away the rest's: so the people who are in no team of the
 * selection are none, or enough.
 */
export async function tooFewPeople(
  db: WorkspaceDb,
  definition: Definition,
  today: Day,
  minimum: number,
): Promise<TooFew | null> {
  if (isCompanyTotal(definition)) return null
  const { teams, ...parent } = definition.filter ?? {}
  const selected = await peoplePerSource(db, definition.filter, today)
  const people = certainPeople(selected)
  if (people < minimum) return { code: 'group_too_small', people }
  if (teams === undefined) return null
  const all = await peoplePerSource(db, parent, today)
  const rest = certainPeople(
    new Map([...all].map(([source, n]) => [source, n - (selected.get(source) ?? 0)])),
  )
  return rest > 0 && rest < minimum ? { code: 'rest_too_small', people: rest } : null
}
