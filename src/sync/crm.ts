/** A connection's way to its CRM: connector, opened config, and a transport that counts its calls. */
import { type Budget, createBudget } from '../../connectors/budget.ts'
import { type Connector, ConnectorError, type Grant, type Transport } from '../../connectors/contract.ts'
import { isAllowed } from '../../connectors/hosts.ts'
import { registry as shipped } from '../../connectors/registry.ts'
import { createTransport, type GrantSource, plainSend, type SendOptions } from '../../connectors/transport.ts'
import type { Platform } from '../platform.ts'
import { openBudget, type Purpose } from './budget.ts'
import { configPlace, createGrantSource } from './grants.ts'
import type { ConnectionView, SyncOptions } from './views.ts'

export interface Crm {
  readonly connector: Connector<unknown>
  readonly config: unknown
  readonly transport: Transport
  grant(): Promise<Grant>
  /** Requests on the wire so far, retries included. */
  calls(): number
  /** The same by the bucket each drew on; may be read at any moment. */
  byBucket(): ReadonlyMap<string, BucketCalls>
  /** Nobody calls the CRM for this connection for so long. */
  rest(ms: number): Promise<void>
  /** Gives back its share of the rate buckets. Without it the share ends with its term, and others wait as long. */
  close(): Promise<void>
}

export interface BucketCalls {
  readonly calls: number
  /** Answers that said we were too fast. */
  readonly refused: number
}

const TOO_FAST = 429

export function findConnector(id: string, options: SyncOptions): Connector<unknown> | null {
  const connectors: readonly Connector<unknown>[] = options.registry ?? shipped
  return connectors.find((connector) => connector.id === id) ?? null
}

/**
 * The CRM of a stored connection, for one message: whoever opens it closes it. Throws `misconfigured` when its config does
 * not fit the program any more.
 */
export async function openCrm(
  platform: Platform,
  connection: ConnectionView,
  options: SyncOptions,
  purpose: Purpose = 'night',
): Promise<Crm> {
  const connector = findConnector(connection.crm, options)
  if (connector === null) throw misconfigured(connection.crm, 'this program has no connector of that name')
  const place = configPlace(connection.workspaceId, connection.id, connection.crm)
  const config = connector.config.safeParse(
    JSON.parse(await platform.sealer.open(connection.sealedConfig, place)),
  )
  if (!config.success)
    throw misconfigured(connector.id, 'its settings are of an older form: connect it again')
  const grants = (send: Transport['send']) =>
    createGrantSource(platform, connection, atHome(platform, connector), config.data, send)
  const { workspaceId, id: connectionId } = connection
  const budget = openBudget(platform, { workspaceId, connectionId }, connector, purpose)
  return reachCrm(platform, connector, config.data, grants, options, budget)
}

/**
 * An account may have moved to another address, which each new grant tells: it is held against the allow-list before it is
 * stored, and not only when it is called.
 */
export function atHome(
  { allowHosts }: Pick<Platform, 'allowHosts'>,
  connector: Connector<unknown>,
): Pick<Connector<unknown>, 'authorize'> {
  return {
    async authorize(config, send, now, held) {
      const grant = await connector.authorize(config, send, now, held)
      checkHome(connector, config, grant, allowHosts)
      return grant
    },
  }
}

export function checkHome(
  connector: Pick<Connector<unknown>, 'id' | 'hosts'>,
  config: unknown,
  { baseUrl }: Pick<Grant, 'baseUrl'>,
  allowHosts: readonly string[],
): void {
  if (isAllowed(baseUrl, [...connector.hosts(config), ...allowHosts])) return
  const issue = 'an address that is none of the CRM'
  throw new ConnectorError(connector.id, { kind: 'unreadable', path: 'instance_url', issue })
}

/** Without a budget of its connection it paces itself alone: for the few calls by which a person connects. */
export function reachCrm(
  platform: Platform,
  connector: Connector<unknown>,
  config: unknown,
  grants: (send: Transport['send']) => GrantSource,
  { deadlineMs }: SyncOptions,
  budget: Budget = createBudget({ ...platform, buckets: connector.buckets }),
): Crm {
  let calls = 0
  const buckets = new Map<string, BucketCalls>()
  const options: SendOptions = {
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    connector,
    hosts: [...connector.hosts(config), ...platform.allowHosts],
    fetch: platform.fetch,
    now: platform.now,
    sleep: platform.sleep,
    random: Math.random,
    onCall({ bucket, status }) {
      calls += 1
      const before = buckets.get(bucket) ?? { calls: 0, refused: 0 }
      buckets.set(bucket, {
        calls: before.calls + 1,
        refused: before.refused + (status === TOO_FAST ? 1 : 0),
      })
    },
    budget,
  }
  const secrets = secretsOf(config)
  const grant = grants(plainSend({ ...options, secrets }))
  const transport = createTransport({ ...options, secrets, grant })
  return {
    connector,
    config,
    transport,
    grant: () => grant.current(),
    calls: () => calls,
    byBucket: () => buckets,
    rest: budget.rest,
    close: budget.release,
  }
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
