/** What a person does in a CRM, pushed by its sandbox over a real socket, and read again from it before any night. */
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { expect, onTestFinished, test } from 'vitest'
import type { Crm } from '../../../connectors/demo/types.ts'
import { DEFAULT_TOKEN, startHubspotSandbox } from '../../../connectors/hubspot/sandbox/index.ts'
import { startSalesforceSandbox } from '../../../connectors/salesforce/sandbox/index.ts'
import { addMs } from '../../../connectors/values/time.ts'
import { connectCrm } from '../../../src/sync/connect.ts'
import { handle } from '../../../src/sync/handle.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { webhookRoutes } from '../../../src/webhooks/routes.ts'
import { dealFields, smallCompany } from '../../connectors/support/company.ts'
import { createWorld, type World } from '../sync/world.ts'

const MORNING = '2026-03-03T03:40:00.000Z'
const SECRET = 'the secret of one private app'
const crms = ['hubspot', 'salesforce'] as const

interface Company {
  readonly world: World
  readonly crm: Crm
}

/** Imported, with a sandbox that pushes to a door of ours; late, twice and in any order. */
async function company(which: (typeof crms)[number]): Promise<Company> {
  const clock: { world: World | null } = { world: null }
  const now = () => clock.world?.platform.now() ?? MORNING
  const door: { answer(request: Request): Response | Promise<Response> } = {
    answer: () => new Response(null, { status: 503 }),
  }
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: (request) => door.answer(request), port: 0, hostname: '127.0.0.1' }, () =>
      resolve(started),
    )
  })
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const url = `${publicUrl}/webhooks/${which}`
  // Our waits for a rate limit take no real time: its clock runs ahead, and so does that of the pushes.
  const quick = () => performance.now() * 1000
  const switches = { delayMs: 30_000, duplicates: 0.5, reordered: true }
  const { sandbox, config } = await started()
  onTestFinished(async () => {
    await sandbox.close()
    server.close()
  })
  const world = await createWorld([], MORNING, {
    fetch: () => fetch,
    allowHosts: [new URL(sandbox.url).host],
  })
  clock.world = world
  const connected = await connectCrm(world.platform, {
    ...{ workspaceId: 'acme', crm: which, label: which, config, properties: [] },
  })
  expect(connected.ok, JSON.stringify(connected)).toBe(true)
  await runNight(world.platform, 'acme', { kind: 'night' })
  world.sent.length = 0
  const app = webhookRoutes({ ...world.platform, publicUrl, sessionSecret: '', pushSecrets: {} })
  door.answer = (request) => app.fetch(request)
  return { world, crm: sandbox.crm }

  async function started() {
    if (which === 'hubspot') {
      const webhooks = { url, secret: SECRET, switches }
      const crm = smallCompany(12)
      const made = await startHubspotSandbox({ crm, now, clockMs: quick, webhooks })
      const own = { token: DEFAULT_TOKEN, apiUrl: made.url, clientSecret: SECRET }
      return { sandbox: made, config: own }
    }
    const made = await startSalesforceSandbox({
      crm: smallCompany(12),
      now,
      clockMs: quick,
      push: { url, switches },
    })
    const { clientId, clientSecret } = made
    return { sandbox: made, config: { instanceUrl: made.url, clientId, clientSecret } }
  }
}

function truth(crm: Crm): unknown[] {
  const alive = [...crm.deals.values()].filter(({ deletedAt }) => deletedAt === null)
  return alive
    .map(({ name, amount, closeDate }) => [
      name,
      amount === null ? null : Math.round(Number(amount) * 100),
      closeDate,
    ])
    .sort(byText)
}

async function mirror(world: World): Promise<unknown[]> {
  const rows = await world.rows(`SELECT d.name, v.amount_minor, v.close_date FROM deal d
    JOIN revision v ON v.seq = d.current_seq WHERE v.deleted = 0`)
  return rows.map((row) => Object.values(row)).sort(byText)
}

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)

async function deliver(world: World): Promise<void> {
  for (let next = world.sent.shift(); next !== undefined; next = world.sent.shift()) {
    world.set(addMs(world.platform.now(), next.delayMs))
    await handle(world.platform, next.message)
  }
}

test.each(crms)('what a person does in %s is in the mirror after its push', async (which) => {
  const { world, crm } = await company(which)
  expect(await mirror(world)).toEqual(truth(crm))
  const [first = '', second = '', third = '', fourth = ''] = crm.deals.keys()
  const acts: (() => unknown)[] = [
    () => crm.updateDeal(first, { amount: '4711.00', stageId: 'closedwon' }, world.platform.now()),
    () => crm.createDeal({ ...dealFields(5), name: 'New' }, world.platform.now()),
    () => crm.deleteDeal(second, world.platform.now()),
    () => crm.updateDeal(third, { closeDate: '2026-06-30', amount: null }, world.platform.now()),
    () => crm.restoreDeal(second, world.platform.now()),
    ...(which === 'hubspot' ? [() => crm.mergeDeals(third, fourth, world.platform.now())] : []),
  ]
  for (const act of acts) {
    world.set(addMs(world.platform.now(), 60_000))
    act()
    // Pushes come in their own time, some of them twice.
    await expect
      .poll(() => deliver(world).then(() => mirror(world)), { timeout: 5_000, message: String(act) })
      .toEqual(truth(crm))
  }
  expect(await world.rows('SELECT * FROM changed')).toEqual([])
  const causes = await world.rows(
    "SELECT DISTINCT cause FROM revision WHERE run_id LIKE '%-push' ORDER BY cause",
  )
  expect(causes.map(({ cause }) => cause)).toEqual(
    which === 'hubspot' ? ['merged', 'read', 'removed', 'restored'] : ['read', 'removed', 'restored'],
  )

  // The night finds nothing that it would tell otherwise.
  const before = await mirror(world)
  world.set('2026-03-04T03:40:00.000Z')
  await runNight(world.platform, 'acme', { kind: 'night' })
  expect(await mirror(world)).toEqual(before)
})
