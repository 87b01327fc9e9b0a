/** A CRM that failed is left alone by all of its connection, and then probed by one. Invariants 7 and 9. */
import { expect, test } from 'vitest'
import { addMs } from '../../../connectors/values/time.ts'
import type { Message } from '../../../src/platform.ts'
import { LOOK_MS } from '../../../src/sync/call-rest.ts'
import { createShares } from '../../../src/sync/call-share.ts'
import { handle } from '../../../src/sync/handle.ts'
import { openRun } from '../../../src/sync/night.ts'
import { createClock } from '../../support/clock.ts'
import { emptyDirectory } from '../../support/databases.ts'
import { pushedWorld } from './pushed-world.ts'
import { connectToy, options } from './world.ts'

const changed: Message = { kind: 'changed', workspaceId: 'acme', source: 'one' }
const pull: Message = { kind: 'pull', workspaceId: 'acme', source: 'one', runId: 'by-hand' }

async function opened() {
  const all = await pushedWorld()
  const { world, one } = all
  const { db } = await world.platform.open('acme')
  async function runByHand(): Promise<void> {
    await openRun(db, {
      ...{ runId: 'by-hand', source: 'one', day: '2026-03-02', kind: 'manual', now: world.platform.now() },
    })
    world.sent.length = 0
  }
  const later = (ms: number) => world.set(addMs(world.platform.now(), ms))
  one.requests.length = 0
  return { ...all, runByHand, later }
}

// A cool-down bound only who met the failure: a run began at once where the pushes had just failed.
test('a run does not call while the pushes of its connection cool down, and goes on afterwards', async () => {
  const { world, one, push, deliver, runByHand, later } = await opened()
  one.always = { status: 500 }
  await push('one', ['0003'])
  expect(await deliver(1)).toEqual([{ kind: 'done', note: 'cools_down' }])
  const calls = one.requests.length
  await runByHand()
  expect(await handle(world.platform, pull, options)).toEqual({ kind: 'done', note: 'rests' })
  expect(one.requests).toHaveLength(calls)
  // No attempt of the run's own, and one message is enough for it.
  expect(await world.rows("SELECT SUM(attempts) AS n FROM stream_state WHERE source = 'one'")).toEqual([
    { n: 0 },
  ])
  expect((await handle(world.platform, pull, options)).kind).toBe('busy')
  one.always = null
  later(world.sent[0]?.delayMs ?? 0)
  expect((await handle(world.platform, pull, options)).kind).toBe('done')
  expect(one.requests.length).toBeGreaterThan(calls)
})

// A `Retry-After` of an outage bound only who was told.
test('a push does not call while a CRM wants to be left alone that has told it to a run', async () => {
  const { world, one, edit, push, runByHand, later, deliver, provisional } = await opened()
  edit(one, '0003', { amount: 5000 })
  await runByHand()
  one.always = { status: 503, retryAfter: 300 }
  expect((await handle(world.platform, pull, options)).kind).toBe('done')
  expect(one.requests).toHaveLength(1)
  one.always = null
  // Given up meanwhile: the pushes would wait for a run that is on its way.
  await world.workspace.execute("UPDATE run SET status = 'failed' WHERE id = 'by-hand'")
  world.sent.length = 0
  await push('one', ['0003'])
  later(290_000)
  expect(await handle(world.platform, changed, options)).toEqual({ kind: 'done', note: 'rests' })
  expect(one.requests).toHaveLength(1)
  await deliver()
  expect(await provisional()).toHaveLength(2)
})

test('what a CRM asks for beyond any cool-down is not waited for: the next night is soon enough', async () => {
  const { world, one, push, runByHand } = await opened()
  await runByHand()
  one.always = { status: 503, retryAfter: 3600 }
  expect(await handle(world.platform, pull, options)).toEqual({ kind: 'parked', reason: 'unavailable' })
  one.always = null
  await push('one', ['0003'])
  expect(await handle(world.platform, changed, options)).toEqual({ kind: 'parked', reason: 'unavailable' })
  expect(one.requests).toHaveLength(1)
})

test('a CRM that a person connects again has just answered, and is called', async () => {
  const { world, one, push, deliver, runByHand } = await opened()
  one.always = { status: 503, retryAfter: 300 }
  await push('one', ['0003'])
  await deliver(1)
  one.always = null
  await connectToy(world, one, 'one')
  await runByHand()
  one.requests.length = 0
  expect(await handle(world.platform, pull, options)).not.toMatchObject({ note: 'rests' })
  expect(one.requests.length).toBeGreaterThan(0)
})

test('another connection of the company goes on', async () => {
  const { one, two, edit, push, deliver } = await opened()
  edit(two, '0003', { amount: 7000 })
  one.always = { status: 500 }
  await push('one', ['0003'])
  await deliver(1)
  two.requests.length = 0
  await push('two', ['0003'])
  await deliver(2)
  expect(two.requests.length).toBeGreaterThan(0)
})

test('when a rest is over one looks, and the others wait for what it finds', async () => {
  const directory = await emptyDirectory()
  const clock = createClock('2026-03-03T03:40:00.000Z')
  const sharesOf = (name: string) =>
    createShares({
      ...{ directory, workspaceId: 'company', connectionId: 'hubspot', now: clock.now },
      ...{ perMs: { api: 10_000 }, holder: { process: name, message: 'one' } },
      ...{ portion: () => 10, ceiling: (allowed) => allowed },
    })
  const [first, second, third] = [sharesOf('a'), sharesOf('b'), sharesOf('c')]
  const ask = { bucket: 'api', allowed: 80, limit: null, sent: [] }
  await first.rest(20_000)
  await expect(second.take(ask)).rejects.toMatchObject({ name: 'Resting', ms: 20_000 })
  await clock.sleep(20_000)
  expect(await second.take(ask)).toMatchObject({ calls: 10 })
  await expect(third.take(ask)).rejects.toMatchObject({ name: 'Resting', ms: LOOK_MS })
  // It failed again: its own, shorter rest counts, not the time it had to look.
  await second.rest(5_000)
  await expect(third.take(ask)).rejects.toMatchObject({ ms: 5_000 })
  await clock.sleep(5_000)
  expect(await third.take(ask)).toMatchObject({ calls: 10 })
  // Ended without a call: whoever comes next looks.
  await third.release([ask])
  expect(await second.take(ask)).toMatchObject({ calls: 10 })
  await second.wakeUp()
  expect(await first.take(ask)).toMatchObject({ calls: 10 })
})
