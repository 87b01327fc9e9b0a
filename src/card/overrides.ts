/** Values set by hand in the running cycles: what a deal adds changes nothing of them. */
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Day } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { keyResult, objective, override } from '../../db/workspace/schema.ts'
import type { ClosingRow } from '../closing/read.ts'
import { runningIds } from './running.ts'

export function overridesQuery(db: WorkspaceDb, today: Day) {
  return db
    .select({ override })
    .from(override)
    .innerJoin(keyResult, eq(keyResult.id, override.keyResultId))
    .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
    .where(and(isNull(override.endedAt), inArray(objective.cycleId, runningIds(db, today))))
    .orderBy(override.id)
}

/** The newest of each key result. */
export function closingsFrom(
  rows: Awaited<ReturnType<typeof overridesQuery>>,
): ReadonlyMap<string, ClosingRow> {
  return new Map(
    rows.map((row) => [row.override.keyResultId, { frozen: null, restated: null, override: row.override }]),
  )
}
