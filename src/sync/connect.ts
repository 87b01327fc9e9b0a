/** Connects a CRM: the account is read once as the check, and only then is anything written. */
import {
  type AccountRecord,
  type Connector,
  ConnectorError,
  type Failure,
  type Grant,
  type Transport,
} from '../../connectors/contract.ts'
import type { GrantSource } from '../../connectors/transport.ts'
import { ensureSchedule } from '../jobs/schedule.ts'
import type { Platform, Workspace } from '../platform.ts'
import { REST } from './call-rest.ts'
import { withFields } from './choose-contracts.ts'
import { mappingFrom, mappingQuery } from './contract-mapping.ts'
import { atHome, type Crm, checkHome, findConnector, reachCrm } from './crm.ts'
import { configPlace, grantPlace } from './grants.ts'
import { readAgain, showsMore } from './read-again.ts'
import type { SyncOptions } from './views.ts'

export interface Connect {
  readonly workspaceId: string
  /** The connector's id. */
  readonly crm: string
  /** Of the connection, unique in its workspace; default: the connector's. An existing one gets the new credentials. */
  readonly id?: string
  readonly label: string
  /** As the connector's schema wants it; parsed here. */
  readonly config: unknown
  /** Extra deal properties to mirror, by the CRM's names. */
  readonly properties: readonly string[]
  /** That the CRM has just given for it; without one it is asked for. */
  readonly grant?: Grant
}

export type Connected =
  | { readonly ok: true; readonly source: string; readonly account: AccountRecord }
  | { readonly ok: false; readonly failure: Failure }

/** Throws `WorkspaceMissing`, or when one of our own databases fails; all that is the CRM's or the person's is told. */
export async function connectCrm(
  platform: Platform,
  input: Connect,
  options: SyncOptions = {},
): Promise<Connected> {
  const workspace = await platform.open(input.workspaceId)
  const source = input.id ?? input.crm
  try {
    const connector = findConnector(input.crm, options)
    if (connector === null) throw misconfigured(input.crm, `there is no connector named ${input.crm}`)
    if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(source))
      throw misconfigured(input.crm, 'a connection is named by up to 40 small letters, digits and hyphens')
    const config = parseConfig(connector, input.config)
    const crm = reachCrm(
      platform,
      connector,
      config,
      firstGrant(platform, connector, config, input.grant),
      options,
    )
    const account = await readAccount(platform, workspace, crm, input.properties)
    await checkSame(workspace, source, input.crm, account)
    await keep(platform, workspace, { ...input, config }, source, account, await crm.grant())
    platform.log('connected', { workspace: workspace.id, source, crm: input.crm })
    return { ok: true, source, account }
  } catch (error) {
    if (error instanceof ConnectorError) return { ok: false, failure: error.failure }
    throw error
  }
}

export type Probed =
  | { readonly ok: true; readonly account: AccountRecord; readonly grant: Grant }
  | { readonly ok: false; readonly failure: Failure }

/** Whose account it is, before there is a company to connect it to. Writes nothing. */
export async function probeCrm(
  platform: Platform,
  { crm: id, config: input, grant }: Pick<Connect, 'crm' | 'config' | 'grant'>,
  options: SyncOptions = {},
): Promise<Probed> {
  try {
    const connector = findConnector(id, options)
    if (connector === null) throw misconfigured(id, `there is no connector named ${id}`)
    const config = parseConfig(connector, input)
    const crm = reachCrm(platform, connector, config, firstGrant(platform, connector, config, grant), options)
    const account = await readAccount(platform, { timeZone: 'UTC' }, crm, [])
    return { ok: true, account, grant: await crm.grant() }
  } catch (error) {
    if (error instanceof ConnectorError) return { ok: false, failure: error.failure }
    throw error
  }
}

function parseConfig(connector: Connector<unknown>, config: unknown): unknown {
  const parsed = connector.config.safeParse(config)
  if (parsed.success) return parsed.data
  const first = parsed.error.issues[0]
  throw misconfigured(connector.id, `${first?.path.join('.') || 'settings'}: ${first?.message ?? 'invalid'}`)
}

/** Not stored yet: given, or asked for at the first call, and once more when the CRM refuses it. */
function firstGrant(platform: Platform, connector: Connector<unknown>, config: unknown, given?: Grant) {
  return (send: Transport['send']): GrantSource => {
    if (given !== undefined) checkHome(connector, config, given, platform.allowHosts)
    let grant: Promise<Grant> | null = given === undefined ? null : Promise.resolve(given)
    const app = platform.apps?.[connector.id] ?? null
    function renew(held: Grant | null): Promise<Grant> {
      const asked = { grant: held, app }
      grant = atHome(platform, connector).authorize(config, send, platform.now(), asked)
      return grant
    }
    return { current: () => grant ?? renew(null), renew }
  }
}

async function readAccount(
  platform: Platform,
  { timeZone }: Pick<Workspace, 'timeZone'>,
  crm: Crm,
  properties: readonly string[],
): Promise<AccountRecord> {
  const { config, transport, connector } = crm
  const { baseUrl } = await crm.grant()
  const pull = { config, baseUrl, transport, now: platform.now(), account: null, timeZone, properties }
  const { records, skipped } = await connector.streams.account(pull, null)
  const [account] = records
  if (account !== undefined) return account
  const issue = skipped[0]?.reason ?? 'the CRM does not say whose account it is'
  throw new ConnectorError(connector.id, { kind: 'unreadable', path: 'account', issue })
}

/** The mirror of one company's CRM is not continued with another's. */
async function checkSame(
  { db }: Workspace,
  source: string,
  crm: string,
  account: AccountRecord,
): Promise<void> {
  const { rows } = await db.$client.execute({
    sql: 'SELECT crm, account FROM source WHERE id = ?',
    args: [source],
  })
  const row = rows[0]
  if (row === undefined) return
  if (row.crm !== crm) throw misconfigured(crm, `the connection ${source} belongs to ${String(row.crm)}`)
  const known = typeof row.account === 'string' ? (JSON.parse(row.account) as AccountRecord) : null
  if (known !== null && known.id !== account.id)
    throw misconfigured(crm, `the connection ${source} belongs to account ${known.id}, this is ${account.id}`)
}

/**
 * The mirror's row first: a connection without it could not be read. Connecting again makes both active, and the raised
 * `grant_version` keeps whoever still holds the old grant from storing over the new one.
 */
async function keep(
  { directory, sealer, now }: Platform,
  { id: workspaceId, timeZone, db }: Workspace,
  { crm, label, config, properties }: Connect,
  source: string,
  account: AccountRecord,
  grant: Grant,
): Promise<void> {
  const at = now()
  // What contracts follow from stays asked for, whatever the form named.
  const chosen = (await db.$client.execute(mappingQuery(source))).rows[0]?.value
  const kept = JSON.stringify(withFields(properties, mappingFrom(chosen)))
  const known = JSON.stringify(account)
  const sourceRow = {
    sql: `INSERT INTO source (id, crm, account, properties, status, created_at) VALUES (?, ?, ?, ?, 'active', ?)
      ON CONFLICT (id) DO UPDATE SET account = excluded.account, properties = excluded.properties,
        status = 'active', status_reason = NULL`,
    args: [source, crm, known, kept, at],
  }
  const again = readAgain(source, `s.properties <> :properties OR ${showsMore}`, {
    properties: kept,
    account: known,
  })
  await db.$client.batch([again, sourceRow], 'write')
  const sealedConfig = await sealer.seal(JSON.stringify(config), configPlace(workspaceId, source, crm))
  const sealedGrant = await sealer.seal(JSON.stringify(grant), grantPlace(workspaceId, source, crm))
  const connectionRow = {
    sql: `INSERT INTO connection
        (workspace_id, id, crm, account_id, label, sealed_config, sealed_grant, granted_at, grant_version, status, created_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, 'active', ?8)
      ON CONFLICT (workspace_id, id) DO UPDATE SET account_id = excluded.account_id, label = excluded.label, sealed_config = excluded.sealed_config,
        sealed_grant = excluded.sealed_grant, granted_at = excluded.granted_at, grant_version = grant_version + 1,
        status = 'active', status_reason = NULL`,
    args: [workspaceId, source, crm, account.id, label, sealedConfig, sealedGrant, at],
  }
  // It has just answered.
  const awake = {
    sql: 'DELETE FROM call_hold WHERE workspace_id = ? AND connection_id = ? AND bucket = ?',
    args: [workspaceId, source, REST],
  }
  await directory.$client.batch([connectionRow, awake], 'write')
  await ensureSchedule(directory, workspaceId, timeZone, at)
}

function misconfigured(crm: string, detail: string): ConnectorError {
  return new ConnectorError(crm, { kind: 'misconfigured', detail })
}
