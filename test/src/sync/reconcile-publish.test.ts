/** From the CRM to the value: what a difference holds back, for how long, and what a sync of the same day changes. */
import { expect, test } from 'vitest'
import { addMs } from '../../../connectors/values/time.ts'
import { DAY_MS, imported, lying, sync } from './compared-night.ts'
import { NIGHT, options, type World } from './world.ts'

/** Key results on won and on open deals; five people own the deals. */
async function company() {
  const { world, crm } = await imported(10)
  const at = '2026-01-01T00:00:00.000Z'
  await world.workspace.batch([
    { sql: "INSERT INTO cycle VALUES ('c', 'Q1', '2026-01-01', '2026-04-01', ?)", args: [at] },
    {
      sql: "INSERT INTO objective (id, cycle_id, title, team, created_at) VALUES ('o', 'c', 'Grow', 'Sales', ?)",
      args: [at],
    },
    ...['open_deals', 'won_deals'].map((metric) => ({
      sql: `INSERT INTO key_result (id, objective_id, title, kind, origin, definition, unit, baseline, target, created_at)
        VALUES (?1, 'o', ?1, 'reach', 'metric', ?2, 'count', 0, 100, ?3)`,
      args: [metric, JSON.stringify({ metric, window: 'cycle' }), at],
    })),
  ])
  return { world, crm }
}

/** `[key result, day, value, reason]` of what was published. */
async function published(world: World) {
  const rows =
    await world.rows(`SELECT key_result_id, day, value ->> 'value' AS value, value ->> 'reason' AS reason
    FROM measurement ORDER BY day, key_result_id`)
  return rows.map((row) => Object.values(row))
}

const insists = lying((recheck) => ({
  async totals(...args) {
    const all = await recheck.totals(...args)
    return all.map((one) => (one.status === 'won' ? { ...one, count: one.count + 1 } : one))
  },
}))

test('the key result that is touched waits three nights and is published with the difference in the fourth', async () => {
  const { world } = await company()
  for (const night of [1, 2, 3, 4]) {
    world.set(addMs(NIGHT, night * DAY_MS))
    expect(await sync(world, insists, 'night')).toMatchObject({ dead: [], runs: [{ status: 'complete' }] })
  }
  expect(await published(world)).toEqual([
    ['open_deals', '2026-03-03', 7, null],
    ['open_deals', '2026-03-04', 7, null],
    ['open_deals', '2026-03-05', 7, null],
    ['open_deals', '2026-03-06', 7, null],
    ['won_deals', '2026-03-06', 3, 'differs_from_crm'],
  ])
})

test('a sync by hand that agrees publishes the day that waited', async () => {
  const { world } = await company()
  await sync(world, insists, 'night')
  expect(await published(world)).toEqual([['open_deals', '2026-03-03', 7, null]])
  world.set(addMs(NIGHT, DAY_MS + 3_600_000))
  await sync(world, options)
  expect(await published(world)).toEqual([
    ['open_deals', '2026-03-03', 7, null],
    ['won_deals', '2026-03-03', 3, null],
  ])
})

test('while many deals are held, what counts them keeps its last value, and the rest goes on', async () => {
  const { world, crm } = await company()
  for (let n = 100; n < 130; n += 1)
    crm.deals.set(`0${n}`, {
      id: `0${n}`,
      amount: n,
      stage: 'won',
      closeDate: '2026-02-10',
      changedAt: addMs(NIGHT, 60_000),
    })
  await sync(world, options, 'night')
  for (let n = 100; n < 130; n += 1) crm.deals.delete(`0${n}`)
  for (const night of [2, 3, 4, 5, 6]) {
    world.set(addMs(NIGHT, night * DAY_MS))
    await sync(world, options, 'night')
  }
  const won = (await published(world)).filter(([id]) => id === 'won_deals')
  expect(won).toEqual([['won_deals', '2026-03-03', 33, null]])
  expect((await published(world)).filter(([id]) => id === 'open_deals')).toHaveLength(6)
})
