import { open } from '../../../connectors/any-connector.ts'
import { hubspot } from '../../../connectors/hubspot/index.ts'
import {
  DEFAULT_TOKEN,
  type Switches,
  startHubspotSandbox,
} from '../../../connectors/hubspot/sandbox/index.ts'
import { testConnector } from '../conformance.ts'

/** The other position of everything nobody could confirm about HubSpot. */
const otherwise: Partial<Switches> = {
  idOrder: 'text',
  searchLagMs: 10 * 60_000,
  companyIdAs: 'string',
  singleCurrencyCode: 'present',
  homeRate: 'one',
  retryAfterSeconds: 1,
  searchPolicyName: true,
  stageIsClosed: true,
  archivedPipelines: 'listed',
  archivedOwnerTeams: false,
  listAfter: 'opaque',
  mergedInArchive: true,
  zeroMs: 'kept',
  probabilityText: 'double',
  unset: 'empty',
  unauthorized: 'invalid',
  burstLimit: 100,
  dailyLimit: 250_000,
}

for (const [name, switches] of [
  ['HubSpot, as its documents say', {}],
  ['HubSpot, where nobody knows the other way round', otherwise],
] as const)
  testConnector({
    name,
    connector: open(hubspot),
    start: (world) => startHubspotSandbox({ ...world, switches }),
    config: (sandbox) => ({ token: DEFAULT_TOKEN, apiUrl: sandbox.url }),
    secrets: () => [DEFAULT_TOKEN],
    idOf: (_, id) => id,
    regionProperty: 'region',
    dealsPerPage: 200,
    forbidden: { status: 403, body: '{"status":"error","category":"MISSING_SCOPES"}' },
    rateLimited: { status: 429, body: '{"errorType":"RATE_LIMIT","policyName":"TEN_SECONDLY_ROLLING"}' },
    emptied: '{"status":"error"}',
  })
