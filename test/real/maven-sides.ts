/** The Maven company behind each connector, over real sockets, and the night that reads it. */
import { expect, onTestFinished } from 'vitest'
import { loadMaven } from '../../connectors/demo/maven.ts'
import type { Crm, Sandbox } from '../../connectors/demo/types.ts'
import { DEFAULT_TOKEN, startHubspotSandbox } from '../../connectors/hubspot/sandbox/index.ts'
import { recordId, startSalesforceSandbox } from '../../connectors/salesforce/sandbox/index.ts'
import type { Filter } from '../../src/metrics/types.ts'
import { connectCrm } from '../../src/sync/connect.ts'
import { runNight } from '../../src/sync/run-night.ts'
import { mavenOracle, type Slice } from '../oracles/maven.ts'
import { emptyDirectory, emptyWorkspace } from '../support/databases.ts'
import { mavenDir, mavenMissing } from '../support/maven.ts'
import { platformOn, type StandingPlatform } from '../support/platform.ts'

/** The loader gives deals without any date this day of creation. */
export const UNDATED = '2018-01-01'
export const FIRST_NIGHT = '2018-03-02T04:30:00.000Z'

export interface Side {
  readonly world: StandingPlatform
  readonly crm: Crm
  readonly sandbox: Sandbox
  /** The filter that selects the slice, in the CRM's own ids and names. */
  filter(slice: Slice): Filter
}

/** Runs on one side beside the file as a database, both closed afterwards; skipped, with the reason, where there is no file. */
export async function beside(start: () => Promise<Side>, skip: (reason: string) => void) {
  if (mavenMissing !== null) skip(mavenMissing)
  const oracle = await mavenOracle(mavenDir, UNDATED)
  const side = await start()
  onTestFinished(async () => {
    oracle.close()
    await side.sandbox.close()
  })
  await sync(side.world)
  return { oracle, side }
}

export const sides = { hubspot: hubspotSide, salesforce: salesforceSide } as const

async function newWorld() {
  const [directory, db] = [await emptyDirectory(), await emptyWorkspace()]
  return platformOn({ directory, db, now: FIRST_NIGHT, timeZone: 'UTC', currency: 'USD' })
}

function officeId(crm: Crm, office: string): string {
  return crm.teams.find((team) => team.name === office)?.id ?? ''
}

async function hubspotSide(): Promise<Side> {
  const world = await newWorld()
  const crm = await loadMaven(mavenDir)
  const { now } = world.platform
  const sandbox = await startHubspotSandbox({ crm, now, clockMs: () => Date.parse(now()) })
  await connect(world, 'hubspot', { token: DEFAULT_TOKEN, apiUrl: sandbox.url }, ['product'])
  return {
    ...{ world, crm, sandbox },
    filter: ({ office, product }) => ({
      ...(office === undefined ? {} : { teams: [officeId(crm, office)] }),
      ...(product === undefined ? {} : { properties: [{ name: 'product', op: 'in', values: [product] }] }),
    }),
  }
}

async function salesforceSide(): Promise<Side> {
  const world = await newWorld()
  const crm = await loadMaven(mavenDir)
  const sandbox = await startSalesforceSandbox({ crm, now: world.platform.now })
  const { url: instanceUrl, clientId, clientSecret } = sandbox
  await connect(world, 'salesforce', { instanceUrl, clientId, clientSecret }, ['product__c'])
  return {
    ...{ world, crm, sandbox },
    filter: ({ office, product }) => ({
      ...(office === undefined ? {} : { teams: [recordId('UserRole', officeId(crm, office))] }),
      ...(product === undefined ? {} : { properties: [{ name: 'product__c', op: 'in', values: [product] }] }),
    }),
  }
}

async function connect(
  { platform }: StandingPlatform,
  crm: string,
  config: object,
  properties: string[],
): Promise<void> {
  const connected = await connectCrm(platform, {
    workspaceId: 'company',
    crm,
    label: crm,
    config,
    properties,
  })
  expect(connected).toMatchObject({ ok: true })
}

export async function sync({ platform }: StandingPlatform): Promise<void> {
  const night = await runNight(platform, 'company', { kind: 'night' })
  expect(night).toMatchObject({ dead: [], runs: [{ status: 'complete', skipped: 0 }] })
}
