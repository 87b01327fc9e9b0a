/** What is frozen, restated or set by hand, a row a key result, to be joined to the batches of board and page. */
import { and, eq, isNull, or, sql } from 'drizzle-orm'
import type { WorkspaceDb } from '../../db/client.ts'
import { frozen, keyResult, objective, override, restated } from '../../db/workspace/schema.ts'

export interface ClosingRow {
  readonly frozen: typeof frozen.$inferSelect | null
  readonly restated: typeof restated.$inferSelect | null
  /** The newest that was not ended; it may have expired. */
  readonly override: typeof override.$inferSelect | null
}

/** Only key results that have one of them. */
export function closingQuery(
  db: WorkspaceDb,
  of: { readonly cycleId: string } | { readonly keyResultId: string },
) {
  const newest = sql`(select max(o.id) from override o where o.key_result_id = ${keyResult.id} and o.ended_at is null)`
  return db
    .select({ id: keyResult.id, frozen, restated, override })
    .from(keyResult)
    .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
    .leftJoin(frozen, eq(frozen.keyResultId, keyResult.id))
    .leftJoin(restated, eq(restated.keyResultId, keyResult.id))
    .leftJoin(override, and(eq(override.id, newest), isNull(override.endedAt)))
    .where(
      and(
        'cycleId' in of ? eq(objective.cycleId, of.cycleId) : eq(keyResult.id, of.keyResultId),
        or(sql`${frozen.keyResultId} is not null`, sql`${override.id} is not null`),
      ),
    )
}

export function closingFrom(
  rows: readonly (ClosingRow & { readonly id: string })[],
): ReadonlyMap<string, ClosingRow> {
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}
