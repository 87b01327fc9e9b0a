/** A record that is gone from the CRM loses its name and its extra properties here, in all its revisions. */
import type { WorkspaceDb } from '../../db/client.ts'

/** Its numbers stay under the id. Belongs to the end of every night. Returns how many rows lost something. */
export async function forgetDeleted(db: WorkspaceDb): Promise<number> {
  const [properties, names] = await db.$client.batch([forgetProperties, forgetNames], 'write')
  return (properties?.rowsAffected ?? 0) + (names?.rowsAffected ?? 0)
}

const gone = `SELECT d.id FROM deal d CROSS JOIN revision r ON r.seq = d.current_seq
  WHERE r.deleted = 1 AND (d.name IS NOT NULL
    OR EXISTS (SELECT 1 FROM revision x WHERE x.deal_id = d.id AND x.properties IS NOT NULL))`

export const forgetProperties = `UPDATE revision SET properties = NULL WHERE deal_id IN (${gone})`
export const forgetNames = `UPDATE deal SET name = NULL WHERE id IN (${gone})`
