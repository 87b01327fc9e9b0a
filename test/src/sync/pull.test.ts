import { expect, test } from 'vitest'
import type { Page } from '../../../connectors/contract.ts'
import { addMs } from '../../../connectors/values/time.ts'
import { workspaceDb } from '../../../db/client.ts'
import type { Message } from '../../../src/platform.ts'
import { failRun } from '../../../src/sync/ending.ts'
import { handle } from '../../../src/sync/handle.ts'
import { nightId, type Opening, openRun } from '../../../src/sync/night.ts'
import type { SyncOptions } from '../../../src/sync/views.ts'
import { createToyCrm, toyWith } from './toy.ts'
import { connectToy, createWorld, DAY, NIGHT, options, type World, worldOn } from './world.ts'

const night: Message = { kind: 'night', workspaceId: 'acme', source: 'toy', day: DAY }
const pull: Message = { kind: 'pull', workspaceId: 'acme', source: 'toy', runId: nightId('toy', DAY) }

async function company(deals: number) {
  const crm = createToyCrm('toy.test', deals)
  const world = await createWorld([crm])
  await connectToy(world, crm)
  crm.requests.length = 0
  return { crm, world }
}

/** Delivers what the platform's queue holds, oldest first, until it is empty. */
async function drain(world: World, by: SyncOptions = options): Promise<string[]> {
  const notes: string[] = []
  for (let next = world.sent.shift(); next !== undefined; next = world.sent.shift()) {
    if (next.delayMs > 0) world.set(addMs(world.platform.now(), next.delayMs))
    const outcome = await handle(world.platform, next.message, by)
    notes.push(outcome.kind === 'done' ? outcome.note : outcome.kind)
  }
  return notes
}

test('a night opens once, walks the streams in their order, publishes, and then reads the past', async () => {
  const { world } = await company(4)
  expect(await handle(world.platform, night, options)).toEqual({ kind: 'done', note: 'opened' })
  expect(await drain(world)).toEqual([
    'account pipelines teams owners currencies companies deals removals',
    'complete',
    'published',
    'history',
    'history_complete',
  ])
  expect(await handle(world.platform, night, options)).toEqual({ kind: 'done', note: 'already_ended' })
  expect(world.sent).toEqual([])
})

test('every message delivered twice, and out of order, changes nothing', async () => {
  const { crm, world } = await company(7)
  const late: Message[] = []
  await handle(world.platform, night, options)
  await handle(world.platform, night, options)
  for (let next = world.sent.shift(); next !== undefined; next = world.sent.shift()) {
    await handle(world.platform, next.message, options)
    late.push(next.message)
  }
  const before = await world.rows('SELECT * FROM revision')
  const calls = crm.requests.length
  for (const message of late.reverse()) await handle(world.platform, message, options)
  expect(await world.rows('SELECT * FROM revision')).toEqual(before)
  expect(crm.requests).toHaveLength(calls)
  expect(await world.rows("SELECT COUNT(*) AS n FROM run WHERE kind = 'night'")).toEqual([{ n: 1 }])
})

test('two consumers at once: one walks the streams, the other finds the first held and leaves', async () => {
  const { crm, world } = await company(9)
  await handle(world.platform, night, options)
  const other = await worldOn(world, [crm], NIGHT)
  const outcomes = await Promise.all([
    handle(world.platform, pull, options),
    handle(other.platform, pull, options),
  ])
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['busy', 'done'])
  expect(crm.requests).toEqual(['/account', '/deals', '/deals?after=0003', '/deals?after=0006'])
})

/** The toy, with something that happens between a page of deals and its commit. */
function slowly(meanwhile: () => Promise<void>) {
  const [toy] = toyWith({})
  return toyWith({
    async deals(request, cursor) {
      const page = await toy?.streams.deals(request, cursor)
      await meanwhile()
      if (page === undefined) throw new Error('the toy is not there')
      return page
    },
  })
}

test('a walker whose lease ran out while it read writes nothing over the one who took over', async () => {
  const { crm, world } = await company(6)
  const other = await worldOn(world, [crm], NIGHT)
  let overtaken = false
  const slow = slowly(async () => {
    if (overtaken) return
    overtaken = true
    other.set(addMs(NIGHT, 60_000))
    await handle(other.platform, pull, options)
  })
  await handle(world.platform, night, options)
  const notes = [...(await drain(world, { ...options, registry: slow })), ...(await drain(other))]
  expect(overtaken).toBe(true)
  // The overtaken one looks again instead of giving up, since the cursor may also have been reset by a person.
  expect(notes.filter((note) => note === 'complete')).toHaveLength(1)
  expect(await world.rows('SELECT COUNT(*) AS n FROM revision')).toEqual([{ n: 6 }])
  expect(await world.rows("SELECT pages FROM stream_state WHERE stream = 'deals'")).toEqual([{ pages: 2 }])
})

test('a page that was read for a run that has ended is not written into the next', async () => {
  const { world } = await company(6)
  await handle(world.platform, night, options)
  const db = workspaceDb(world.workspace)
  const next: Opening = { runId: 'next', source: 'toy', day: DAY, kind: 'manual', now: NIGHT }
  const late = slowly(async () => {
    const broken = { kind: 'internal', detail: 'given up on by somebody else' } as const
    await failRun(db, { id: nightId('toy', DAY), source: 'toy' }, 'deals', broken, NIGHT)
    await openRun(db, next)
  })
  await drain(world, { ...options, registry: late })
  expect(await world.rows('SELECT COUNT(*) AS n FROM revision')).toEqual([{ n: 0 }])
  await handle(world.platform, { ...pull, runId: 'next' }, options)
  expect(await drain(world)).toContain('complete')
  expect(await world.rows('SELECT COUNT(*) AS n FROM revision')).toEqual([{ n: 6 }])
})

test('a run whose connection asks to reconnect ends without a call', async () => {
  const { crm, world } = await company(3)
  await handle(world.platform, night, options)
  const reason = JSON.stringify({ kind: 'unauthorized', detail: 'revoked' })
  await world.directory.execute({
    sql: "UPDATE connection SET status = 'reconnect', status_reason = ?",
    args: [reason],
  })
  expect(await handle(world.platform, pull, options)).toEqual({ kind: 'parked', reason: 'unauthorized' })
  expect(await handle(world.platform, night, options)).toEqual({ kind: 'done', note: 'not_active' })
  expect(crm.requests).toEqual([])
  expect(await world.rows('SELECT status, failure FROM run')).toEqual([{ status: 'failed', failure: reason }])
  expect(await world.rows('SELECT status FROM source')).toEqual([{ status: 'reconnect' }])
})

test('a message works a bounded number of requests, then hands on', async () => {
  const { world } = await company(150)
  await handle(world.platform, night, options)
  const notes = await drain(world)
  // Fifty pages at two requests a page, forty requests a message with all that is about them; the other streams beside.
  // One call reads the account and one compares.
  expect(notes.filter((note) => note.includes('deals'))).toHaveLength(5)
  expect(await world.rows("SELECT calls, pages FROM run WHERE kind = 'night'")).toEqual([
    { calls: 52, pages: 57 },
  ])
})

test('in a cool-down the CRM is left alone, whoever asks', async () => {
  const { crm, world } = await company(3)
  await handle(world.platform, night, options)
  crm.always = { status: 429, retryAfter: 60 }
  await handle(world.platform, pull, options)
  expect(crm.requests).toHaveLength(1)
  expect(await handle(world.platform, pull, options)).toMatchObject({ kind: 'busy' })
  world.set(addMs(NIGHT, 59_000))
  expect(await handle(world.platform, pull, options)).toMatchObject({ kind: 'busy' })
  expect(crm.requests).toHaveLength(1)
})

test.each([
  ['runs ahead of the clock', { at: 'rest', until: '2026-03-04T03:40:00.000Z' }],
  ['moves back', { at: 'rest', until: '2026-03-01T00:00:00.000Z' }],
] as const)('a cursor that %s is never committed, and the run says what is wrong', async (_, cursor) => {
  const { world } = await company(3)
  const deals = async (): Promise<Page<'deals'>> => ({
    records: [],
    deleted: [],
    skipped: [],
    cursor,
    more: false,
    primary: true,
    total: null,
  })
  const wrong = toyWith({ deals })
  await handle(world.platform, night, options)
  await world.workspace.execute({
    sql: "UPDATE stream_state SET cursor = ? WHERE stream = 'deals'",
    args: [JSON.stringify({ at: 'rest', until: '2026-03-02T03:38:00.000Z' })],
  })
  await drain(world, { ...options, registry: wrong })
  expect(await world.rows('SELECT status, failure FROM run')).toEqual([
    { status: 'failed', failure: expect.stringContaining('cursor') },
  ])
})

test('a message for a company or connection that is gone, or for another day, ends done', async () => {
  const { world } = await company(0)
  const gone: Message[] = [
    { ...night, workspaceId: 'nobody' },
    { ...night, source: 'elsewhere' },
    { ...night, day: '2026-03-01' },
    { ...night, day: '2026-03-03' },
    { ...pull, source: 'elsewhere' },
    { ...pull, runId: 'never-opened' },
  ]
  for (const message of gone)
    expect(await handle(world.platform, message, options)).toMatchObject({ kind: 'done' })
  expect(world.sent).toEqual([])
})

test('a database that fails is told to the queue, which will deliver again', async () => {
  const { crm, world } = await company(0)
  const broken = await worldOn(world, [crm], NIGHT, {
    client: (client) =>
      ({ ...client, execute: () => Promise.reject(new Error('disk I/O error')) }) as typeof client,
  })
  expect(await handle(broken.platform, night, options)).toEqual({
    kind: 'retry',
    delayMs: 30_000,
    reason: 'Error: disk I/O error',
  })
})

test('what was deleted in the CRM loses its name with the night that learns of it', async () => {
  const { crm, world } = await company(4)
  await handle(world.platform, night, options)
  await drain(world)
  expect(await world.rows('SELECT count(*) AS n FROM deal WHERE name IS NULL')).toEqual([{ n: 0 }])

  const [gone] = [...crm.deals.keys()]
  await world.workspace.execute({
    sql: `INSERT INTO revision (deal_id, effective_at, time_from, cause, version, deleted, properties)
      SELECT id, read_at, 'seen', 'removed', version, 1, '{"region":"north"}' FROM deal WHERE external_id = ?`,
    args: [gone ?? ''],
  })
  await world.workspace.execute({
    sql: 'UPDATE deal SET current_seq = (SELECT MAX(seq) FROM revision) WHERE external_id = ?',
    args: [gone ?? ''],
  })
  crm.deals.delete(gone ?? '')
  world.set(addMs(NIGHT, 24 * 3_600_000))
  await handle(world.platform, { ...night, day: '2026-03-03' }, options)
  await drain(world)
  expect(await world.rows('SELECT external_id FROM deal WHERE name IS NULL')).toEqual([{ external_id: gone }])
  expect(await world.rows("SELECT count(*) AS n FROM revision WHERE properties LIKE '%north%'")).toEqual([
    { n: 0 },
  ])
})
