/**
 * The sweep of the edge. Bugs planted to see these red: a claim that leaves `calm_at`; a company called calm while a run is
 * under way, before its values are published, or before its night was opened; calm kept although something began during the look; no look after an hour.
 */
import { expect, test } from 'vitest'
import { addMs } from '../../../connectors/values/time.ts'
import { type Client, directoryDb } from '../../../db/client.ts'
import { nightAt, planNights } from '../../../src/jobs/schedule.ts'
import { stir } from '../../../src/jobs/stir.ts'
import { sendSweeps } from '../../../src/jobs/sweep-one.ts'
import type { Message, Platform } from '../../../src/platform.ts'
import { handle } from '../../../src/sync/handle.ts'
import { takeNotices } from '../../../src/sync/notices.ts'
import { createToyCrm } from '../sync/toy.ts'
import { connectToy, createWorld, DAY, options, type World } from '../sync/world.ts'

const MINUTE = 60_000
/** After the last minute of the night's hour in Berlin. */
const AFTER_FIVE = '2026-03-03T04:01:00.000Z'
/** The first instant at which its night can be planned: a sweep soon after it must not trust what it does not see. */
const DUE = nightAt('acme', '2026-03-03', 'Europe/Berlin')

async function planned() {
  const crm = createToyCrm('toy.test', 7)
  const world = await createWorld([crm], '2026-03-02T12:00:00.000Z')
  await connectToy(world, crm)
  world.set(DUE)
  await planNights(world.platform)
  return world
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

async function deliverAll(world: World): Promise<number> {
  for (let n = 0; ; n += 1) if ((await deliver(world)) === null) return n
}

async function calmNow(world: World): Promise<boolean> {
  const { rows } = await world.directory.execute('SELECT calm_at FROM schedule')
  return rows[0]?.calm_at !== null
}

/** Crons until one finds the company calm. */
async function untilCalm(world: World): Promise<void> {
  for (let n = 0; n < 40 && !(await calmNow(world)); n += 1) {
    later(world, 1)
    await sendSweeps(world.platform)
    await deliverAll(world)
  }
  expect(await calmNow(world)).toBe(true)
}

test('whichever message is lost, sweeps by messages bring the night to its end, and only then is the company calm', async () => {
  const messages = await deliverAll(await planned())
  expect(messages).toBeGreaterThan(3)
  for (let lost = 0; lost < messages; lost += 1) {
    const world = await planned()
    for (let n = 0; n < lost; n += 1) await deliver(world)
    expect(world.sent.shift(), `message ${lost}`).toBeDefined()
    await deliverAll(world)
    await untilCalm(world)
    const runs = await world.rows("SELECT day, kind, status FROM run WHERE kind <> 'census' ORDER BY kind")
    expect(runs, `message ${lost}`).toEqual([
      { day: DAY, kind: 'history', status: 'complete' },
      { day: DAY, kind: 'night', status: 'complete' },
    ])
    expect(await world.rows("SELECT 1 FROM setting WHERE key = 'sync.published'")).toHaveLength(1)
  }
})

test('a company with a run under way is not calm', async () => {
  const world = await planned()
  await deliver(world)
  const rest = world.sent.splice(0)
  await sendSweeps(world.platform)
  expect(world.sent.map(({ message }) => message)).toEqual([{ kind: 'sweep', workspaceId: 'acme' }])
  expect(await deliverAll(world)).toBe(1)
  expect(await calmNow(world)).toBe(false)
  expect(rest).toHaveLength(1)
})

test('a calm company is left alone for an hour, until its next night is planned or a push comes', async () => {
  const world = await planned()
  await deliverAll(world)
  await untilCalm(world)
  later(world, 55)
  expect(await sendSweeps(world.platform)).toEqual({ sent: 0 })
  later(world, 6)
  expect(await sendSweeps(world.platform)).toEqual({ sent: 1 })
  await deliverAll(world)
  expect(await sendSweeps(world.platform)).toEqual({ sent: 0 })

  await takeNotices(world.platform, await world.platform.open('acme'), 'toy', [{ key: '1', id: '1' }])
  expect(await sendSweeps(world.platform)).toEqual({ sent: 1 })
  await deliverAll(world)
  await untilCalm(world)

  world.set(addMs(DUE, 24 * 60 * MINUTE))
  await planNights(world.platform)
  expect(world.sent).toHaveLength(1)
  expect(await calmNow(world)).toBe(false)
})

test('what begins while a sweep looks keeps the company from being called calm', async () => {
  const world = await planned()
  await deliverAll(world)
  const { platform } = world
  const meanwhile: Platform = {
    ...platform,
    async open(id) {
      await stir(platform.directory, id)
      return platform.open(id)
    },
  }
  later(world, 6)
  await handle(meanwhile, { kind: 'sweep', workspaceId: 'acme' }, options)
  expect(await calmNow(world)).toBe(false)
  await handle(platform, { kind: 'sweep', workspaceId: 'acme' }, options)
  expect(await calmNow(world)).toBe(true)
})

test('a company whose database cannot be opened is told in the log, and asked again by the next cron', async () => {
  const world = await planned()
  await addCompanies(world, 1)
  await handle(world.platform, { kind: 'sweep', workspaceId: 'other-0' }, options)
  expect(world.logged).toContainEqual({
    event: 'sweep_failed',
    fields: { workspace: 'other-0', reason: expect.stringContaining('WorkspaceMissing') },
  })
  expect(await sendSweeps(world.platform)).toEqual({ sent: 2 })
})

/** In the directory only: whoever opens their databases fails. */
async function addCompanies(world: World, count: number): Promise<void> {
  await world.directory.batch(
    Array.from({ length: count }, (_, n) => [
      `INSERT INTO workspace (id, name, database_url, time_zone, currency, created_at)
        VALUES ('other-${n}', 'x', 'x', 'Europe/Berlin', 'EUR', '2026-01-01T00:00:00.000Z')`,
      `INSERT INTO connection (workspace_id, id, crm, account_id, label, sealed_config, created_at)
        VALUES ('other-${n}', 'toy', 'toy', '${n}', 'x', 'x', '2026-01-01T00:00:00.000Z')`,
      `INSERT INTO schedule (workspace_id, next_at) VALUES ('other-${n}', '${AFTER_FIVE}')`,
    ]).flat(),
  )
}

/** Requests of ours: to the directory, and to the queue in batches as the edge sends them. */
function counting({ platform, directory }: World) {
  const count = { directory: 0, queue: 0, messages: 0, opened: 0 }
  const client = new Proxy(directory, {
    get(target, name) {
      const value = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        if (name === 'execute' || name === 'batch') count.directory += 1
        return Reflect.apply(value, target, args)
      }
    },
  }) as Client
  const edge: Platform = {
    ...platform,
    directory: directoryDb(client),
    async open(id) {
      count.opened += 1
      return platform.open(id)
    },
    queue: {
      async send() {
        count.queue += 1
        count.messages += 1
      },
      async sendAll(messages) {
        count.queue += Math.ceil(messages.length / 100)
        count.messages += messages.length
      },
    },
  }
  return { edge, count }
}

test('with 200 companies a cron makes a handful of requests, and opens no database', async () => {
  const world = await createWorld([], AFTER_FIVE)
  await addCompanies(world, 200)
  const { edge, count } = counting(world)
  // All at once: the worst that can be due, and none of them known to be calm.
  await sendSweeps(edge)
  await planNights(edge)
  expect(count).toEqual({ directory: 3, queue: 4, messages: 400, opened: 0 })

  await world.directory.execute({
    sql: "UPDATE schedule SET calm_at = ? WHERE workspace_id <> 'other-7'",
    args: [AFTER_FIVE],
  })
  Object.assign(count, { directory: 0, queue: 0, messages: 0 })
  await sendSweeps(edge)
  await planNights(edge)
  expect(count).toEqual({ directory: 2, queue: 1, messages: 1, opened: 0 })
})
