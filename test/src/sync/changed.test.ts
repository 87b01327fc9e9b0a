import { describe, expect, test } from 'vitest'
import { addMs } from '../../../connectors/values/time.ts'
import type { Client } from '../../../db/client.ts'
import { sweep } from '../../../src/jobs/sweep.ts'
import { handle } from '../../../src/sync/handle.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { NOON, pushedWorld } from './pushed-world.ts'
import { createToyCrm } from './toy.ts'
import { connectToy, createWorld, options, worldOn } from './world.ts'

const changed = { kind: 'changed', workspaceId: 'acme', source: 'one' } as const

describe('after a push', () => {
  test('the deal is read again, its key results move provisionally, and nothing official does', async () => {
    const { world, one, edit, push, deliver, provisional, official } = await pushedWorld()
    const before = await official()
    edit(one, '0003', { amount: 5000 })
    await push('one', ['0003'])
    expect(world.sent).toEqual([{ message: changed, delayMs: 1000 }])
    await deliver()
    expect(await provisional()).toEqual([
      ['both', 6500],
      ['only-one', 5600],
    ])
    expect(await official()).toEqual(before)
    expect(await world.rows('SELECT * FROM changed')).toEqual([])
    const [calls] = await world.rows("SELECT run_id, purpose, calls FROM run_calls WHERE purpose = 'push'")
    expect(calls).toEqual({ run_id: 'one-2026-03-03-push', purpose: 'push', calls: 1 })
  })

  test('a push about a deal that is as we know it moves nothing', async () => {
    const { push, deliver, provisional } = await pushedWorld()
    await push('one', ['0003'])
    await deliver()
    expect(await provisional()).toEqual([])
  })

  test('a key result that comes back to its official value is provisional no more', async () => {
    const { one, edit, push, deliver, provisional } = await pushedWorld()
    edit(one, '0003', { amount: 5000 })
    await push('one', ['0003'])
    await deliver()
    edit(one, '0003', { amount: 300 })
    await push('one', ['0003'])
    await deliver()
    expect(await provisional()).toEqual([])
  })

  test('a burst is one message, and its deals are read in as few calls as it takes', async () => {
    const { world, one, edit, push, deliver, provisional } = await pushedWorld()
    for (const id of ['0001', '0002', '0003', '0004', '0005']) {
      edit(one, id, { stage: 'won' })
      await push('one', [id])
    }
    expect(world.sent).toHaveLength(1)
    const before = one.requests.length
    await deliver()
    // Three a call, by the toy's limit.
    expect(one.requests.slice(before)).toEqual(['/deals?ids=0001,0002,0003', '/deals?ids=0004,0005'])
    expect(await provisional()).toEqual([
      ['both', 3000],
      ['only-one', 2100],
    ])
  })

  test('a flood is read in turns that stay within their requests, and moves the key results once it was read', async () => {
    const { world, one, edit, push, deliver, provisional } = await pushedWorld()
    edit(one, '0003', { amount: 5000 })
    await push('one', ['0003', ...Array.from({ length: 59 }, (_, n) => String(7001 + n))])
    const before = one.requests.length
    const outcomes = await deliver()
    // Twenty pages of three: at one call and two round trips each, nine a turn and then one for the values.
    expect(outcomes.map((one) => one.kind === 'done' && one.note)).toEqual([
      ...['read', 'measured', 'read', 'read'],
    ])
    expect(one.requests.length - before).toBe(20)
    expect(await provisional()).toHaveLength(2)
    expect(await world.rows('SELECT * FROM changed')).toEqual([])
  })

  test('a repeated delivery is known, and marks nothing', async () => {
    const { world, one, edit, push, deliver } = await pushedWorld()
    edit(one, '0003', { amount: 5000 })
    await push('one', ['0003'], ['key'])
    await deliver()
    const before = one.requests.length
    await push('one', ['0003'], ['key'])
    expect(world.sent).toEqual([])
    expect(await deliver()).toEqual([])
    expect(one.requests).toHaveLength(before)
  })

  test('keys are forgotten after a day and two hours', async () => {
    const { world, push } = await pushedWorld()
    await push('one', ['0003'], ['old'])
    world.set(addMs(NOON, 26 * 3_600_000 + 1))
    await push('one', ['0004'], ['new'])
    expect(await world.rows('SELECT key FROM notice')).toEqual([{ key: 'new' }])
  })

  test('a deal that the CRM has no record of is left to the night', async () => {
    const { world, one, push, deliver } = await pushedWorld()
    one.deals.delete('0003')
    await push('one', ['0003', '0777'])
    await deliver()
    expect(await world.rows('SELECT COUNT(*) AS n FROM revision WHERE deleted')).toEqual([{ n: 0 }])
    expect(await world.rows('SELECT * FROM changed')).toEqual([])
  })

  test('what is marked again while it is read stays marked, and is read once more', async () => {
    const { world, one, edit, push, deliver, provisional } = await pushedWorld()
    edit(one, '0003', { amount: 5000 })
    await push('one', ['0003'])
    const answer = one.answer
    let once = true
    Object.assign(one, {
      answer: async (request: Request) => {
        const response = await answer(request)
        if (once) {
          once = false
          edit(one, '0003', { amount: 7000, changedAt: addMs(world.platform.now(), 1) })
          await push('one', ['0003'])
        }
        return response
      },
    })
    await deliver()
    expect(await provisional()).toEqual([
      ['both', 8500],
      ['only-one', 7600],
    ])
    expect(await world.rows('SELECT * FROM changed')).toEqual([])
  })
})

describe('a mark waits', () => {
  test('for the first night, which reads every deal', async () => {
    const crm = createToyCrm('one.test', 6)
    const world = await createWorld([crm])
    await connectToy(world, crm, 'one')
    expect(await handle(world.platform, changed, options)).toEqual({
      kind: 'done',
      note: 'before_the_first_night',
    })
  })

  test('for a night that is on its way, and nothing is written beside it', async () => {
    const { world, one, edit, push } = await pushedWorld()
    edit(one, '0003', { amount: 5000 })
    await push('one', ['0003'])
    world.sent.length = 0
    world.set('2026-03-04T03:40:00.000Z')
    await handle(
      world.platform,
      { kind: 'night', workspaceId: 'acme', source: 'one', day: '2026-03-03' },
      options,
    )
    const calls = one.requests.length
    expect(await handle(world.platform, changed, options)).toEqual({
      kind: 'done',
      note: 'waits_for_the_night',
    })
    expect(one.requests).toHaveLength(calls)
    expect(world.sent.at(-1)).toEqual({ message: changed, delayMs: 30_000 })
  })

  // Planted and seen red: no fence; the batch then wrote with stages the night had already replaced.
  test('for a night that begins while the CRM answers: what the answer means may have changed', async () => {
    const { world, one, edit, push, provisional } = await pushedWorld()
    edit(one, '0003', { amount: 5000 })
    await push('one', ['0003'])
    world.sent.length = 0
    world.set('2026-03-04T03:40:00.000Z')
    const answer = one.answer
    Object.assign(one, {
      answer: async (request: Request) => {
        Object.assign(one, { answer })
        await handle(
          world.platform,
          { kind: 'night', workspaceId: 'acme', source: 'one', day: '2026-03-03' },
          options,
        )
        return answer(request)
      },
    })
    expect(await handle(world.platform, changed, options)).toEqual({ kind: 'done', note: 'read' })
    expect(await provisional()).toEqual([])
    expect(await world.rows("SELECT run_id FROM revision WHERE run_id LIKE '%-push'")).toEqual([])
    expect(await world.rows('SELECT external_id FROM changed')).toEqual([{ external_id: '0003' }])
    expect(world.sent.map(({ message }) => message.kind)).toEqual(['pull', 'changed'])
  })

  test('out a cool-down after a failure: nobody calls before it is over', async () => {
    const { world, one, edit, push, deliver, provisional } = await pushedWorld()
    edit(one, '0003', { amount: 5000 })
    one.always = { status: 500 }
    await push('one', ['0003'])
    expect(await deliver(1)).toEqual([{ kind: 'done', note: 'cools_down' }])
    const calls = one.requests.length
    await push('one', ['0004'])
    expect((await handle(world.platform, changed, options)).kind).toBe('busy')
    expect(one.requests).toHaveLength(calls)
    one.always = null
    await deliver()
    expect(await provisional()).toHaveLength(2)
  })

  test('an hour after five failures, bounded, and the night reads it all the same', async () => {
    const { world, one, edit, push, deliver, official } = await pushedWorld()
    edit(one, '0003', { amount: 5000 })
    one.always = { status: 500 }
    await push('one', ['0003'])
    const outcomes = await deliver()
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done', 'done', 'done', 'parked'])
    world.set(addMs(world.platform.now(), 30 * 60_000))
    await sweep(world.platform)
    expect(world.sent.filter(({ message }) => message.kind === 'changed')).toEqual([])
    one.always = null
    world.set('2026-03-04T03:40:00.000Z')
    await runNight(world.platform, 'acme', { ...options, kind: 'night' })
    expect(await official()).toContainEqual(['only-one', 5600])
  })

  test('until a person connects again, where the grant was revoked', async () => {
    const { world, one, push, deliver } = await pushedWorld()
    one.token = 'another one altogether'
    await push('one', ['0003'])
    expect(await deliver()).toEqual([{ kind: 'parked', reason: 'unauthorized' }])
    const { rows } = await world.directory.execute("SELECT status FROM connection WHERE id = 'one'")
    expect(rows[0]?.status).toBe('reconnect')
    const calls = one.requests.length
    expect(await handle(world.platform, changed, options)).toEqual({ kind: 'done', note: 'not_active' })
    expect(one.requests).toHaveLength(calls)
    one.token = 'let-me-in-please'
    await connectToy(world, one, 'one')
    world.set(addMs(world.platform.now(), 60_000))
    await sweep(world.platform)
    expect(await deliver()).toContainEqual({ kind: 'done', note: 'read' })
    expect(await world.rows('SELECT * FROM changed')).toEqual([])
  })
})

describe('a lost message', () => {
  test('is sent again by the next push once the marks are five seconds old', async () => {
    const { world, push } = await pushedWorld()
    await push('one', ['0003'])
    world.sent.length = 0
    await push('one', ['0004'])
    expect(world.sent).toEqual([])
    world.set(addMs(NOON, 5_000))
    await push('one', ['0005'])
    expect(world.sent.map(({ message }) => message)).toEqual([changed])
  })

  test('is found by the sweep after a minute', async () => {
    const { world, push } = await pushedWorld()
    await push('one', ['0003'])
    world.sent.length = 0
    world.set(addMs(NOON, 59_999))
    await sweep(world.platform)
    expect(world.sent).toEqual([])
    world.set(addMs(NOON, 60_000))
    await sweep(world.platform)
    expect(world.sent.map(({ message }) => message)).toEqual([changed])
  })

  test('of a turn that was killed after it wrote: the key results move all the same', async () => {
    const { world, one, edit, push, provisional } = await pushedWorld()
    edit(one, '0003', { amount: 5000 })
    await push('one', ['0003'])
    world.sent.length = 0
    const killed = await worldOn(world, [one], world.platform.now(), { client: dyingAtTheCount })
    expect((await handle(killed.platform, changed, options)).kind).toBe('retry')
    expect(await world.rows("SELECT COUNT(*) AS n FROM revision WHERE run_id LIKE '%-push'")).toEqual([
      { n: 1 },
    ])
    world.set(addMs(NOON, 60_000))
    await sweep(world.platform)
    expect(world.sent.map(({ message }) => message)).toEqual([changed])
    await handle(world.platform, changed, options)
    expect(await provisional()).toHaveLength(2)
    world.sent.length = 0
    await sweep(world.platform)
    expect(world.sent).toEqual([])
  })
})

/** The first thing a turn does after its deals are written. */
function dyingAtTheCount(client: Client): Client {
  const batch: Client['batch'] = (statements, mode) =>
    JSON.stringify(statements).includes('run_calls')
      ? Promise.reject(new Error('killed'))
      : client.batch(statements, mode)
  return new Proxy(client, {
    get: (on, key) => {
      const value = key === 'batch' ? batch : Reflect.get(on, key)
      return typeof value === 'function' ? value.bind(on) : value
    },
  })
}
