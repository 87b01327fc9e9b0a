/** The privacy floor: a narrowed number is given only when enough people stand behind it. */
import type { Day } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { fewestApart } from '../metrics/composite/people.ts'
import { type Composite, certainPeople, peoplePerSource } from '../metrics/index.ts'
import { type Followed, selectionKey } from '../metrics/people-carried.ts'
import type { Definition, Filter } from '../metrics/types.ts'

/** The company's own total says nothing about anyone: it alone is exempt. */
export function isCompanyTotal({ filter }: Definition): boolean {
  return filter === undefined || Object.values(filter).every((narrowing) => narrowing === undefined)
}

export interface TooFew {
  /** The group itself, or those who would be left when it is taken from the teams together. */
  readonly code: 'group_too_small' | 'rest_too_small'
  readonly people: number
}

/** Every selection that is counted for these definitions. */
export function selectionsOf(definitions: readonly Definition[]): Filter[] {
  return definitions.flatMap((definition): Filter[] => {
    const { filter } = definition
    if (filter === undefined || isCompanyTotal(definition)) return []
    // No name that a CRM gives; whoever asks for it alone is told so.
    if (filter.properties?.some(({ name }) => /["\\]/.test(name))) return []
    const { teams, ...parent } = filter
    return teams === undefined ? [filter] : [filter, parent]
  })
}

/**
 * Why the number may not be shown; null when it may. The window does not count: a quiet month must not hide, nor a busy
 * one reveal. A team's number beside the total also gives away the rest's: so the people who are in no team of the
 * selection are none, or enough. `followed`: selections whose people are known already.
 */
export async function tooFewPeople(
  db: WorkspaceDb,
  definition: Definition,
  today: Day,
  minimum: number,
  followed: Followed = new Map(),
): Promise<TooFew | null> {
  if (isCompanyTotal(definition)) return null
  const { teams, ...parent } = definition.filter ?? {}
  const ask = async (filter: Filter | undefined) =>
    followed.get(selectionKey(filter)) ?? (await peoplePerSource(db, filter, today))
  const selected = await ask(definition.filter)
  const people = certainPeople(selected)
  if (people < minimum) return { code: 'group_too_small', people }
  if (teams === undefined) return null
  const all = await ask(parent)
  const rest = certainPeople(
    new Map([...all].map(([source, n]) => [source, n - (selected.get(source) ?? 0)])),
  )
  return rest > 0 && rest < minimum ? { code: 'rest_too_small', people: rest } : null
}

/** Of terms that are each allowed: a small group that only some of them have shows in their difference. */
export async function tooFewTogether(
  db: WorkspaceDb,
  { terms }: Composite,
  today: Day,
  minimum: number,
): Promise<TooFew | null> {
  const people = await fewestApart(
    db,
    terms.map(({ filter }) => filter),
    today,
  )
  return people !== null && people < minimum ? { code: 'rest_too_small', people } : null
}
