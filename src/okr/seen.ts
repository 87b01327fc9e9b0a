/** A mark of the state that board and key result pages show; it changes when a number or the day does. */
import type { Instant } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'
import type { Workspace } from '../platform.ts'

export async function readSeen({ db, timeZone }: Workspace, now: Instant): Promise<string> {
  const { rows } =
    await db.$client.execute(`SELECT (SELECT COUNT(*) || '.' || COALESCE(MAX(at), '') FROM provisional)
    || '.' || (SELECT COALESCE(MAX(id), 0) FROM measurement)
    || '.' || (SELECT COALESCE(MAX(finished_at), '') FROM run) AS seen`)
  return `${localDay(now, timeZone)}.${String(rows[0]?.seen)}`
}
