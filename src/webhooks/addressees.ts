/**
 * Whom a push is for, and whether they should believe it. What the body says is looked at before the signature is, but only to
 * know whose secret to try: nothing is kept, answered or logged of it.
 */
import type { Connector, Notice, Received } from '../../connectors/contract.ts'
import type { AppDeps } from '../app-env.ts'
import { ownSecret, SECRETS_TRIED } from '../sync/own-secret.ts'

export interface Addressee {
  readonly workspaceId: string
  readonly source: string
  readonly account: string
}

export type Believed =
  | { readonly kind: 'forged' }
  /** `notices` of accounts that are none of the addressees' are dropped. */
  | {
      readonly kind: 'genuine'
      readonly notices: readonly Notice[]
      readonly addressees: readonly Addressee[]
    }

/** A secret of one connection speaks for one account; a body that names more is not worth opening secrets for. */
const ACCOUNTS_OF_OWN_SECRETS = 5

type Deps = Pick<AppDeps, 'directory' | 'sealer' | 'now' | 'pushSecrets'>
type Asked = Pick<Connector<unknown>, 'id' | 'config' | 'push'>

export async function believe(
  deps: Deps,
  { id: crm, config, push }: Asked,
  received: Received,
): Promise<Believed> {
  const ours = deps.pushSecrets[crm] ?? []
  const now = deps.now()
  if (ours.length > 0 && (await push.verify(received, ours, now))) {
    const notices = push.parse(received.body) ?? []
    return { kind: 'genuine', notices, addressees: await connectionsOf(crm, accountsOf(notices)) }
  }
  const notices = push.parse(received.body) ?? []
  const accounts = accountsOf(notices)
  if (accounts.length === 0 || accounts.length > ACCOUNTS_OF_OWN_SECRETS) return { kind: 'forged' }
  const signers: Addressee[] = []
  for (const { sealed, ...addressee } of (await connectionsOf(crm, accounts)).slice(0, SECRETS_TRIED)) {
    const secret = await ownSecret(deps.sealer, { id: crm, config }, { ...addressee, sealed })
    if (secret !== null && (await push.verify(received, [secret], now))) signers.push(addressee)
  }
  return signers.length === 0 ? { kind: 'forged' } : { kind: 'genuine', notices, addressees: signers }

  async function connectionsOf(
    of: string,
    named: readonly string[],
  ): Promise<(Addressee & { readonly sealed: string })[]> {
    if (named.length === 0) return []
    const { rows } = await deps.directory.$client.execute({
      sql: `SELECT c.workspace_id, c.id, c.account_id, c.sealed_config FROM json_each(?2) a
        JOIN connection c ON c.crm = ?1 AND c.account_id = a.value
        WHERE c.status = 'active' ORDER BY c.workspace_id, c.id`,
      args: [of, JSON.stringify(named)],
    })
    return rows.map((row) => ({
      workspaceId: String(row.workspace_id),
      source: String(row.id),
      account: String(row.account_id),
      sealed: String(row.sealed_config),
    }))
  }
}

function accountsOf(notices: readonly Notice[]): string[] {
  return [...new Set(notices.map(({ account }) => account))]
}
