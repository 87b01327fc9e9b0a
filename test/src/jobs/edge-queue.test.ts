import type { MessageBatch } from '@cloudflare/workers-types'
import { expect, test } from 'vitest'
import { consume, delaySeconds, PARKED_QUEUE } from '../../../src/jobs/edge-queue.ts'
import type { Message, Platform } from '../../../src/platform.ts'
import { openRun } from '../../../src/sync/night.ts'
import { LEASE_MS, takeStream } from '../../../src/sync/stream-lease.ts'
import { createToyCrm } from '../sync/toy.ts'
import { connectToy, createWorld, DAY, NIGHT, type World } from '../sync/world.ts'

const RUN = 'toy-run'
const pull: Message = { kind: 'pull', workspaceId: 'acme', source: 'toy', runId: RUN }

async function running(): Promise<World> {
  const toy = createToyCrm('one.toy.example', 3)
  const world = await createWorld([toy])
  await connectToy(world, toy)
  await openRun((await world.platform.open('acme')).db, {
    ...{ runId: RUN, source: 'toy', day: DAY, kind: 'manual', now: NIGHT },
  })
  return world
}

/** What the consumer answered to one message. */
async function answerTo(queue: string, body: unknown, open: () => Promise<Platform>) {
  const answers: unknown[] = []
  const message = {
    ...{ id: '1', timestamp: new Date(0), attempts: 1, body },
    ack: () => answers.push('ack'),
    retry: (options: unknown) => answers.push(options),
  }
  const batch = { queue, messages: [message] } as unknown as MessageBatch
  await consume(batch, { open, log: () => {} })
  return answers
}

const work = (body: unknown, open: () => Promise<Platform>) => answerTo('pegel-work', body, open)
const dead = (body: unknown, open: () => Promise<Platform>) => answerTo(PARKED_QUEUE, body, open)

/** The toy is no connector of the shipped program, so its messages end early; a broken list breaks them. */
async function poison(world: World): Promise<void> {
  await world.rows("UPDATE source SET properties = 'half of a li'")
}

test('a message that finds its stream held by somebody else is not delivered again', async () => {
  const world = await running()
  const { db } = await world.platform.open('acme')
  const lease = { source: 'toy', stream: 'account', holder: 'somebody' } as const
  expect(await takeStream(db, lease, RUN, NIGHT, LEASE_MS)).toMatchObject({ taken: true })
  expect(await work(pull, async () => world.platform)).toEqual(['ack'])
  expect(world.sent).toEqual([])
})

test('a message of a company that is gone is done', async () => {
  const world = await running()
  expect(await work({ ...pull, workspaceId: 'gone' }, async () => world.platform)).toEqual(['ack'])
})

test('a message that breaks is delivered again after half a minute, and so is one that finds no directory', async () => {
  const world = await running()
  await poison(world)
  expect(await work(pull, async () => world.platform)).toEqual([{ delaySeconds: 30 }])
  const away = () => Promise.reject(new Error('the directory does not answer'))
  expect(await work(pull, away)).toEqual([{ delaySeconds: 30 }])
  expect(await dead(pull, away)).toEqual([{ delaySeconds: 30 }])
})

test('something that is no message of ours is put aside', async () => {
  const world = await running()
  for (const body of [null, 'text', { kind: 'dance' }, { ...pull, runId: 7 }, { kind: 'publish', day: '1' }])
    expect(await work(body, async () => world.platform)).toEqual(['ack'])
})

test('a dead pull parks its run with the reason, asks to publish, and is told in the audit', async () => {
  const world = await running()
  await poison(world)
  expect(await dead(pull, async () => world.platform)).toEqual(['ack'])
  const [run] = await world.rows('SELECT status, finished_at, failure FROM run')
  expect(run).toMatchObject({ status: 'failed', finished_at: NIGHT })
  expect(JSON.parse(String(run?.failure))).toEqual({
    kind: 'internal',
    detail: expect.stringContaining('SyntaxError'),
  })
  expect(world.sent.map(({ message }) => message)).toEqual([
    { kind: 'publish', workspaceId: 'acme', day: DAY },
  ])
  const audit = await world.rows("SELECT at, actor, subject FROM audit WHERE action = 'message.parked'")
  expect(audit).toEqual([{ at: NIGHT, actor: 'pegel', subject: JSON.stringify(pull) }])
})

test('a dead night leaves a failed run, so that it is seen and not opened again and again', async () => {
  const world = await running()
  await world.rows('DELETE FROM run')
  await world.rows('ALTER TABLE stream_state RENAME TO stream_state_away')
  const night: Message = { kind: 'night', workspaceId: 'acme', source: 'toy', day: DAY }
  expect(await dead(night, async () => world.platform)).toEqual(['ack'])
  expect(await world.rows('SELECT source, day, kind, status FROM run')).toEqual([
    { source: 'toy', day: DAY, kind: 'night', status: 'failed' },
  ])
})

test('a dead publish is told in the audit and not asked for again at once', async () => {
  const world = await running()
  await world.rows('DELETE FROM run')
  await world.rows('ALTER TABLE cycle RENAME TO cycle_away')
  await world.rows(`INSERT INTO run (id, source, day, kind, status, started_at, finished_at)
    VALUES ('done', 'toy', '${DAY}', 'night', 'complete', '${NIGHT}', '${NIGHT}')`)
  const publish: Message = { kind: 'publish', workspaceId: 'acme', day: DAY }
  expect(await dead(publish, async () => world.platform)).toEqual(['ack'])
  expect(world.sent).toEqual([])
  expect(await world.rows('SELECT actor, subject FROM audit')).toEqual([
    { actor: 'pegel', subject: JSON.stringify(publish) },
  ])
})

test('a dead letter that can be handled after all is no failure', async () => {
  const world = await running()
  await world.rows("UPDATE run SET status = 'complete'")
  expect(await dead(pull, async () => world.platform)).toEqual(['ack'])
  expect(await world.rows('SELECT * FROM audit')).toEqual([])
})

test('a queue takes whole seconds, and no more than half a day', () => {
  expect([-5, 0, 1, 1_000, 1_001, 999_999_999].map(delaySeconds)).toEqual([0, 0, 1, 1, 2, 43_200])
})
