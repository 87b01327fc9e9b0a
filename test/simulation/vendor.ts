/** A CRM of the simulation: the neutral store behind a vendor's own wire format, without a socket. */
import type { Random } from '../../connectors/demo/prng.ts'
import type { Crm, Fault } from '../../connectors/demo/types.ts'
import { createHubspotApi, DEFAULT_TOKEN } from '../../connectors/hubspot/sandbox/api.ts'
import { mergeInHubspot } from '../../connectors/hubspot/sandbox/merge.ts'
import { createSalesforceApi } from '../../connectors/salesforce/sandbox/api.ts'
import { neutralId, recordId } from '../../connectors/salesforce/sandbox/id.ts'
import { toInstant } from '../../connectors/values/time.ts'
import { keepVersions, type Versions } from './versions.ts'

export interface VendorRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
export type VendorAnswer =
  | {
      readonly kind: 'response'
      readonly response: {
        readonly status: number
        readonly headers: Readonly<Record<string, string>>
        readonly body: string
      }
    }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }

export interface Bucket {
  readonly name: string
  readonly perMs: number
  /** 80 % of the vendor's limit, and 3 searches a second. */
  readonly ours: number
}

export interface Vendor {
  readonly id: 'hubspot' | 'salesforce'
  readonly host: string
  readonly crm: Crm
  readonly versions: Versions
  /** How late a change may show after its time stamp. */
  readonly lagMs: number
  readonly safetyLagMs: number
  config(): unknown
  handle(request: VendorRequest): VendorAnswer
  fault(fault: Fault): void
  bucketOf(url: string): Bucket | null
  isToken(url: string): boolean
  /** The neutral id of a deal of ours, and the way back. */
  neutral(externalId: string): string
  external(id: string): string
  /** As the connector names a team. */
  team(id: string): string
  merge(survivorId: string, loserId: string, at: string): void
  /** Gone, and not in the recycle bin either. */
  vanish(id: string, at: string): void
  readonly vanished: ReadonlySet<string>
  revoke(): void
  grant(): void
}

export interface VendorOptions {
  readonly crm: Crm
  readonly random: Random
  now(): number
  readonly lagMs: number
  readonly pageRows: number
}

const API: Bucket = { name: 'api', perMs: 10_000, ours: 88 }
const SEARCH: Bucket = { name: 'search', perMs: 1_000, ours: 3 }

export function createHubspot({ crm, random, now, lagMs, pageRows }: VendorOptions): Vendor {
  const mergeMakesNewId = random.chance(0.4)
  let token = DEFAULT_TOKEN
  const switches = {
    idOrder: random.pick(['numeric', 'text'] as const),
    searchLagMs: lagMs,
    searchLagVaries: random.chance(0.5),
    missingInBatch: random.pick(['reported', 'omitted'] as const),
    listAfter: random.pick(['id', 'opaque'] as const),
    mergedInArchive: random.chance(0.5),
    mergeMakesNewId,
    zeroMs: random.pick(['dropped', 'kept'] as const),
    unset: random.pick(['null', 'empty'] as const),
    homeRate: random.pick(['null', 'one'] as const),
  }
  const api = createHubspotApi({ crm, now: () => toInstant(now()), clockMs: now, switches })
  let revoked = false
  return {
    id: 'hubspot',
    host: 'api.hubapi.com',
    crm,
    versions: keepVersions(crm, now),
    lagMs,
    safetyLagMs: 60_000,
    config: () => ({ token }),
    handle: (request) =>
      api.handle(
        shortened(
          revoked ? { ...request, headers: { ...request.headers, authorization: 'Bearer gone' } } : request,
          pageRows,
        ),
      ),
    fault: api.fault,
    bucketOf: (url) => (url.includes('/search') ? SEARCH : API),
    isToken: () => false,
    neutral: (id) => id,
    external: (id) => id,
    team: (id) => id,
    ...vanishingFrom(crm),
    merge: (survivor, loser, at) => mergeInHubspot(crm, { mergeMakesNewId }, survivor, loser, at),
    revoke() {
      revoked = true
    },
    grant() {
      revoked = false
      token = DEFAULT_TOKEN
    },
  }
}

function vanishingFrom(crm: Crm): Pick<Vendor, 'vanish' | 'vanished'> {
  const vanished = new Set<string>()
  function vanish(id: string, at: string): void {
    // First, since a push tells of what is there or in the bin.
    vanished.add(id)
    crm.deleteDeal(id, at)
    crm.deals.delete(id)
  }
  return { vanish, vanished }
}

/** The vendor may answer fewer rows than were asked for. */
function shortened(request: VendorRequest, rows: number): VendorRequest {
  if (request.method === 'GET') {
    const url = request.url.replace(
      /([?&]limit=)(\d+)/,
      (_, name: string, n: string) => `${name}${Math.min(Number(n), rows)}`,
    )
    return { ...request, url }
  }
  if (!request.url.includes('/search')) return request
  const body = request.body.replace(/"limit":(\d+)/, (_, n: string) => `"limit":${Math.min(Number(n), rows)}`)
  return { ...request, body }
}

export function createSalesforce({ crm, random, now, lagMs, pageRows }: VendorOptions): Vendor {
  const clientId = 'consumer-key-of-the-tests'
  const clientSecret = 'consumer-secret-of-the-tests'
  const api = createSalesforceApi({
    crm,
    now: () => toInstant(now()),
    clientId,
    clientSecret,
    seed: 'simulation',
    switches: {
      pageRows,
      commitLagMs: lagMs,
      tokenLifetimeMs: random.pick([2 * 3_600_000, 20 * 60_000]),
      cursorReads: random.pick(['snapshot', 'live'] as const),
      wholeSeconds: random.chance(0.5),
      viewRoles: true,
    },
  })
  return {
    id: 'salesforce',
    host: 'acme.my.salesforce.com',
    crm,
    versions: keepVersions(crm, now),
    lagMs,
    safetyLagMs: 60_000,
    config: () => ({ instanceUrl: 'https://acme.my.salesforce.com', clientId, clientSecret }),
    handle: api.handle,
    fault: api.fault,
    bucketOf: () => null,
    isToken: (url) => url.startsWith('/services/oauth2/token'),
    neutral: (id) => neutralId(id) ?? id,
    external: (id) => recordId('Opportunity', id),
    team: (id) => recordId('UserRole', id),
    ...vanishingFrom(crm),
    // Opportunities cannot be merged; the loser is deleted.
    merge: (_, loser, at) => crm.deleteDeal(loser, at),
    revoke() {
      api.switches.grantsRefused = 'inactive user'
      api.switches.apiRefused = {
        status: 401,
        errorCode: 'INVALID_SESSION_ID',
        message: 'Session expired or invalid',
      }
    },
    grant() {
      api.switches.grantsRefused = null
      api.switches.apiRefused = null
    },
  }
}
