/** Salesforce on the bench of the conformance suite, with what differs between orgs in chosen positions. */
import { open } from '../../../connectors/any-connector.ts'
import type { Pull } from '../../../connectors/contract.ts'
import type { Crm } from '../../../connectors/demo/types.ts'
import { salesforce } from '../../../connectors/salesforce/index.ts'
import {
  recordId,
  type SalesforceSandbox,
  type Switches,
  startSalesforceSandbox,
} from '../../../connectors/salesforce/sandbox/index.ts'
import { createBench, type Subject } from '../support/bench.ts'

export const CLIENT = {
  clientId: 'consumer-key-of-the-tests',
  clientSecret: 'consumer-secret-of-the-tests',
}
const START = '2026-04-10T02:30:00.000Z'
const kinds = { deal: 'Opportunity', company: 'Account', user: 'User', team: 'UserRole' } as const
export const idOf = (kind: keyof typeof kinds, id: string) => recordId(kinds[kind], id)

export function subject(name: string, switches: Partial<Switches>): Subject {
  return {
    name,
    connector: open(salesforce),
    start: (world) => startSalesforceSandbox({ ...world, ...CLIENT, switches }),
    config: (sandbox) => ({ instanceUrl: sandbox.url, ...CLIENT }),
    secrets: () => [CLIENT.clientSecret],
    idOf,
    regionProperty: 'region__c',
    dealsPerPage: switches.pageRows ?? 200,
    forbidden: { status: 403, body: '[{"errorCode":"API_DISABLED_FOR_ORG","message":"own words"}]' },
    // Salesforce names no time.
    rateLimited: null,
    emptied: '{"done":true}',
  }
}

export async function openSalesforce(
  crm: Crm,
  switches: Partial<Switches> = {},
  more: Partial<Pick<Pull<unknown>, 'currency' | 'properties' | 'thorough'>> = {},
) {
  const orgs: SalesforceSandbox[] = []
  const plain = subject('Salesforce', switches)
  const start: Subject['start'] = async (world) => {
    const org = await startSalesforceSandbox({ ...world, ...CLIENT, switches })
    orgs.push(org)
    return org
  }
  const bench = await createBench({ ...plain, start }, crm, START, 10_000, more)
  const [org] = orgs
  if (org === undefined) throw new Error('no org was started')
  return { ...bench, org }
}
