/** The selections that were ever answered, oldest first: those of key results, and those of questions. */
import { asc, inArray, lt, sql } from 'drizzle-orm'
import type { Instant } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { answeredSelection } from '../../db/workspace/schema.ts'
import type { Filter } from '../metrics/types.ts'

/** Longer than the twelve months in which somebody stands behind a number. */
const FORGET_MS = 400 * 24 * 3_600_000

export async function answeredSelections(db: WorkspaceDb): Promise<Filter[]> {
  const rows = await db
    .select({ filter: answeredSelection.filter })
    .from(answeredSelection)
    .orderBy(asc(answeredSelection.firstAt), asc(answeredSelection.filter))
  return rows.map(({ filter }) => JSON.parse(filter) as Filter)
}

/** Called with an answer, never with a refusal. */
export async function recordAnswered(
  db: WorkspaceDb,
  filters: readonly Filter[],
  now: Instant,
): Promise<void> {
  const texts = [...new Set(filters.map((filter) => JSON.stringify(filter)))]
  if (texts.length === 0) return
  const known = await db
    .select({ filter: answeredSelection.filter })
    .from(answeredSelection)
    .where(sql`${inArray(answeredSelection.filter, texts)} AND substr(last_at, 1, 10) = ${now.slice(0, 10)}`)
  if (known.length === texts.length) return
  await db.batch([
    db
      .insert(answeredSelection)
      .values(texts.map((filter) => ({ filter, firstAt: now, lastAt: now })))
      .onConflictDoUpdate({ target: answeredSelection.filter, set: { lastAt: sql`excluded.last_at` } }),
    db.delete(answeredSelection).where(lt(answeredSelection.lastAt, addMs(now, -FORGET_MS))),
  ])
}
