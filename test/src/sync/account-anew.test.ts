/** An org that becomes another between two weekly looks at it: the same night reads it as it is. */
import { expect, onTestFinished, test } from 'vitest'
import type { Crm } from '../../../connectors/demo/types.ts'
import { type Switches, startSalesforceSandbox } from '../../../connectors/salesforce/sandbox/index.ts'
import { addMs } from '../../../connectors/values/time.ts'
import { connectCrm } from '../../../src/sync/connect.ts'
import { smallCompany } from '../../connectors/support/company.ts'
import { DAY_MS, sync } from './compared-night.ts'
import { createWorld, NIGHT, type World } from './world.ts'

/** An org after its first night, a day later. */
async function start(switches: Partial<Switches>, crm: Crm = smallCompany(6)) {
  const clock: { world: World | null } = { world: null }
  const now = () => clock.world?.platform.now() ?? NIGHT
  const org = await startSalesforceSandbox({ crm, now, switches })
  onTestFinished(() => org.close())
  const world = await createWorld([], NIGHT, { fetch: () => fetch, allowHosts: [new URL(org.url).host] })
  clock.world = world
  const { clientId, clientSecret, url: instanceUrl } = org
  const config = { instanceUrl, clientId, clientSecret }
  const connected = { workspaceId: 'acme', crm: 'salesforce', label: 'org', config, properties: [] }
  expect(await connectCrm(world.platform, connected)).toMatchObject({ ok: true })
  expect(await sync(world, {})).toMatchObject({ dead: [], runs: [{ status: 'complete' }] })
  world.set(addMs(NIGHT, DAY_MS))
  return { world, org, crm }
}

function deals(world: World) {
  return world.rows(`SELECT d.external_id AS id, r.amount_minor AS minor, r.currency, r.rate_rule AS rule, r.problem
    FROM deal d JOIN revision r ON r.seq = d.current_seq ORDER BY d.external_id`)
}

test('several currencies switched on are known before a deal is read by the one it was', async () => {
  const { world, org, crm } = await start({ multiCurrency: false })
  // Whatever is sent without a currency is the company's own.
  expect(new Set((await deals(world)).map((deal) => deal.currency))).toEqual(new Set(['EUR']))
  org.switches.multiCurrency = true
  for (const id of crm.deals.keys()) crm.updateDeal(id, { type: 'seen' }, world.platform.now())
  world.set(addMs(NIGHT, DAY_MS + 3_600_000))
  const night = await sync(world, {})
  expect(night).toMatchObject({ dead: [], runs: [{ status: 'complete' }] })
  const told = (await deals(world)).map(({ currency, rule }) => [currency, rule])
  expect(told.toSorted()).toEqual(
    [...crm.deals.values()]
      .map((deal) => [
        deal.currency,
        deal.amount === null ? null : deal.currency === 'EUR' ? 'same' : 'account',
      ])
      .toSorted(),
  )
})

test('a field that is hidden since holds its deals the same night, and the night is complete', async () => {
  const { world, org, crm } = await start({})
  org.switches.hidden = ['Opportunity.Amount']
  crm.updateDeal('2', { type: 'seen' }, world.platform.now())
  world.set(addMs(NIGHT, DAY_MS + 3_600_000))
  expect(await sync(world, {})).toMatchObject({ dead: [], runs: [{ status: 'complete' }] })
  const [second] = (await deals(world)).slice(1, 2)
  expect(JSON.parse(String(second?.problem))).toMatchObject([{ field: 'amount', code: 'hidden' }])
})

test('what no number can do without ends the run after one more look', async () => {
  const { world, org } = await start({})
  org.switches.hidden = ['Opportunity.CloseDate']
  const before = org.calls.length
  const night = await sync(world, {})
  expect(night.runs).toMatchObject([{ status: 'failed' }])
  expect(org.calls.slice(before).length).toBeLessThan(12)
})
