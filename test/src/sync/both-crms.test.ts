/** The shipped connectors and their sandboxes, over real sockets, into a real libSQL file. */
import { expect, onTestFinished, test } from 'vitest'
import { createDemoCompany, liveDay } from '../../../connectors/demo/company.ts'
import type { Crm, Sandbox } from '../../../connectors/demo/types.ts'
import { DEFAULT_TOKEN, startHubspotSandbox } from '../../../connectors/hubspot/sandbox/index.ts'
import { startSalesforceSandbox } from '../../../connectors/salesforce/sandbox/index.ts'
import { connectCrm } from '../../../src/sync/connect.ts'
import type { SyncProgress } from '../../../src/sync/handle.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { createWorld, type World } from './world.ts'

const ANCHOR = '2026-03-02'
const MORNING = '2026-03-03T03:40:00.000Z'
const crms = ['hubspot', 'salesforce'] as const

const grownUp = (crm: (typeof crms)[number]) => createDemoCompany({ seed: 1, anchor: ANCHOR, crm })
/** Growing up takes its time; tests that change nothing in the company share one. */
const shared = new Map<string, Crm>()
function unchanged(crm: (typeof crms)[number]): Crm {
  const found = shared.get(crm) ?? grownUp(crm)
  shared.set(crm, found)
  return found
}

/** A company with both CRMs, three years old. The sandboxes live by the company's clock. */
async function company(crmOf: (crm: (typeof crms)[number]) => Crm) {
  const clock: { world: World | null } = { world: null }
  const now = () => clock.world?.platform.now() ?? MORNING
  const hubspot = await startHubspotSandbox({
    crm: crmOf('hubspot'),
    now,
    clockMs: () => Date.parse(now()),
  })
  const salesforce = await startSalesforceSandbox({
    crm: crmOf('salesforce'),
    now,
  })
  const sandboxes = { hubspot, salesforce }
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
  function connect(crm: (typeof crms)[number], change: object = {}) {
    const config = { ...configs[crm], ...change }
    return connectCrm(world.platform, { workspaceId: 'acme', crm, label: crm, config, properties: [] })
  }
  return { world, sandboxes, connect }
}

function morningAfter(day: string): string {
  return new Date(Date.parse(`${day}T03:40:00.000Z`) + 86_400_000).toISOString()
}

/** Straight from the neutral company: deals alive and the sum of their amounts, per currency. */
function truth({ crm }: Sandbox) {
  const alive = [...crm.deals.values()].filter((deal) => deal.deletedAt === null && deal.mergedInto === null)
  const sums: Record<string, number> = {}
  for (const { amount, currency } of alive) {
    sums[currency] = (sums[currency] ?? 0) + Math.round(Number(amount ?? 0) * 100)
  }
  return { deals: alive.length, sums }
}

async function mirror(world: World, source: string) {
  const rows = await world.rows(
    `SELECT r.currency, COUNT(*) AS deals, SUM(r.amount_minor) AS sum FROM deal d
      JOIN revision r ON r.seq = d.current_seq
      WHERE d.source = ? AND r.deleted = 0 AND r.merged_into IS NULL GROUP BY r.currency`,
    source,
  )
  const deals = rows.reduce((n, row) => n + Number(row.deals), 0)
  return { deals, sums: Object.fromEntries(rows.map((row) => [String(row.currency), Number(row.sum ?? 0)])) }
}

test('three years of both CRMs are imported to the cent, and each night brings the day that was lived', async () => {
  const { world, sandboxes, connect } = await company(grownUp)
  for (const crm of crms) expect(await connect(crm)).toMatchObject({ ok: true, account: { currency: 'EUR' } })
  const told: SyncProgress[] = []
  const first = await runNight(world.platform, 'acme', {
    kind: 'manual',
    onProgress: (step) => told.push(step),
  })
  expect(first).toMatchObject({ dead: [], runs: [{ status: 'complete' }, { status: 'complete' }] })
  for (const crm of crms) {
    expect(await mirror(world, crm)).toEqual(truth(sandboxes[crm]))
    expect(told.filter(({ source, done }) => source === crm && done)).toHaveLength(8)
  }
  for (const day of ['2026-03-03', '2026-03-04']) {
    for (const crm of crms) liveDay(sandboxes[crm].crm, day)
    world.set(morningAfter(day))
    const night = await runNight(world.platform, 'acme', { kind: 'night' })
    expect(night).toMatchObject({ day, dead: [], runs: [{ status: 'complete' }, { status: 'complete' }] })
    for (const crm of crms) expect(await mirror(world, crm)).toEqual(truth(sandboxes[crm]))
  }
}, 60_000)

test('credentials that are refused are told in plain words, and nothing is kept', async () => {
  const { world, connect } = await company(unchanged)
  expect(await connect('hubspot', { token: 'pat-wrong' })).toMatchObject({
    ok: false,
    failure: { kind: 'unauthorized', detail: expect.stringMatching(/\w+ \w+/) },
  })
  // The app is the customer's own: its secret is a credential like any other.
  expect(await connect('salesforce', { clientSecret: 'wrong-wrong' })).toMatchObject({
    ok: false,
    failure: { kind: 'unauthorized', detail: 'invalid client credentials' },
  })
  expect(await world.rows('SELECT * FROM source')).toEqual([])
  expect(JSON.stringify(world.logged)).not.toMatch(/pat-wrong|wrong-wrong/)
})

test('a token refused in the middle of a night is renewed once and the night goes on', async () => {
  const { world, sandboxes, connect } = await company(unchanged)
  await connect('salesforce')
  sandboxes.salesforce.fault({ match: '/query', times: 1, kind: 'unauthorized' })
  const { runs } = await runNight(world.platform, 'acme', { kind: 'night' })
  expect(runs).toMatchObject([{ source: 'salesforce', status: 'complete' }])
  const { rows } = await world.directory.execute('SELECT grant_version FROM connection')
  expect(rows).toMatchObject([{ grant_version: 2 }])
}, 60_000)

test('a HubSpot token revoked in the night asks to reconnect and leaves Salesforce its night', async () => {
  const { world, sandboxes, connect } = await company(unchanged)
  for (const crm of crms) await connect(crm)
  sandboxes.hubspot.fault({ match: '/objects/', times: 1000, kind: 'unauthorized' })
  const { runs } = await runNight(world.platform, 'acme', { kind: 'night' })
  expect(runs).toMatchObject([
    { source: 'hubspot', status: 'failed', failure: { kind: 'unauthorized' } },
    { source: 'salesforce', status: 'complete' },
  ])
  expect(await world.rows('SELECT id, status FROM source ORDER BY id')).toEqual([
    { id: 'hubspot', status: 'reconnect' },
    { id: 'salesforce', status: 'active' },
  ])
}, 60_000)

test('a Salesforce secret that was replaced asks to reconnect, and the next night makes no call', async () => {
  const { world, sandboxes, connect } = await company(unchanged)
  await connect('salesforce')
  await runNight(world.platform, 'acme', { kind: 'night' })
  sandboxes.salesforce.switches.tokenRefused = {
    error: 'invalid_client',
    description: 'invalid client credentials',
  }
  world.set(morningAfter('2026-03-03'))
  const { runs } = await runNight(world.platform, 'acme', { kind: 'night' })
  expect(runs).toMatchObject([{ status: 'failed', failure: { kind: 'unauthorized' } }])
  expect(await world.rows('SELECT status FROM source')).toEqual([{ status: 'reconnect' }])

  const calls = sandboxes.salesforce.calls.length
  world.set(morningAfter('2026-03-04'))
  await runNight(world.platform, 'acme', { kind: 'night' })
  expect(sandboxes.salesforce.calls).toHaveLength(calls)
}, 60_000)
