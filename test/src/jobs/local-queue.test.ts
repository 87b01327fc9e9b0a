import { expect, test } from 'vitest'
import { createLocalQueue, type LocalQueueOptions } from '../../../src/jobs/local-queue.ts'
import type { Message } from '../../../src/platform.ts'
import type { Outcome } from '../../../src/sync/outcome.ts'

const pull = (source: string, runId = 'r'): Message => ({ kind: 'pull', workspaceId: 'acme', source, runId })
const ok: Outcome = { kind: 'done', note: '' }
const broken: Outcome = { kind: 'retry', delayMs: 1000, reason: 'the database is locked' }

/** A bench of deliveries; `sleep` notes the delay and returns at once. */
function bench(handle: LocalQueueOptions['handle'], options: Partial<LocalQueueOptions> = {}) {
  const slept: number[] = []
  const logged: string[] = []
  const queue = createLocalQueue({
    handle,
    async sleep(ms) {
      slept.push(ms)
    },
    log: (event) => logged.push(event),
    ...options,
  })
  return { queue, slept, logged }
}

test('every message is delivered once, a delayed one after its delay', async () => {
  const seen: Message[] = []
  const { queue, slept } = bench(async (message) => {
    seen.push(message)
    return ok
  })
  await queue.send(pull('a'))
  await queue.send(pull('b'), 5000)
  await queue.idle()
  expect(seen).toEqual([pull('a'), pull('b')])
  expect(slept).toEqual([5000])
})

test('a push is read beside the turns of imports, whose places are all taken', async () => {
  const order: string[] = []
  let finish = () => {}
  const importing = new Promise<void>((resolve) => {
    finish = resolve
  })
  const { queue } = bench(async (message) => {
    if (message.kind === 'pull') await importing
    order.push(message.kind)
    if (message.kind === 'changed') finish()
    return ok
  })
  for (const source of ['a', 'b', 'c']) await queue.send(pull(source))
  await queue.send({ kind: 'changed', workspaceId: 'acme', source: 'a' })
  await queue.idle()
  expect(order).toEqual(['changed', 'pull', 'pull', 'pull'])
})

test('one connection has one message at a time, others are worked on beside it', async () => {
  const open = new Map<string, () => void>()
  let [now, most] = [0, 0]
  const perSource = new Map<string, number>()
  const { queue } = bench(async (message) => {
    const source = 'source' in message ? message.source : ''
    now += 1
    most = Math.max(most, now)
    const mine = (perSource.get(source) ?? 0) + 1
    perSource.set(source, mine)
    expect(mine).toBe(1)
    await new Promise<void>((resolve) => {
      open.set(source, resolve)
      setImmediate(resolve)
    })
    perSource.set(source, mine - 1)
    now -= 1
    return ok
  })
  for (let n = 0; n < 5; n += 1) for (const source of ['a', 'b', 'c']) await queue.send(pull(source, `${n}`))
  await queue.idle()
  expect(most).toBe(2)
})

test.each([
  ['says that ours broke', async () => broken],
  [
    'throws',
    async () => {
      throw new Error('the database is locked')
    },
  ],
])(
  'a message whose work %s is delivered a bounded number of times, then kept where it is seen',
  async (_, handle) => {
    let calls = 0
    const { queue, logged, slept } = bench(async () => {
      calls += 1
      return handle()
    })
    await queue.send(pull('a'))
    await queue.idle()
    expect(calls).toBe(5)
    expect(slept).toHaveLength(4)
    expect(queue.dead).toEqual([
      { message: pull('a'), reason: expect.stringContaining('the database is locked') },
    ])
    expect(logged).toEqual(['message_dead'])
  },
)

test('a poison message delays no other connection', async () => {
  const seen: string[] = []
  const { queue } = bench(async (message) => {
    if ('source' in message && message.source === 'poison') return broken
    seen.push('source' in message ? message.source : '')
    return ok
  })
  await queue.send(pull('poison'))
  for (const source of ['a', 'b', 'c']) await queue.send(pull(source))
  await queue.idle()
  expect(seen).toEqual(['a', 'b', 'c'])
})

test('messages sent while working are worked on before the queue is idle', async () => {
  let left = 10
  const { queue } = bench(async (message) => {
    left -= 1
    if (left > 0) await queue.send(message)
    return ok
  })
  await queue.send(pull('a'))
  await queue.idle()
  expect(left).toBe(0)
})

test('a stopped queue finishes what it is at and takes nothing new', async () => {
  let finished = 0
  const { queue } = bench(
    async () => {
      await new Promise((resolve) => setImmediate(resolve))
      finished += 1
      return ok
    },
    { concurrency: 1 },
  )
  await queue.send(pull('a'))
  await queue.send(pull('b'))
  await queue.stop()
  await queue.send(pull('c'))
  await queue.idle()
  expect(finished).toBe(1)
})

test('work that is given up on is parked, and parking that fails is logged', async () => {
  const parked: string[] = []
  const { queue, logged } = bench(async () => broken, {
    async onDead(message, reason) {
      parked.push(`${message.kind}: ${reason}`)
      if (parked.length > 1) throw new Error('disk I/O error')
    },
  })
  await queue.send(pull('a'))
  await queue.send(pull('b'))
  await queue.idle()
  expect(parked).toEqual(['pull: the database is locked', 'pull: the database is locked'])
  expect(logged).toEqual(['message_dead', 'message_dead', 'message_not_parked'])
})

// Behind a message of the same connection a night would wait for all of its pages.
test('a night is opened beside the message that works for its connection in the background', async () => {
  const night: Message = { kind: 'night', workspaceId: 'acme', source: 'a', day: '2026-03-02' }
  const opened = Promise.withResolvers<void>()
  const seen: string[] = []
  const { queue } = bench(async (message) => {
    if (message.kind === 'pull') await opened.promise
    seen.push(message.kind)
    if (message.kind === 'night') opened.resolve()
    return ok
  })
  await queue.send(pull('a'))
  await queue.send(night)
  await queue.idle()
  expect(seen).toEqual(['night', 'pull'])
})
