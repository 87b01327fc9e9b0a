/** What happens when somebody comes back from a consent page with a code: the account is looked at, then placed, then kept. */
import { type AccountRecord, ConnectorError, type Failure, type Grant } from '../../connectors/contract.ts'
import type { OAuthApp, OAuthDoor, Person } from '../../connectors/oauth.ts'
import type { AnyConnector } from '../../connectors/registry.ts'
import { createTransport, plainSend } from '../../connectors/transport.ts'
import type { AppDeps, Session } from '../app-env.ts'
import { auditRow } from '../okr/context.ts'
import { can } from '../okr/roles.ts'
import { connectCrm, probeCrm } from '../sync/connect.ts'
import { releaseLease, takeLease } from '../sync/lease.ts'
import type { Redeemed } from './attempt.ts'
import { companiesOf, hasCompanies, makeCompany, type Place, sourceIn } from './company.ts'
import { administratorOf, firstAdministrator, type Known } from './installer.ts'
import { signedWith } from './signing-secret.ts'

/** A door that is there. */
export interface Door {
  readonly connector: AnyConnector
  readonly oauth: OAuthDoor<unknown>
  readonly app: OAuthApp
  readonly redirectUri: string
}

export type CameBack =
  | {
      readonly kind: 'connected'
      readonly place: Place
      readonly newcomer: Known | null
      readonly actor: string
    }
  /** Of the CRM, or of its answer. */
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: Unplaced }

/**
 * `another_account`: what the answer is signed for is not what its address leads to. `ask_administrator`: the account has a
 * company, and this is none of its administrators. `sign_in_first`: their address is known here. `by_invitation`: this
 * deployment makes no companies for strangers. `no_right`: signed in, and no administrator.
 */
export const unplaced = [
  'another_account',
  'ask_administrator',
  'sign_in_first',
  'by_invitation',
  'no_right',
] as const
export type Unplaced = (typeof unplaced)[number]

/** Longer than an account is looked at and its database made. */
const LEASE_MS = 60_000
const LOOK_AGAIN_MS = 250

interface Here {
  readonly session: Session | null
  /** Of the session. */
  readonly workspaceId: string | null
}

export async function comeBack(
  deps: AppDeps,
  door: Door,
  attempt: Redeemed,
  code: string,
  here: Here,
): Promise<CameBack> {
  try {
    return await place(deps, door, attempt, code, here)
  } catch (error) {
    if (error instanceof ConnectorError) return { kind: 'failed', failure: error.failure }
    throw error
  }
}

async function place(
  deps: AppDeps,
  { connector, oauth, app, redirectUri }: Door,
  attempt: Redeemed,
  code: string,
  here: Here,
): Promise<CameBack> {
  // Somebody signed out, or in as somebody else, meanwhile.
  const same = attempt.workspaceId === here.workspaceId && attempt.userId === (here.session?.userId ?? null)
  if (!same || (here.session !== null && !can(here.session.role, 'connection.write')))
    return { kind: 'no_right' }
  const options = {
    ...{ connector, hosts: [...oauth.hosts, ...deps.allowHosts], fetch: deps.fetch, now: deps.now },
    ...{ sleep: deps.sleep, random: Math.random },
  }
  const send = plainSend({ ...options, secrets: [app.clientSecret] })
  const { verifier, loginUrl } = attempt
  const letIn = await oauth.letIn(app, { loginUrl, code, verifier, redirectUri }, send, deps.now())
  const probed = await probeCrm(deps, { crm: connector.id, config: letIn.config, grant: letIn.grant })
  if (!probed.ok) return { kind: 'failed', failure: probed.failure }
  const { account, grant } = probed
  if (letIn.account !== null && letIn.account !== account.id) return { kind: 'another_account' }
  const grants = { current: async () => grant, renew: async () => grant }
  const transport = createTransport({ ...options, grant: grants })
  const person = () => oauth.person(app, { ...letIn, grant }, { transport, send })
  const found = await onlyOne(deps, `install//${connector.id}/${account.id}`, () =>
    companyFor(deps, connector.id, account, person, here),
  )
  if (typeof found === 'string') return { kind: found }
  return keep(deps, connector, letIn.config, grant, found)
}

interface Found {
  readonly place: Place
  readonly newcomer: Known | null
  readonly actor: string
}

async function companyFor(
  deps: AppDeps,
  crm: string,
  account: AccountRecord,
  askPerson: () => Promise<Person>,
  { session, workspaceId }: Here,
): Promise<Found | Unplaced> {
  const { directory } = deps
  if (session !== null && workspaceId !== null) {
    const source = await sourceIn(directory, workspaceId, crm, account.id)
    return { place: { workspaceId, source }, newcomer: null, actor: session.userId }
  }
  const person = await askPerson()
  const companies = await companiesOf(directory, crm, account.id)
  for (const place of companies) {
    const known = await administratorOf(directory, place.workspaceId, crm, person)
    if (known !== null) return { place, newcomer: known, actor: known.userId }
  }
  // They may agree to much in their CRM, and have no say in what the company keeps here.
  if (companies.length > 0) return 'ask_administrator'
  if (deps.openToAll !== true && (await hasCompanies(directory))) return 'by_invitation'
  const made = await makeCompany(deps, crm, account, person.company, deps.now())
  if (made === null) return 'by_invitation'
  const newcomer = await firstAdministrator(deps, made, crm, person)
  if (newcomer === null) return 'sign_in_first'
  return { place: { workspaceId: made, source: crm }, newcomer, actor: newcomer.userId }
}

async function keep(
  deps: AppDeps,
  { id: crm, title }: Pick<AnyConnector, 'id' | 'title'>,
  config: object,
  grant: Grant,
  { place, newcomer, actor }: Found,
): Promise<CameBack> {
  const { workspaceId, source } = place
  const { db } = await deps.open(workspaceId)
  const { rows } = await db.$client.execute({
    sql: 'SELECT properties FROM source WHERE id = ?',
    args: [source],
  })
  const properties = JSON.parse(String(rows[0]?.properties ?? '[]')) as string[]
  // What the account signs with was told to somebody there, who need not tell it again.
  const kept = { ...(await signedWith(deps, workspaceId, source)), ...config }
  const connected = await connectCrm(deps, {
    ...{ workspaceId, crm, id: source, label: title, config: kept, properties, grant },
  })
  if (!connected.ok) return { kind: 'failed', failure: connected.failure }
  const context = { actor, now: deps.now() }
  await auditRow(db, context, 'connection.connected', source, { crm, account: connected.account.id })
  return { kind: 'connected', place, newcomer, actor }
}

/** Two tabs at once must not make two companies of one account. */
async function onlyOne<T>(deps: AppDeps, name: string, run: () => Promise<T>): Promise<T> {
  const { directory, now, sleep } = deps
  for (let waited = 0; waited <= 2 * LEASE_MS; waited += LOOK_AGAIN_MS) {
    const lease = await takeLease(directory.$client, name, crypto.randomUUID(), now(), LEASE_MS)
    if (lease === null) {
      await sleep(LOOK_AGAIN_MS)
      continue
    }
    try {
      return await run()
    } finally {
      await releaseLease(directory.$client, lease)
    }
  }
  throw new Error('Another installation of this account does not come to an end.')
}
