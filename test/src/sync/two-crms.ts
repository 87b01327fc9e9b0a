/** A company with both CRMs: the shipped connectors and their sandboxes over real sockets, into a real libSQL file. */
import { onTestFinished } from 'vitest'
import { createDemoCompany } from '../../../connectors/demo/company.ts'
import type { Crm } from '../../../connectors/demo/types.ts'
import { DEFAULT_TOKEN, startHubspotSandbox } from '../../../connectors/hubspot/sandbox/index.ts'
import { startSalesforceSandbox } from '../../../connectors/salesforce/sandbox/index.ts'
import { connectCrm } from '../../../src/sync/connect.ts'
import { createWorld, type World } from './world.ts'

const ANCHOR = '2026-03-02'
export const MORNING = '2026-03-03T03:40:00.000Z'
export const crms = ['hubspot', 'salesforce'] as const
export type CrmName = (typeof crms)[number]

/** Three years old. */
export const grownUp = (crm: CrmName) => createDemoCompany({ seed: 1, anchor: ANCHOR, crm })

/** The sandboxes live by the company's clock, and go when the test ends. Nothing is connected yet. */
export async function twoCrms(crmOf: (crm: CrmName) => Crm = grownUp) {
  const clock: { world: World | null } = { world: null }
  const now = () => clock.world?.platform.now() ?? MORNING
  const clockMs = () => Date.parse(now())
  const hubspot = await startHubspotSandbox({ crm: crmOf('hubspot'), now, clockMs })
  const salesforce = await startSalesforceSandbox({ crm: crmOf('salesforce'), now })
  onTestFinished(async () => {
    await Promise.all([hubspot.close(), salesforce.close()])
  })
  const world = await createWorld([], MORNING, {
    fetch: () => fetch,
    allowHosts: [hubspot, salesforce].map(({ url }) => new URL(url).host),
  })
  clock.world = world
  const { clientId, clientSecret } = salesforce
  const configs = {
    hubspot: { token: DEFAULT_TOKEN, apiUrl: hubspot.url },
    salesforce: { instanceUrl: salesforce.url, clientId, clientSecret },
  }
  function connect(crm: CrmName, change: object = {}) {
    const config = { ...configs[crm], ...change }
    return connectCrm(world.platform, { workspaceId: 'acme', crm, label: crm, config, properties: [] })
  }
  return { world, now, sandboxes: { hubspot, salesforce }, connect }
}
