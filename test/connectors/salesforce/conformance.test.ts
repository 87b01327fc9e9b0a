import { open } from '../../../connectors/any-connector.ts'
import { salesforce } from '../../../connectors/salesforce/index.ts'
import {
  recordId,
  type Switches,
  startSalesforceSandbox,
} from '../../../connectors/salesforce/sandbox/index.ts'
import { testConnector } from '../conformance.ts'

const CLIENT = { clientId: 'consumer-key-of-the-tests', clientSecret: 'consumer-secret-of-the-tests' }
const kinds = { deal: 'Opportunity', company: 'Account', user: 'User', team: 'UserRole' } as const

/** The other position of everything nobody could confirm about Salesforce, and of what differs between orgs. */
const otherwise: Partial<Switches> = {
  apiVersion: '66.0',
  tokenLifetimeMs: 15 * 60_000,
  perAppUsage: false,
  viewSetup: true,
  organizationCurrency: true,
  aggregateRates: 'dated',
  lastRateEnds: null,
  rateDigits: 15,
  pageRows: 50,
  cursorReads: 'snapshot',
  openCursors: 1,
  commitLagMs: 10 * 60_000,
  scrambleTies: false,
  wholeSeconds: false,
  closeDate: 'required',
}

for (const [name, switches, dealsPerPage] of [
  ['Salesforce, the harsher way', { pageRows: 200 }, 200],
  ['Salesforce, the other way round', otherwise, 50],
] as const)
  testConnector({
    name,
    connector: open(salesforce),
    start: (world) => startSalesforceSandbox({ ...world, ...CLIENT, switches }),
    config: (sandbox) => ({ instanceUrl: sandbox.url, ...CLIENT }),
    secrets: () => [CLIENT.clientSecret],
    idOf: (kind, id) => recordId(kinds[kind], id),
    regionProperty: 'region__c',
    dealsPerPage,
    forbidden: { status: 403, body: '[{"errorCode":"API_DISABLED_FOR_ORG","message":"own words"}]' },
    rateLimited: null,
    emptied: '{"done":true}',
  } satisfies Parameters<typeof testConnector>[0])
