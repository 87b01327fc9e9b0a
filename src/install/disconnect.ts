/** Apart again: the CRM is told, our credentials go, and nothing is called any more. What was measured stays until the clock ends. */
import { ConnectorError } from '../../connectors/contract.ts'
import { plainSend } from '../../connectors/transport.ts'
import { errorText } from '../jobs/error-text.ts'
import { startClock } from '../leaving/clock.ts'
import { auditRow } from '../okr/context.ts'
import type { Platform, Workspace } from '../platform.ts'
import { openCrm } from '../sync/crm.ts'
import { configPlace } from '../sync/grants.ts'
import { type ConnectionView, loadConnection } from '../sync/views.ts'

export interface Disconnected {
  /** The CRM knows. Otherwise a person has to remove the app there. */
  readonly told: boolean
}

/** Null for a connection that is not there. Where it is cut already, only what is missing is done. */
export async function disconnect(
  platform: Platform,
  { id: workspaceId, db }: Workspace,
  source: string,
  actor: string,
): Promise<Disconnected | null> {
  const { directory, now, log } = platform
  const connection = await loadConnection(directory, workspaceId, source)
  if (connection === null) return null
  const told = connection.status === 'active' && (await tell(platform, connection))
  const nothing = await platform.sealer.seal('{}', configPlace(workspaceId, source, connection.crm))
  // Whoever is renewing the grant just now finds a newer version, and stores nothing.
  await directory.$client.execute({
    sql: `UPDATE connection SET status = 'disconnected', status_reason = NULL, sealed_config = ?, sealed_grant = NULL,
        grant_version = grant_version + 1 WHERE workspace_id = ? AND id = ?`,
    args: [nothing, workspaceId, source],
  })
  await db.$client.execute({
    sql: "UPDATE source SET status = 'disconnected', status_reason = NULL WHERE id = ?",
    args: [source],
  })
  await auditRow(db, { actor, now: now() }, 'connection.disconnected', source, { told })
  if (await isLast(platform, workspaceId)) await startClock(directory, workspaceId, now())
  log('disconnected', { workspace: workspaceId, source, told })
  return { told }
}

/** A CRM that does not answer keeps nobody: the credentials go all the same. */
async function tell(platform: Platform, connection: ConnectionView): Promise<boolean> {
  const crm = await openCrm(platform, connection, {}).catch(() => null)
  if (crm === null) return false
  const { connector, config, transport } = crm
  const [app, oauth] = [platform.apps?.[connector.id], connector.oauth]
  try {
    if (app === undefined || oauth === undefined || !oauth.isOurs(config)) return false
    // What the other one has is theirs to end.
    if (oauth.wholeApp && (await isShared(platform, connection))) return true
    const send = plainSend({
      ...{ connector, hosts: [...connector.hosts(config), ...platform.allowHosts], fetch: platform.fetch },
      ...{ now: platform.now, sleep: platform.sleep, random: Math.random, secrets: [app.clientSecret] },
    })
    await oauth.leave({ config, app, grant: await crm.grant(), transport, send })
    return true
  } catch (error) {
    // It was removed there before: it knows.
    if (error instanceof ConnectorError && error.failure.kind === 'unauthorized') return true
    platform.log('not_told', { source: connection.id, reason: errorText(error) })
    return false
  } finally {
    await crm.close()
  }
}

/** Another company here has the same account. */
async function isShared({ directory }: Platform, { workspaceId, id }: ConnectionView): Promise<boolean> {
  const { rows } = await directory.$client.execute({
    sql: `SELECT 1 FROM connection o JOIN connection c ON c.crm = o.crm AND c.account_id = o.account_id
      WHERE c.workspace_id = ? AND c.id = ? AND o.workspace_id <> c.workspace_id AND o.status = 'active' LIMIT 1`,
    args: [workspaceId, id],
  })
  return rows.length > 0
}

async function isLast({ directory }: Platform, workspaceId: string): Promise<boolean> {
  const { rows } = await directory.$client.execute({
    sql: "SELECT 1 FROM connection WHERE workspace_id = ? AND status <> 'disconnected' LIMIT 1",
    args: [workspaceId],
  })
  return rows.length === 0
}
