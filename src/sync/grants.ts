/**
 * The grant of a connection, sealed in the directory. Renewal is single-flight across instances (invariant 8): one holds
 * a lease, the grant's version guards the write, and the new grant is stored before it is used.
 */
import type { Connector, Grant, Transport } from '../../connectors/contract.ts'
import type { GrantSource } from '../../connectors/transport.ts'
import { addMs } from '../../connectors/values/time.ts'
import type { Platform } from '../platform.ts'
import { type Lease, releaseLease, takeLease } from './lease.ts'
import type { ConnectionView } from './views.ts'

/**
 * Longer than a renewal may take: a share of the budget is waited for 30 s at most, an attempt ends after 30 s, and one by a
 * refresh token is not repeated. Whoever came with the same token meanwhile would lock the customer out.
 */
const LEASE_MS = 90_000
/** Whoever waits longer comes again by the queue. */
const WAIT_MS = 30_000
const STORE_TRIES = 3
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
    for (let waited = 0; waited <= WAIT_MS; waited += LOOK_AGAIN_MS) {
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
      const held = { grant: before.grant, app: platform.apps?.[crm] ?? null }
      const grant = await connector.authorize(config, send, platform.now(), held)
      if (await keep(grant, before.version)) return grant
      // Somebody was faster, or a person connected again: theirs is the newer one.
      return (await stored()).grant ?? grant
    } finally {
      await releaseLease(directory.$client, lease)
    }
  }

  /**
   * By version alone, whoever holds the lease by now: what the vendor has just given may be all that is good, and a newer
   * grant has a newer version. A busy database is asked again, for without this row the customer has to connect anew.
   */
  async function keep(grant: Grant, version: number): Promise<boolean> {
    const args = [await sealer.seal(JSON.stringify(grant), place), platform.now(), workspaceId, id, version]
    for (let tries = 1; ; tries += 1) {
      try {
        const { rowsAffected } = await directory.$client.execute({
          sql: `UPDATE connection SET sealed_grant = ?, granted_at = ?, grant_version = grant_version + 1
            WHERE workspace_id = ? AND id = ? AND grant_version = ?`,
          args,
        })
        return rowsAffected === 1
      } catch (error) {
        if (tries === STORE_TRIES) throw error
        await platform.sleep(LOOK_AGAIN_MS)
      }
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
