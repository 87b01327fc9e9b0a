/** A connection's way to its CRM: connector, opened config, and a transport that counts its calls. */
import { type Budget, createBudget } from '../../connectors/budget.ts'
import { type Connector, ConnectorError, type Grant, type Transport } from '../../connectors/contract.ts'
import { registry as shipped } from '../../connectors/registry.ts'
import { createTransport, type GrantSource, plainSend, type SendOptions } from '../../connectors/transport.ts'
import type { Platform } from '../platform.ts'
import { configPlace, createGrantSource } from './grants.ts'
import type { ConnectionView, SyncOptions } from './views.ts'

export interface Crm {
  readonly connector: Connector<unknown>
  readonly config: unknown
  readonly transport: Transport
  grant(): Promise<Grant>
  /** Requests on the wire so far, retries included. */
  calls(): number
}

export function findConnector(id: string, options: SyncOptions): Connector<unknown> | null {
  const connectors: readonly Connector<unknown>[] = options.registry ?? shipped
  return connectors.find((connector) => connector.id === id) ?? null
}

/** The CRM of a stored connection. Throws `misconfigured` when its config does not fit the program any more. */
export async function openCrm(
  platform: Platform,
  connection: ConnectionView,
  options: SyncOptions,
): Promise<Crm> {
  const connector = findConnector(connection.crm, options)
  if (connector === null) throw misconfigured(connection.crm, 'this program has no connector of that name')
  const place = configPlace(connection.workspaceId, connection.id)
  const config = connector.config.safeParse(
    JSON.parse(await platform.sealer.open(connection.sealedConfig, place)),
  )
  if (!config.success)
    throw misconfigured(connector.id, 'its settings are of an older form: connect it again')
  const grants = (send: Transport['send']) =>
    createGrantSource(platform, connection, connector, config.data, send)
  return reachCrm(platform, connection, connector, config.data, grants, options)
}

export function reachCrm(
  platform: Platform,
  { workspaceId, id }: Pick<ConnectionView, 'workspaceId' | 'id'>,
  connector: Connector<unknown>,
  config: unknown,
  grants: (send: Transport['send']) => GrantSource,
  { deadlineMs }: SyncOptions,
): Crm {
  let calls = 0
  const options: SendOptions = {
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    connector,
    hosts: [...connector.hosts(config), ...platform.allowHosts],
    fetch: platform.fetch,
    now: platform.now,
    sleep: platform.sleep,
    random: Math.random,
    onCall() {
      calls += 1
    },
    budget: budgetOf(platform, `${workspaceId}/${id}`, connector),
  }
  const grant = grants(plainSend({ ...options, secrets: secretsOf(config) }))
  const transport = createTransport({ ...options, grant })
  return { connector, config, transport, grant: () => grant.current(), calls: () => calls }
}

/** One budget per connection for as long as the process lives: messages follow each other faster than a bucket fills. */
const budgets = new WeakMap<object, Map<string, Budget>>()

function budgetOf(platform: Platform, key: string, { buckets }: Connector<unknown>): Budget {
  const lifetime = platform.lifetime ?? platform.directory
  const ofProcess = budgets.get(lifetime) ?? new Map<string, Budget>()
  budgets.set(lifetime, ofProcess)
  const budget = ofProcess.get(key) ?? createBudget({ buckets, now: platform.now, sleep: platform.sleep })
  ofProcess.set(key, budget)
  return budget
}

/** Anything in a config that is no address may be a secret. */
function secretsOf(config: unknown): string[] {
  if (typeof config !== 'object' || config === null) return []
  return Object.values(config).filter(
    (value): value is string => typeof value === 'string' && value.length >= 8 && !URL.canParse(value),
  )
}

function misconfigured(crm: string, detail: string): ConnectorError {
  return new ConnectorError(crm, { kind: 'misconfigured', detail })
}
