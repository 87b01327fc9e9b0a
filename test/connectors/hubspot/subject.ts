/** HubSpot on the bench of the conformance suite, with the unknowns of the account in chosen positions. */
import { open } from '../../../connectors/any-connector.ts'
import type { Crm } from '../../../connectors/demo/types.ts'
import { hubspot } from '../../../connectors/hubspot/index.ts'
import {
  DEFAULT_TOKEN,
  type Switches,
  startHubspotSandbox,
} from '../../../connectors/hubspot/sandbox/index.ts'
import { createBench, type Subject } from '../support/bench.ts'

export function subject(name: string, switches: Partial<Switches>): Subject {
  return {
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
  }
}

/** As at a first import, unless told that this is an ordinary night. */
export const openHubspot = (crm: Crm, switches: Partial<Switches> = {}, thorough = true) =>
  createBench(subject('HubSpot', switches), crm, '2026-04-10T02:30:00.000Z', 10_000, { thorough })
