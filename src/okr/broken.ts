/** Which key results can no longer be measured, and for what; kept on the row, and taken back when it is whole again. */
import { eq } from 'drizzle-orm'
import type { Day } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { keyResult } from '../../db/workspace/schema.ts'
import { validateDefinition } from '../metrics/index.ts'
import type { Definition } from '../metrics/types.ts'
import { tooFewPeople } from './privacy.ts'
import type { Broken, KeyResult } from './types.ts'

type Measured = Pick<KeyResult, 'id' | 'broken'> & { readonly definition: Definition }

/** Ids of the broken ones. Many key results share a selection: each distinct one is asked once. */
export async function findBroken(
  db: WorkspaceDb,
  keyResults: readonly Measured[],
  today: Day,
  minimumPeople: number,
): Promise<ReadonlySet<string>> {
  const broken = new Set<string>()
  const known = new Map<string, Promise<Broken | null>>()
  for (const { id, definition, broken: before } of keyResults) {
    const key = JSON.stringify({ params: definition.params, filter: definition.filter })
    const asked = known.get(key) ?? brokenBy(db, definition, today, minimumPeople)
    known.set(key, asked)
    const found = await asked
    if (found !== null) broken.add(id)
    if (found?.code === before?.code && found?.subject === before?.subject) continue
    await db
      .update(keyResult)
      .set({ broken: found === null ? null : JSON.stringify(found) })
      .where(eq(keyResult.id, id))
  }
  return broken
}

async function brokenBy(
  db: WorkspaceDb,
  definition: Definition,
  today: Day,
  minimumPeople: number,
): Promise<Broken | null> {
  const [first] = await validateDefinition(db, definition)
  if (first !== undefined) {
    const { code, subject } = first
    return { code: code === 'not_found' ? 'key_result_gone' : code, subject }
  }
  const few = await tooFewPeople(db, definition, today, minimumPeople)
  return few === null ? null : { code: few.code, subject: String(few.people) }
}
