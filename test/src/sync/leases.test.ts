import { expect, test } from 'vitest'
import { addMs } from '../../../connectors/values/time.ts'
import { sweep } from '../../../src/jobs/sweep.ts'
import type { Message } from '../../../src/platform.ts'
import { handle } from '../../../src/sync/handle.ts'
import { nightId } from '../../../src/sync/night.ts'
import { COOL_DOWN, LEASE_MS } from '../../../src/sync/stream-lease.ts'
import { createToyCrm } from './toy.ts'
import { connectToy, createWorld, DAY, NIGHT, options } from './world.ts'

const MINUTE = 60_000
const night: Message = { kind: 'night', workspaceId: 'acme', source: 'toy', day: DAY }
const pull: Message = { kind: 'pull', workspaceId: 'acme', source: 'toy', runId: nightId('toy', DAY) }

async function opened() {
  const crm = createToyCrm('toy.test', 3)
  const world = await createWorld([crm])
  await connectToy(world, crm)
  await handle(world.platform, night, options)
  world.sent.length = 0
  async function leave(holder: string, until: string): Promise<void> {
    await world.workspace.execute({
      sql: 'UPDATE stream_state SET lease_holder = ?, lease_until = ?',
      args: [holder, until],
    })
  }
  return { crm, world, leave }
}

test.each<[string, string, number, boolean]>([
  ['a walk that goes on', 'somebody', LEASE_MS, true],
  ['a walk on a machine whose clock is a little ahead', 'somebody', 2 * LEASE_MS, true],
  [
    'a walk of a process that was killed at an instant of next month',
    'somebody',
    30 * 24 * 60 * MINUTE,
    false,
  ],
  ['a cool-down of a quarter of an hour', COOL_DOWN, 15 * MINUTE, true],
  ['the longest cool-down with its jitter', COOL_DOWN, 22.5 * MINUTE, true],
  ['a cool-down that was written next month', COOL_DOWN, 30 * 24 * 60 * MINUTE, false],
])('%s is waited for, or taken over', async (_, holder, ms, waits) => {
  const { world, leave } = await opened()
  await leave(holder, addMs(NIGHT, ms))
  const outcome = await handle(world.platform, pull, options)
  expect(outcome.kind).toBe(waits ? 'busy' : 'done')
})

// `sync --now` with a later instant, killed in a page, kept the night from everybody until that instant.
test('what a clock of a later day left is found by the sweep at once', async () => {
  const { world, leave } = await opened()
  const later = addMs(NIGHT, 30 * 24 * 60 * MINUTE)
  await leave('a dead process', addMs(later, LEASE_MS))
  await world.workspace.batch([
    { sql: 'UPDATE run SET started_at = ?', args: [later] },
    { sql: 'UPDATE stream_state SET updated_at = ?', args: [later] },
  ])
  expect(await sweep(world.platform)).toMatchObject({ pulls: 1 })
})

test('a grant that somebody else renews and does not finish is no failure of the page', async () => {
  const { crm, world } = await opened()
  await world.directory.execute('UPDATE connection SET sealed_grant = NULL')
  // Renewed by one who dies over it, again and again.
  const renewing = () =>
    world.directory.execute({
      sql: `INSERT INTO lease (name, holder, until, fence) VALUES ('grant/acme/toy', 'dying', ?, 1)
        ON CONFLICT (name) DO UPDATE SET until = excluded.until, fence = fence + 1`,
      args: [addMs(world.platform.now(), 40_000)],
    })
  for (let n = 0; n < 6; n += 1) {
    await renewing()
    expect(await handle(world.platform, pull, options)).toEqual({ kind: 'done', note: 'grant_busy' })
    expect(world.sent.splice(0)).toEqual([{ message: pull, delayMs: 30_000 }])
  }
  expect(await world.rows('SELECT SUM(attempts) AS n FROM stream_state')).toEqual([{ n: 0 }])
  world.set(addMs(world.platform.now(), 41_000))
  crm.requests.length = 0
  expect((await handle(world.platform, pull, options)).kind).toBe('done')
  expect(crm.requests).toContain('/account')
})
