/** The secret that a connection's own app signs with. */
import type { AnyConnector } from '../../connectors/registry.ts'
import type { Sealer } from '../platform.ts'
import { configPlace } from './grants.ts'

/** Connections of one account whose secrets are tried. */
export const SECRETS_TRIED = 20

export interface SealedConfig {
  readonly workspaceId: string
  readonly source: string
  readonly sealed: string
}

/** Null where it has none, or where its settings cannot be opened or read any more: then it believes nobody. */
export async function ownSecret(
  sealer: Pick<Sealer, 'open'>,
  { id: crm, config }: Pick<AnyConnector, 'id' | 'config'>,
  { workspaceId, source, sealed }: SealedConfig,
): Promise<string | null> {
  const text = await sealer.open(sealed, configPlace(workspaceId, source, crm)).catch(() => null)
  if (text === null) return null
  const parsed = config.safeParse(JSON.parse(text))
  if (!parsed.success || typeof parsed.data !== 'object' || parsed.data === null) return null
  const { clientSecret } = parsed.data as { readonly clientSecret?: unknown }
  return typeof clientSecret === 'string' ? clientSecret : null
}
