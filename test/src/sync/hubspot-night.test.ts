/** The shipped connector and its sandbox, over real sockets, into a real libSQL file. */
import { expect, onTestFinished, test } from 'vitest'
import { createDemoCompany, liveDay } from '../../../connectors/demo/company.ts'
import type { Crm } from '../../../connectors/demo/types.ts'
import { DEFAULT_TOKEN, startHubspotSandbox } from '../../../connectors/hubspot/sandbox/index.ts'
import { connectCrm } from '../../../src/sync/connect.ts'
import type { SyncProgress } from '../../../src/sync/handle.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { createWorld, type World } from './world.ts'

const properties = ['product_line']

async function company(crm: Crm) {
  let world: World | null = null
  const now = () => world?.platform.now() ?? '2026-03-03T03:40:00.000Z'
  const sandbox = await startHubspotSandbox({ crm, now, clockMs: () => Date.parse(now()) })
  onTestFinished(() => sandbox.close())
  world = await createWorld([], now(), { fetch: () => fetch, allowHosts: [new URL(sandbox.url).host] })
  const connect = (token: string) =>
    connectCrm((world as World).platform, {
      workspaceId: 'acme',
      crm: 'hubspot',
      label: 'HubSpot',
      config: { token, apiUrl: sandbox.url },
      properties,
    })
  return { world, sandbox, connect }
}

/** Straight from the neutral company: deals alive and the sum of their amounts, per currency. */
function truth(crm: Crm) {
  const alive = [...crm.deals.values()].filter(
    ({ deletedAt, mergedInto }) => deletedAt === null && mergedInto === null,
  )
  const sums: Record<string, number> = {}
  for (const { amount, currency } of alive)
    sums[currency] = (sums[currency] ?? 0) + Math.round(Number(amount ?? 0) * 100)
  return { deals: alive.length, sums }
}

async function mirror(world: World) {
  const rows = await world.rows(`SELECT r.currency, COUNT(*) AS deals, SUM(r.amount_minor) AS sum FROM deal d
    JOIN revision r ON r.seq = d.current_seq WHERE r.deleted = 0 AND r.merged_into IS NULL GROUP BY r.currency`)
  const deals = rows.reduce((n, row) => n + Number(row.deals), 0)
  return { deals, sums: Object.fromEntries(rows.map((row) => [String(row.currency), Number(row.sum ?? 0)])) }
}

test('three years of HubSpot are imported to the cent, and each night brings the day that was lived', async () => {
  const crm = createDemoCompany({ seed: 1, anchor: '2026-03-02', crm: 'hubspot' })
  const { world, sandbox, connect } = await company(crm)
  expect(await connect(DEFAULT_TOKEN)).toMatchObject({ ok: true, account: { currency: 'EUR' } })
  const progress: SyncProgress[] = []
  const first = await runNight(world.platform, 'acme', {
    kind: 'manual',
    onProgress: (step) => progress.push(step),
  })
  expect(first).toMatchObject({ dead: [], runs: [{ status: 'complete', failure: null }] })
  expect(await mirror(world)).toEqual(truth(crm))
  expect(progress.at(-1)).toMatchObject({ source: 'hubspot', stream: 'removals', done: true })
  const calls = sandbox.calls.length

  for (const day of ['2026-03-03', '2026-03-04']) {
    liveDay(crm, day)
    world.set(new Date(Date.parse(`${day}T03:40:00.000Z`) + 86_400_000).toISOString())
    const night = await runNight(world.platform, 'acme', { kind: 'night' })
    expect(night).toMatchObject({ day, dead: [], runs: [{ status: 'complete' }] })
    expect(await mirror(world)).toEqual(truth(crm))
  }
  expect(sandbox.calls.length - calls).toBeLessThan(calls)
})
