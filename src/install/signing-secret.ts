/**
 * What our package in an org signs its calls with: one for each connection, made here on request, shown once, and kept sealed
 * with the settings. A new one ends the old one.
 */
import { connectorFor } from '../../connectors/registry.ts'
import { auditRow } from '../okr/context.ts'
import type { Platform, Workspace } from '../platform.ts'
import { configPlace } from '../sync/grants.ts'
import { loadConnection } from '../sync/views.ts'
import { randomText } from './attempt.ts'

type Deps = Pick<Platform, 'directory' | 'sealer' | 'now'>

/** Null for a connection that is not there, or that has another secret already: its own app's, or that of ours. */
export async function newSigningSecret(
  { directory, sealer, now }: Deps,
  { id: workspaceId, db }: Workspace,
  source: string,
  actor: string,
): Promise<string | null> {
  const connection = await loadConnection(directory, workspaceId, source)
  if (connection === null || !(await signsByItsOwn({ sealer }, connection))) return null
  const place = configPlace(workspaceId, source, connection.crm)
  const config = JSON.parse(await sealer.open(connection.sealedConfig, place)) as object
  const clientSecret = randomText()
  const { rowsAffected } = await directory.$client.execute({
    sql: `UPDATE connection SET sealed_config = ?
      WHERE workspace_id = ? AND id = ? AND sealed_config = ? AND status <> 'disconnected'`,
    args: [
      await sealer.seal(JSON.stringify({ ...config, clientSecret }), place),
      ...[workspaceId, source, connection.sealedConfig],
    ],
  })
  if (rowsAffected === 0) return null
  await auditRow(db, { actor, now: now() }, 'connection.signing_secret', source, {})
  return clientSecret
}

/** Our app was let in, and its own secret does not reach the org. */
export async function signsByItsOwn(
  { sealer }: Pick<Platform, 'sealer'>,
  connection: {
    readonly workspaceId: string
    readonly id: string
    readonly crm: string
    readonly sealedConfig: string
    readonly status: string
  },
): Promise<boolean> {
  const { workspaceId, id, crm, sealedConfig, status } = connection
  const oauth = connectorFor(crm)?.oauth
  if (oauth === undefined || !oauth.signsByAccount || status === 'disconnected') return false
  const config = await sealer.open(sealedConfig, configPlace(workspaceId, id, crm)).catch(() => 'null')
  return oauth.isOurs(JSON.parse(config))
}

/** Of a connection that is made anew: the secret it has, if it signs by its own. */
export async function signedWith(
  { directory, sealer }: Pick<Platform, 'directory' | 'sealer'>,
  workspaceId: string,
  source: string,
): Promise<{ readonly clientSecret?: string }> {
  const connection = await loadConnection(directory, workspaceId, source)
  if (connection === null || !(await signsByItsOwn({ sealer }, connection))) return {}
  const place = configPlace(workspaceId, source, connection.crm)
  const { clientSecret } = JSON.parse(await sealer.open(connection.sealedConfig, place))
  return typeof clientSecret === 'string' ? { clientSecret } : {}
}
