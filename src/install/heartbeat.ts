/**
 * A refresh token that nobody uses for 30 days is dead in Salesforce. Nights use it every day; where none ran for a week (a
 * customer's day is spent, a company is looked at by nobody) it is used for its own sake.
 */
import { ConnectorError } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import { errorText } from '../jobs/error-text.ts'
import type { Platform } from '../platform.ts'
import { openCrm } from '../sync/crm.ts'
import { askToReconnect } from '../sync/ending.ts'
import { takeLease } from '../sync/lease.ts'
import type { ConnectionView } from '../sync/views.ts'

const WEEK_MS = 7 * 86_400_000
/** One that failed is left alone so long. */
const PAUSE_MS = 3_600_000
/** Of one tick; the next takes the rest. */
const BATCH = 5

export async function heartbeat(platform: Platform): Promise<{ readonly renewed: number }> {
  const { rows } = await platform.directory.$client.execute({
    sql: `SELECT c.workspace_id, c.id, c.crm, c.sealed_config, c.status, c.status_reason FROM connection c
      JOIN workspace w ON w.id = c.workspace_id AND w.status <> 'ending'
      WHERE c.status = 'active' AND c.sealed_grant IS NOT NULL AND c.granted_at < ?
      ORDER BY c.granted_at LIMIT ${BATCH}`,
    args: [addMs(platform.now(), -WEEK_MS)],
  })
  let renewed = 0
  for (const row of rows) {
    const connection: ConnectionView = {
      ...{ workspaceId: String(row.workspace_id), id: String(row.id), crm: String(row.crm) },
      ...{ sealedConfig: String(row.sealed_config), status: String(row.status), statusReason: null },
    }
    if (await beat(platform, connection)) renewed += 1
  }
  return { renewed }
}

async function beat(platform: Platform, connection: ConnectionView): Promise<boolean> {
  const { directory, now, log } = platform
  const { workspaceId, id } = connection
  const name = `heartbeat/${workspaceId}/${id}`
  const turn = await takeLease(directory.$client, name, crypto.randomUUID(), now(), PAUSE_MS)
  if (turn === null) return false
  const crm = await openCrm(platform, connection, {}).catch(() => null)
  if (crm === null) return false
  try {
    if (crm.connector.oauth?.isOurs(crm.config) === true) {
      await crm.grant()
      log('heartbeat', { workspace: workspaceId, source: id })
    }
    // Whatever needs no renewal is asked again in a week.
    await directory.$client.execute({
      sql: 'UPDATE connection SET granted_at = ? WHERE workspace_id = ? AND id = ?',
      args: [now(), workspaceId, id],
    })
    return true
  } catch (error) {
    log('heartbeat_failed', { workspace: workspaceId, source: id, reason: errorText(error) })
    if (!(error instanceof ConnectorError) || error.failure.kind !== 'unauthorized') return false
    const { db } = await platform.open(workspaceId)
    await askToReconnect(platform, db, connection, { id: '', source: id }, null, error.failure)
    return false
  } finally {
    await crm.close()
  }
}
