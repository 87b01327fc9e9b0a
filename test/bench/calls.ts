/** Calls of a first import and of a night, against the floor: records that had to be read, by page size. */
import { createDemoCompany, liveDay } from '../../connectors/demo/company.ts'
import type { Crm, Sandbox } from '../../connectors/demo/types.ts'
import { DEFAULT_TOKEN, startHubspotSandbox } from '../../connectors/hubspot/sandbox/index.ts'
import { startSalesforceSandbox } from '../../connectors/salesforce/sandbox/index.ts'
import { addMs } from '../../connectors/values/time.ts'
import { connectCrm } from '../../src/sync/connect.ts'
import { runNight } from '../../src/sync/run-night.ts'
import { benchPlatform } from './platform.ts'
import type { Bench, Line } from './report.ts'

const ANCHOR = '2026-11-22'
const FIRST = '2026-11-23T03:30:00.000Z'
const SECOND = '2026-11-24T03:30:00.000Z'

export const calls: Bench = {
  name: 'calls',
  async run() {
    const world = await benchPlatform(FIRST)
    const { now } = world.platform
    const crms = { hubspot: demo('hubspot'), salesforce: demo('salesforce') }
    const hubspot = await startHubspotSandbox({ crm: crms.hubspot, now, clockMs: () => Date.parse(now()) })
    const salesforce = await startSalesforceSandbox({ crm: crms.salesforce, now })
    const { clientId, clientSecret, url: instanceUrl } = salesforce
    await connect(world.platform, 'hubspot', { token: DEFAULT_TOKEN, apiUrl: hubspot.url })
    await connect(world.platform, 'salesforce', { instanceUrl, clientId, clientSecret })
    const before = { hubspot: hubspot.calls.length, salesforce: salesforce.calls.length }
    await runNight(world.platform, 'company', { kind: 'night' })
    const imported = { hubspot: hubspot.calls.length, salesforce: salesforce.calls.length }
    for (const crm of Object.values(crms)) liveDay(crm, '2026-11-23')
    world.set(SECOND)
    await runNight(world.platform, 'company', { kind: 'night' })
    const lines = [
      ...compare('HubSpot', hubspot, crms.hubspot, before.hubspot, imported.hubspot, {
        list: 100,
        changes: 200,
      }),
      ...compare('Salesforce', salesforce, crms.salesforce, before.salesforce, imported.salesforce, {
        list: 2000,
        changes: 2000,
      }),
    ]
    await Promise.all([hubspot.close(), salesforce.close()])
    return lines
  },
}

function demo(crm: 'hubspot' | 'salesforce'): Crm {
  return createDemoCompany({ seed: 1, anchor: ANCHOR, crm })
}

async function connect(
  platform: Parameters<typeof connectCrm>[0],
  crm: string,
  config: object,
): Promise<void> {
  const connected = await connectCrm(platform, {
    workspaceId: 'company',
    crm,
    label: crm,
    config,
    properties: [],
  })
  if (!connected.ok) throw new Error(`${crm}: ${connected.failure.kind}`)
}

function compare(
  name: string,
  { calls: made }: Sandbox,
  { deals, companies }: Crm,
  start: number,
  imported: number,
  page: { readonly list: number; readonly changes: number },
): Line[] {
  const pages = (count: number, size: number) => Math.max(1, Math.ceil(count / size))
  const changedSince = addMs(FIRST, -15 * 60_000)
  const changed = (list: Iterable<{ updatedAt: string }>) =>
    [...list].filter((one) => one.updatedAt >= changedSince).length
  const line = { unit: 'calls', against: 'records that had to be read / page size' }
  return [
    {
      ...line,
      what: `${name}: first import of ${deals.size} deals`,
      ours: imported - start,
      other: pages(deals.size, page.list) + pages(companies.size, page.list),
    },
    {
      ...line,
      what: `${name}: night with ${changed(deals.values())} changed deals`,
      ours: made.length - imported,
      other: pages(changed(deals.values()), page.changes) + pages(changed(companies.values()), page.changes),
    },
  ]
}
