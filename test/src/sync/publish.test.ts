import { expect, test } from 'vitest'
import type { Message } from '../../../src/platform.ts'
import { handle } from '../../../src/sync/handle.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { createToyCrm } from './toy.ts'
import { connectToy, createWorld, DAY, options, type World } from './world.ts'

const night = { ...options, kind: 'night' as const }
const publish: Message = { kind: 'publish', workspaceId: 'acme', day: DAY }

/** Won revenue of the first quarter over both connections, and over one alone. Five people own the deals of each. */
async function company() {
  const [one, two] = [createToyCrm('one.test', 6), createToyCrm('two.test', 6)]
  const world = await createWorld([one, two])
  await connectToy(world, one, 'one')
  await connectToy(world, two, 'two')
  const at = '2026-01-01T00:00:00.000Z'
  await world.workspace.batch([
    { sql: "INSERT INTO cycle VALUES ('c', 'Q1', '2026-01-01', '2026-04-01', ?)", args: [at] },
    {
      sql: "INSERT INTO objective (id, cycle_id, title, team, created_at) VALUES ('o', 'c', 'Grow', 'Sales', ?)",
      args: [at],
    },
    ...[
      ['both', null],
      ['only-one', ['one']],
    ].map(([id, connections]) => ({
      sql: `INSERT INTO key_result (id, objective_id, title, kind, origin, definition, unit, currency, baseline, target, created_at)
        VALUES (?, 'o', ?, 'reach', 'metric', ?, 'money', 'EUR', 0, 10000, ?)`,
      args: [
        String(id),
        String(id),
        JSON.stringify({
          metric: 'won_revenue',
          window: 'cycle',
          ...(connections === null ? {} : { filter: { connections } }),
        }),
        at,
      ],
    })),
  ])
  return { world, one, two }
}

async function measured(world: World) {
  const rows = await world.rows(
    'SELECT key_result_id, day, value FROM measurement ORDER BY key_result_id, day',
  )
  return rows.map(({ key_result_id, day, value }) => [key_result_id, day, JSON.parse(String(value)).value])
}

test('after a night every key result has one value of the day that ended', async () => {
  const { world } = await company()
  await runNight(world.platform, 'acme', night)
  expect(await measured(world)).toEqual([
    ['both', DAY, 1800],
    ['only-one', DAY, 900],
  ])
})

test('a value that stands is not written again, whatever is delivered or synced later that day', async () => {
  const { world, one } = await company()
  await runNight(world.platform, 'acme', night)
  const before = await world.rows('SELECT * FROM measurement')
  const deal = one.deals.get('0003')
  if (deal !== undefined) one.deals.set('0003', { ...deal, amount: 1, changedAt: '2026-03-03T03:45:00.000Z' })
  world.set('2026-03-03T12:00:00.000Z')
  await runNight(world.platform, 'acme', { ...options, kind: 'manual' })
  await handle(world.platform, publish, options)
  expect(await world.rows('SELECT * FROM measurement')).toEqual(before)
})

test('values over a CRM whose run failed are not published, the others are', async () => {
  const { world, two } = await company()
  two.always = { status: 500 }
  await runNight(world.platform, 'acme', night)
  expect(await measured(world)).toEqual([['only-one', DAY, 900]])
  two.always = null
  await runNight(world.platform, 'acme', { ...options, kind: 'manual' })
  expect(await measured(world)).toEqual([
    ['both', DAY, 1800],
    ['only-one', DAY, 900],
  ])
})

test('nothing is published while a connection is on its way or has yet to begin', async () => {
  const { world } = await company()
  for (const source of ['one', 'two']) {
    expect(await handle(world.platform, publish, options)).toEqual({ kind: 'done', note: 'early' })
    await handle(world.platform, { kind: 'night', workspaceId: 'acme', source, day: DAY }, options)
    expect(await handle(world.platform, publish, options)).toEqual({ kind: 'done', note: 'early' })
    for (let next = world.sent.shift(); next !== undefined; next = world.sent.shift())
      if (next.message.kind === 'pull') await handle(world.platform, next.message, options)
  }
  expect(await measured(world)).toEqual([])
  expect(await handle(world.platform, publish, options)).toEqual({ kind: 'done', note: 'published' })
  expect(await measured(world)).toHaveLength(2)
})
