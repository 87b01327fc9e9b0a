/** What nobody may change any more: a closed cycle is opened again by nobody. */
import { eq, sql } from 'drizzle-orm'
import type { WorkspaceDb } from '../../db/client.ts'
import { frozen } from '../../db/workspace/schema.ts'

export async function isFrozen(db: WorkspaceDb, keyResultId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: frozen.keyResultId })
    .from(frozen)
    .where(eq(frozen.keyResultId, keyResultId))
  return row !== undefined
}

/** From its first frozen key result on: another day, or one key result more, would be of another cycle. */
export async function isClosed(db: WorkspaceDb, cycleId: string): Promise<boolean> {
  const rows = await db.all(sql`SELECT 1 FROM closing WHERE cycle_id = ${cycleId}
    UNION ALL SELECT 1 FROM frozen f JOIN key_result k ON k.id = f.key_result_id
      JOIN objective o ON o.id = k.objective_id WHERE o.cycle_id = ${cycleId} LIMIT 1`)
  return rows.length > 0
}

export async function isClosedFor(db: WorkspaceDb, objectiveId: string): Promise<boolean> {
  const [row] = await db.all<{ id: string }>(
    sql`SELECT cycle_id AS id FROM objective WHERE id = ${objectiveId}`,
  )
  return row !== undefined && (await isClosed(db, row.id))
}
