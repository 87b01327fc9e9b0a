/**
 * Who calls a card: the connection whose secret signed, and the person as a member of its company. Kept for half a minute,
 * so that the cards of one page ask the directory once; somebody who was removed sees no longer than that.
 */
import type { CardCall, CardDoor } from '../../connectors/card.ts'
import type { Received } from '../../connectors/contract.ts'
import type { AnyConnector } from '../../connectors/registry.ts'
import type { AppDeps, Role } from '../app-env.ts'
import { isRole } from '../okr/roles.ts'
import { ownSecret, SECRETS_TRIED, type SealedConfig } from '../sync/own-secret.ts'

export type Caller =
  | { readonly kind: 'forged' }
  /** Signed, and of no company that uses us: uninstalled, or not set up yet. */
  | { readonly kind: 'unknown'; readonly call: CardCall }
  | { readonly kind: 'no_member'; readonly call: CardCall }
  | {
      readonly kind: 'member'
      readonly call: CardCall
      readonly workspaceId: string
      readonly source: string
      readonly person: string
      readonly role: Role
    }

type Deps = Pick<AppDeps, 'directory' | 'sealer' | 'now' | 'pushSecrets'>
type Asked = Pick<AnyConnector, 'id' | 'config'>

interface Place extends SealedConfig {
  /** Null: the person is no member. */
  readonly role: string | null
  readonly person: string
}

const KEPT_MS = 30_000
const MOST_KEPT = 10_000

export function callers(deps: Deps) {
  const kept = new Map<string, { readonly until: number; readonly places: readonly Place[] }>()

  return async function caller(
    { id: crm, config }: Asked,
    door: CardDoor,
    received: Received,
  ): Promise<Caller> {
    const call = door.call(received)
    if (call === null) return { kind: 'forged' }
    const ours = deps.pushSecrets[crm] ?? []
    const now = deps.now()
    if (ours.length > 0 && (await door.verify(received, ours, now)))
      return chosen(call, await remembered(crm, call, Date.parse(now)))
    const signers: Place[] = []
    for (const place of (await readPlaces(crm, call)).slice(0, SECRETS_TRIED)) {
      const secret = await ownSecret(deps.sealer, { id: crm, config }, place)
      if (secret !== null && (await door.verify(received, [secret], now))) signers.push(place)
    }
    return signers.length === 0 ? { kind: 'forged' } : chosen(call, signers)
  }

  /** Only of what is signed: nobody else fills the memory, or empties it. */
  async function remembered(crm: string, call: CardCall, now: number): Promise<readonly Place[]> {
    const key = JSON.stringify([crm, call.account, call.email])
    const found = kept.get(key)
    if (found !== undefined && now < found.until) return found.places
    const places = await readPlaces(crm, call)
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(key, { until: now + KEPT_MS, places })
    return places
  }

  async function readPlaces(crm: string, { account, email }: CardCall): Promise<Place[]> {
    const { rows } = await deps.directory.$client.execute({
      sql: `SELECT c.workspace_id, c.id, c.sealed_config, m.role, m.user_id FROM connection c
        JOIN workspace w ON w.id = c.workspace_id AND w.status = 'active'
        LEFT JOIN user u ON u.email = ?3
        LEFT JOIN member m ON m.workspace_id = c.workspace_id AND m.user_id = u.id
        WHERE c.crm = ?1 AND c.account_id = ?2 AND c.status <> 'disconnected'
        ORDER BY m.role IS NULL, c.workspace_id, c.id`,
      args: [crm, account, email],
    })
    return rows.map((row) => ({
      workspaceId: String(row.workspace_id),
      source: String(row.id),
      role: row.role === null ? null : String(row.role),
      person: String(row.user_id ?? ''),
      sealed: String(row.sealed_config),
    }))
  }
}

/** The first company that the person is a member of. */
function chosen(call: CardCall, places: readonly Place[]): Caller {
  const [first] = places
  if (first === undefined) return { kind: 'unknown', call }
  const { role, workspaceId, source, person } = first
  if (role === null || !isRole(role)) return { kind: 'no_member', call }
  return { kind: 'member', call, workspaceId, source, person, role }
}
