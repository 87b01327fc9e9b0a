/** The state of a connection's grant. The token itself never leaves this file. */
import type { Grant, Instant } from '../../connectors/contract.ts'
import type { Platform } from '../platform.ts'
import { grantPlace } from '../sync/grants.ts'
import type { DirectoryRow } from './read.ts'
import type { TokenHealth } from './types.ts'

export async function tokenHealth(
  { sealer }: Pick<Platform, 'sealer'>,
  workspaceId: string,
  { id, crm, status, sealedGrant }: DirectoryRow,
  now: Instant,
): Promise<TokenHealth> {
  if (status === 'reconnect') return { state: 'refused', expiresAt: null }
  const grant = await opened(sealer, grantPlace(workspaceId, id, crm), sealedGrant)
  if (grant === null) return { state: 'none', expiresAt: null }
  const { expiresAt } = grant
  // One that ends is renewed before the next call: that it has ended by now is no illness.
  return { state: expiresAt !== null && expiresAt <= now ? 'expired' : 'valid', expiresAt }
}

async function opened(
  sealer: Platform['sealer'],
  place: string,
  sealed: string | null,
): Promise<Grant | null> {
  if (sealed === null) return null
  try {
    return JSON.parse(await sealer.open(sealed, place)) as Grant
  } catch {
    // A master key that is gone: the screen says that no token can be used, and stays readable.
    return null
  }
}
