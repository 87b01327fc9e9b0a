/** `connect hubspot` and `connect salesforce`: the company is made with its first connection. */
import { readFileSync } from 'node:fs'
import type { AccountRecord, Failure } from '../../../connectors/contract.ts'
import { type Connected, connectCrm, probeCrm } from '../../sync/connect.ts'
import { createWorkspace } from '../../workspaces.ts'
import { type Cli, hasWorkspace } from '../context.ts'
import { CommandFailed } from '../exit-line.ts'
import { failureWords } from '../failure-words.ts'
import { cliTexts } from '../texts.ts'

export interface ConnectOptions {
  readonly id?: string
  readonly label?: string
  readonly property: readonly string[]
  /** Id of the company to make or to add to. */
  readonly company: string
  /** Where the CRM does not tell its currency. */
  readonly currency?: string
}

export async function connectHubspot(
  cli: Cli,
  options: ConnectOptions & { readonly tokenFile: string },
): Promise<void> {
  const token = readSecret(options.tokenFile, cli)
  await connect(cli, 'hubspot', { token, apiUrl: cli.env.HUBSPOT_API_URL }, options)
}

export interface SalesforceOptions extends ConnectOptions {
  readonly instance: string
  readonly clientCredentials?: boolean
  /** Works as them, by an assertion that the app's key signs. */
  readonly user?: string
  readonly keyFile?: string
}

export async function connectSalesforce(cli: Cli, options: SalesforceOptions): Promise<void> {
  const { SALESFORCE_CLIENT_ID: clientId, SALESFORCE_TOKEN_URL: tokenUrl } = cli.env
  // A relay for every login host stands before our own app: this one is the customer's.
  const relay = tokenUrl === undefined || tokenUrl.includes('{host}') ? {} : { tokenUrl }
  const app = { instanceUrl: options.instance, clientId, ...relay }
  await connect(cli, 'salesforce', { ...app, ...credentials(cli, options) }, options)
}

function credentials(cli: Cli, { user, keyFile, clientCredentials }: SalesforceOptions): object {
  const { SALESFORCE_CLIENT_ID: id, SALESFORCE_CLIENT_SECRET: clientSecret } = cli.env
  const words = cliTexts(cli.locale)
  if (user !== undefined && keyFile !== undefined && id !== undefined)
    return { by: 'jwt', username: user, privateKey: readSecret(keyFile, cli) }
  if (clientCredentials !== true) throw new CommandFailed(words.salesforceFlow)
  if (id === undefined || clientSecret === undefined) throw new CommandFailed(words.clientCredentials)
  return { clientSecret }
}

/** `-` reads standard input, so that a token need not lie in a file. */
function readSecret(path: string, { locale }: Cli): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8').trim()
  } catch {
    throw new CommandFailed(cliTexts(locale).tokenFile(path))
  }
}

async function connect(cli: Cli, crm: string, config: object, options: ConnectOptions): Promise<void> {
  const { deps } = cli.runtime
  await ensureCompany(cli, crm, config, options)
  const connected = await connectCrm(deps, {
    workspaceId: options.company,
    crm,
    ...(options.id === undefined ? {} : { id: options.id }),
    label: options.label ?? crm,
    config,
    properties: options.property,
  })
  const { source, account } = orFail(connected, crm, cli)
  if (cli.json) cli.out(JSON.stringify({ company: options.company, source, account }))
  else cli.out(`${source}: ${account.name ?? account.id}, ${account.timeZone}, ${account.currency ?? '–'}`)
  for (const { object, field, effect } of account.hidden) cli.say(`${object}.${field}: ${effect}`)
}

/** Zone and currency of the company are those of its first CRM. */
async function ensureCompany(cli: Cli, crm: string, config: object, options: ConnectOptions): Promise<void> {
  if (await hasWorkspace(cli, options.company)) return
  const { deps, provisioner } = cli.runtime
  const probed = await probeCrm(deps, { crm, config })
  if (!probed.ok) throw refused(probed.failure, crm, cli)
  const currency = probed.account.currency ?? options.currency
  if (currency === undefined) throw new CommandFailed(cliTexts(cli.locale).noCurrency)
  const name = probed.account.name ?? options.company
  const { timeZone } = probed.account
  await createWorkspace(
    deps.directory,
    provisioner,
    { id: options.company, name, timeZone, currency },
    deps.now(),
  )
}

function orFail(connected: Connected, crm: string, cli: Cli): { source: string; account: AccountRecord } {
  if (connected.ok) return connected
  throw refused(connected.failure, crm, cli)
}

function refused(failure: Failure, crm: string, { locale }: Pick<Cli, 'locale'>): CommandFailed {
  return new CommandFailed(`${crm}: ${failureWords(failure, locale)}`)
}
