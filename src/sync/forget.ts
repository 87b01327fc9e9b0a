/** A record that is gone from the CRM loses its name and its extra properties here, in all its revisions. */
import type { WorkspaceDb } from '../../db/client.ts'
import { countChange, inPlace } from '../metrics/in-place.ts'

/** Its numbers stay under the id. Belongs to the end of every night. Returns how many rows lost something. */
export async function forgetDeleted(db: WorkspaceDb): Promise<number> {
  const counted = countChange(inPlace.properties, 'changes() > 0')
  const [properties, , ...others] = await db.$client.batch(
    [forgetProperties, counted, forgetNames, forgetProducts],
    'write',
  )
  return others.reduce((sum, { rowsAffected }) => sum + rowsAffected, properties?.rowsAffected ?? 0)
}

const gone = `SELECT d.id FROM deal d CROSS JOIN revision r ON r.seq = d.current_seq
  WHERE r.deleted = 1 AND (d.name IS NOT NULL
    OR EXISTS (SELECT 1 FROM revision x WHERE x.deal_id = d.id AND x.properties IS NOT NULL))`

export const forgetProperties = `UPDATE revision SET properties = NULL WHERE deal_id IN (${gone})`
export const forgetNames = `UPDATE deal SET name = NULL WHERE id IN (${gone})`

/** What was sold is a property of the record like any other. */
export const forgetProducts = `UPDATE contract_revision SET product = NULL WHERE product IS NOT NULL AND contract_id IN
  (SELECT c.id FROM contract c CROSS JOIN contract_revision k ON k.seq = c.current_seq
    WHERE k.deleted = 1 AND k.cause = 'removed')`
