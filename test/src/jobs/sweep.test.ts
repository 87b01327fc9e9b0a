import { expect, test } from 'vitest'
import { addMs } from '../../../connectors/values/time.ts'
import { planNights } from '../../../src/jobs/schedule.ts'
import { sweep } from '../../../src/jobs/sweep.ts'
import type { Message } from '../../../src/platform.ts'
import { handle } from '../../../src/sync/handle.ts'
import { createToyCrm } from '../sync/toy.ts'
import { connectToy, createWorld, DAY, options, type World } from '../sync/world.ts'

const MINUTE = 60_000
/** After the last minute of the night's hour in Berlin. */
const AFTER_FIVE = '2026-03-03T04:01:00.000Z'

async function planned() {
  const crm = createToyCrm('toy.test', 7)
  const world = await createWorld([crm], '2026-03-02T12:00:00.000Z')
  await connectToy(world, crm)
  world.set(AFTER_FIVE)
  await planNights(world.platform)
  return { world, crm }
}

function later(world: World, minutes: number): void {
  world.set(addMs(world.platform.now(), minutes * MINUTE))
}

async function deliver(world: World): Promise<Message | null> {
  const next = world.sent.shift()
  if (next === undefined) return null
  await handle(world.platform, next.message, options)
  return next.message
}

async function countMessages(): Promise<number> {
  const { world } = await planned()
  for (let n = 0; ; n += 1) if ((await deliver(world)) === null) return n
}

/** Loses each message in turn and lets the sweep find what it left: the night still comes to its end. */
test('whichever message is lost, the sweep brings the night to its end', async () => {
  const messages = await countMessages()
  for (let lost = 0; lost < messages; lost += 1) {
    const { world } = await planned()
    for (let n = 0; n < lost; n += 1) await deliver(world)
    expect(world.sent.shift(), `message ${lost}`).toBeDefined()
    while ((await deliver(world)) !== null);
    later(world, 6)
    const swept = await sweep(world.platform)
    expect(swept.pulls + swept.nights + swept.publishes, `message ${lost}`).toBe(1)
    while ((await deliver(world)) !== null);
    expect(await world.rows("SELECT day, status FROM run WHERE kind = 'night'"), `message ${lost}`).toEqual([
      { day: DAY, status: 'complete' },
    ])
    later(world, 6)
    expect(await sweep(world.platform), `message ${lost}`).toEqual({ pulls: 0, nights: 0, publishes: 0 })
  }
})

test('a run that is being worked on is left alone', async () => {
  const { world } = await planned()
  await deliver(world)
  await deliver(world)
  later(world, 4)
  expect(await sweep(world.platform)).toEqual({ pulls: 0, nights: 0, publishes: 0 })
})

test('a cool-down is waited for, then the run goes on', async () => {
  const { world, crm } = await planned()
  await deliver(world)
  crm.always = { status: 429, retryAfter: 600 }
  await deliver(world)
  world.sent.length = 0
  later(world, 8)
  expect(await sweep(world.platform)).toMatchObject({ pulls: 0 })
  later(world, 8)
  expect(await sweep(world.platform)).toMatchObject({ pulls: 1 })
})

test('a program that starts takes up at once what its last process left', async () => {
  const { world } = await planned()
  await deliver(world)
  world.sent.length = 0
  expect(await sweep(world.platform, { quietMs: 0 })).toEqual({ pulls: 1, nights: 0, publishes: 0 })
})

test('a company whose database cannot be opened delays no other', async () => {
  const { world } = await planned()
  await deliver(world)
  later(world, 6)
  await world.directory.batch([
    `INSERT INTO workspace (id, name, database_url, time_zone, currency, created_at)
      VALUES ('aaa-broken', 'x', 'x', 'UTC', 'EUR', '2026-01-01T00:00:00.000Z')`,
    "INSERT INTO schedule (workspace_id, next_at) VALUES ('aaa-broken', '2026-03-04T04:00:00.000Z')",
  ])
  expect(await sweep(world.platform)).toMatchObject({ pulls: 1 })
  expect(world.logged).toContainEqual({
    event: 'sweep_failed',
    fields: { workspace: 'aaa-broken', reason: expect.stringContaining('WorkspaceMissing') },
  })
})
