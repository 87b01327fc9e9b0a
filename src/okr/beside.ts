/** Numbers beside one another: what a new one would give away together with all that were told, and which of them to hide. */
import { asc } from 'drizzle-orm'
import type { Day, Instant } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { keyResult } from '../../db/workspace/schema.ts'
import { selectionKey } from '../metrics/people-carried.ts'
import type { Definition, Filter } from '../metrics/types.ts'
import { tooFewBeside } from '../privacy/beside.ts'
import { answeredSelections, recordAnswered } from '../privacy/register.ts'
import { definitionsOf } from './origin.ts'
import { isCompanyTotal, selectionsOf } from './privacy.ts'
import { keyResultFrom } from './rows.ts'
import type { Issue, KeyResult } from './types.ts'

type Titled = Pick<KeyResult, 'title' | 'definition' | 'composite'>

/** Null: nobody is given away. The key results in its way are named where it is they. */
export async function besideIssue(
  db: WorkspaceDb,
  definitions: readonly Definition[],
  today: Day,
  minimum: number,
): Promise<Omit<Issue, 'field'> | null> {
  const wanted = definitions.flatMap((one) => narrowingOf(one))
  if (wanted.length === 0) return null
  const keyResults = await titled(db)
  const known = await knownSelections(db, keyResults)
  const found = await tooFewBeside(db, wanted, known, today, minimum)
  if (found === null) return null
  const titles = keyResults
    .filter((one) => narrowed(one).some((filter) => found.others.includes(selectionKey(filter))))
    .map(({ title }) => title)
  return titles.length > 0
    ? { code: 'beside_named', subject: [...new Set(titles)].join(' · ') }
    : { code: 'beside_too_small', subject: String(found.people) }
}

/** Oldest first: what was answered, then what key results ask for since. */
export async function knownSelections(
  db: WorkspaceDb,
  keyResults: readonly Pick<KeyResult, 'definition' | 'composite'>[],
): Promise<Filter[]> {
  const all = [...(await answeredSelections(db)), ...keyResults.flatMap(narrowed)]
  return [...new Map(all.map((filter) => [selectionKey(filter), filter])).values()]
}

/** To be called when an answer is given. */
export async function remember(
  db: WorkspaceDb,
  definitions: readonly Definition[],
  now: Instant,
): Promise<void> {
  await recordAnswered(
    db,
    definitions.flatMap((one) => narrowingOf(one)),
    now,
  )
}

/** What the number itself is of; none for the company's total, which everybody knows. */
export function narrowingOf(definition: Definition): Filter[] {
  const { filter } = definition
  // A name that no CRM gives is refused elsewhere, and nothing can be asked by it.
  if (filter === undefined || isCompanyTotal(definition) || selectionsOf([definition]).length === 0) return []
  return [filter]
}

export function narrowed(one: Pick<KeyResult, 'definition' | 'composite'>): Filter[] {
  return definitionsOf(one).flatMap((definition) => narrowingOf(definition))
}

async function titled(db: WorkspaceDb): Promise<Titled[]> {
  const rows = await db.select().from(keyResult).orderBy(asc(keyResult.createdAt), asc(keyResult.id))
  return rows.map((row) => keyResultFrom(row))
}
