/**
 * The grant of a connection, sealed in the directory. Renewal is single-flight across instances (invariant 8): one holds
 * a lease, its fence and the grant's version guard the write, and the new grant is stored before it is used.
 */
import type { Connector, Grant, Transport } from '../../connectors/contract.ts'
import type { GrantSource } from '../../connectors/transport.ts'
import { addMs } from '../../connectors/values/time.ts'
import type { Platform } from '../platform.ts'
import { type Lease, releaseLease, takeLease } from './lease.ts'
import type { ConnectionView } from './views.ts'

const LEASE_MS = 30_000
const LOOK_AGAIN_MS = 250
/** A grant that ends within this is renewed before it is used. */
const MARGIN_MS = 60_000

export class GrantBusy extends Error {
  override readonly name = 'GrantBusy'
}

interface Stored {
  readonly grant: Grant | null
  readonly version: number
}

export function createGrantSource<Config>(
  platform: Platform,
  connection: Pick<ConnectionView, 'workspaceId' | 'id' | 'crm'>,
  connector: Pick<Connector<Config>, 'authorize'>,
  config: Config,
  send: Transport['send'],
): GrantSource {
  const { directory, sealer } = platform
  const { workspaceId, id, crm } = connection
  const name = `grant/${workspaceId}/${id}`
  const place = grantPlace(workspaceId, id, crm)
  let known: Grant | null = null

  async function current(): Promise<Grant> {
    if (known !== null && isFresh(known)) return known
    const { grant } = await stored()
    known = grant !== null && isFresh(grant) ? grant : await fresh(grant)
    return known
  }

  async function renew(stale: Grant): Promise<Grant> {
    known = await fresh(stale)
    return known
  }

  /** The first to come asks the vendor; whoever comes meanwhile waits and reads what the first stored. */
  async function fresh(stale: Grant | null): Promise<Grant> {
    for (let waited = 0; waited <= LEASE_MS + LOOK_AGAIN_MS; waited += LOOK_AGAIN_MS) {
      const lease = await takeLease(directory.$client, name, crypto.randomUUID(), platform.now(), LEASE_MS)
      if (lease !== null) return authorize(stale, lease)
      await platform.sleep(LOOK_AGAIN_MS)
      const { grant } = await stored()
      if (grant !== null && grant.token !== stale?.token && isFresh(grant)) return grant
    }
    throw new GrantBusy(`The grant of ${workspaceId}/${id} is being renewed by somebody who does not finish.`)
  }

  async function authorize(stale: Grant | null, lease: Lease): Promise<Grant> {
    try {
      const before = await stored()
      if (before.grant !== null && before.grant.token !== stale?.token && isFresh(before.grant)) {
        return before.grant
      }
      const grant = await connector.authorize(config, send, platform.now())
      const kept = await directory.$client.execute({
        sql: `UPDATE connection SET sealed_grant = :sealed, grant_version = grant_version + 1
          WHERE workspace_id = :workspace AND id = :id AND grant_version = :version
            AND EXISTS (SELECT 1 FROM lease WHERE name = :name AND fence = :fence)`,
        args: {
          sealed: await sealer.seal(JSON.stringify(grant), place),
          workspace: workspaceId,
          id,
          version: before.version,
          name,
          fence: lease.fence,
        },
      })
      if (kept.rowsAffected === 1) return grant
      // Somebody was faster, or a person connected again: theirs is the newer one.
      return (await stored()).grant ?? grant
    } finally {
      await releaseLease(directory.$client, lease)
    }
  }

  async function stored(): Promise<Stored> {
    const { rows } = await directory.$client.execute({
      sql: 'SELECT sealed_grant, grant_version FROM connection WHERE workspace_id = ? AND id = ?',
      args: [workspaceId, id],
    })
    const row = rows[0]
    const sealed = row?.sealed_grant
    const grant = typeof sealed === 'string' ? (JSON.parse(await sealer.open(sealed, place)) as Grant) : null
    return { grant, version: Number(row?.grant_version ?? 0) }
  }

  function isFresh({ expiresAt }: Grant): boolean {
    return expiresAt === null || addMs(platform.now(), MARGIN_MS) < expiresAt
  }

  return { current, renew }
}

/** Company, connection, field, provider: a sealed text that was moved to another does not open. */
export function grantPlace(workspaceId: string, id: string, crm: string): string {
  return `${workspaceId}/${id}/grant@${crm}`
}

export function configPlace(workspaceId: string, id: string, crm: string): string {
  return `${workspaceId}/${id}/config@${crm}`
}
