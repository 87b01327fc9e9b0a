/** The shipped connectors and their sandboxes, over real sockets, into a real libSQL file. */
import { expect, test } from 'vitest'
import { liveDay } from '../../../connectors/demo/company.ts'
import type { Crm, Sandbox } from '../../../connectors/demo/types.ts'
import type { SyncProgress } from '../../../src/sync/handle.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { type CrmName, crms, grownUp, twoCrms } from './two-crms.ts'
import type { World } from './world.ts'

/** Growing up takes its time; tests that change nothing in the company share one. */
const shared = new Map<string, Crm>()
function unchanged(crm: CrmName): Crm {
  const found = shared.get(crm) ?? grownUp(crm)
  shared.set(crm, found)
  return found
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
  const { world, sandboxes, connect } = await twoCrms()
  for (const crm of crms) expect(await connect(crm)).toMatchObject({ ok: true, account: { currency: 'EUR' } })
  const told: SyncProgress[] = []
  const first = await runNight(world.platform, 'acme', {
    kind: 'manual',
    onProgress: (step) => told.push(step),
  })
  expect(first).toMatchObject({ dead: [], runs: [{ status: 'complete' }, { status: 'complete' }] })
  for (const crm of crms) {
    expect(await mirror(world, crm)).toEqual(truth(sandboxes[crm]))
    expect(told.filter(({ source, done }) => source === crm && done)).toHaveLength(9)
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
  const { world, connect } = await twoCrms(unchanged)
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
  const { world, sandboxes, connect } = await twoCrms(unchanged)
  await connect('salesforce')
  sandboxes.salesforce.fault({ match: '/query', times: 1, kind: 'unauthorized' })
  const { runs } = await runNight(world.platform, 'acme', { kind: 'night' })
  expect(runs).toMatchObject([{ source: 'salesforce', status: 'complete' }])
  const { rows } = await world.directory.execute('SELECT grant_version FROM connection')
  expect(rows).toMatchObject([{ grant_version: 2 }])
}, 60_000)

test('a HubSpot token revoked in the night asks to reconnect and leaves Salesforce its night', async () => {
  const { world, sandboxes, connect } = await twoCrms(unchanged)
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
  const { world, sandboxes, connect } = await twoCrms(unchanged)
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
