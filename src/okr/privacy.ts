/** The privacy floor: a narrowed number is given only when enough people stand behind it. */
import type { Day } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { peopleBehind } from '../metrics/index.ts'
import type { Definition } from '../metrics/types.ts'

/** The company's own total says nothing about anyone: it alone is exempt. */
export function isCompanyTotal({ filter }: Definition): boolean {
  return filter === undefined || Object.values(filter).every((narrowing) => narrowing === undefined)
}

/**
 * How many people stand behind the definition when they are fewer than `minimum`; null when the number may be shown.
 * The window does not count: a quiet month must not hide, nor a busy one reveal.
 */
export async function tooFewPeople(
  db: WorkspaceDb,
  definition: Definition,
  today: Day,
  minimum: number,
): Promise<number | null> {
  if (isCompanyTotal(definition)) return null
  const people = await peopleBehind(db, definition.filter ?? {}, today)
  return people < minimum ? people : null
}
