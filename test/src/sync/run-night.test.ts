import { expect, test } from 'vitest'
import { nightStreams } from '../../../connectors/contract.ts'
import { workspaceDb } from '../../../db/client.ts'
import type { SyncProgress } from '../../../src/sync/handle.ts'
import { nightId, openRun } from '../../../src/sync/night.ts'
import { runNight } from '../../../src/sync/run-night.ts'
import { createToyCrm, type Fault } from './toy.ts'
import { connectToy, createWorld, DAY, NIGHT, options, worldOn } from './world.ts'

test('a night mirrors every deal of the CRM and closes the day that ended', async () => {
  const crm = createToyCrm('toy.test', 10)
  const world = await createWorld([crm])
  await connectToy(world, crm)
  const result = await runNight(world.platform, 'acme', { ...options, kind: 'night' })
  expect(result).toMatchObject({ day: DAY, dead: [] })
  expect(result.runs).toMatchObject([
    {
      source: 'toy',
      runId: 'toy-2026-03-02-night',
      status: 'complete',
      failure: null,
      pages: 11,
      records: 17,
    },
  ])
  expect(await world.rows('SELECT COUNT(*) AS n, SUM(amount_minor) AS sum FROM revision')).toEqual([
    { n: 10, sum: 5500 },
  ])
  expect(await world.rows("SELECT day, kind, data_through, seq FROM run WHERE kind = 'night'")).toEqual([
    { day: DAY, kind: 'night', data_through: '2026-03-03T03:38:00.000Z', seq: 10 },
  ])
})

test('what was done is told stream by stream, with pages, records and calls', async () => {
  const crm = createToyCrm('toy.test', 7)
  const world = await createWorld([crm])
  await connectToy(world, crm)
  const told: SyncProgress[] = []
  await runNight(world.platform, 'acme', { ...options, kind: 'night', onProgress: (step) => told.push(step) })
  expect(told.filter(({ stream }) => stream === 'deals')).toEqual([
    { source: 'toy', stream: 'deals', pages: 1, records: 3, total: null, calls: 2, done: false },
    { source: 'toy', stream: 'deals', pages: 2, records: 6, total: null, calls: 3, done: false },
    { source: 'toy', stream: 'deals', pages: 3, records: 7, total: null, calls: 4, done: true },
  ])
  // Nobody has chosen where contracts come from.
  const walked = nightStreams.filter((stream) => stream !== 'contracts')
  expect(told.filter(({ done }) => done).map(({ stream }) => stream)).toEqual([...walked, 'history'])
})

test('a second call on the same day makes no second night', async () => {
  const crm = createToyCrm('toy.test', 3)
  const world = await createWorld([crm])
  await connectToy(world, crm)
  await runNight(world.platform, 'acme', { ...options, kind: 'night' })
  const calls = crm.requests.length
  await runNight(world.platform, 'acme', { ...options, kind: 'night' })
  expect(crm.requests).toHaveLength(calls)
  expect(await world.rows("SELECT COUNT(*) AS n FROM run WHERE kind = 'night'")).toEqual([{ n: 1 }])
})

test('an import under way when the night falls is not begun again; it closes the day', async () => {
  const crm = createToyCrm('toy.test', 7)
  const world = await createWorld([crm])
  await connectToy(world, crm)
  crm.faults = [null, null, ...Array<Fault>(4).fill({ status: 500 })]
  await openRun(workspaceDb(world.workspace), {
    runId: 'import',
    source: 'toy',
    day: DAY,
    kind: 'manual',
    now: NIGHT,
  })
  const { runs } = await runNight(world.platform, 'acme', { ...options, kind: 'manual' })
  expect(runs).toMatchObject([{ runId: 'import', status: 'complete' }])
})

test('at an instant that stands still, cool-downs and leases end all the same', async () => {
  const crm = createToyCrm('toy.test', 7)
  const world = await createWorld([crm])
  await connectToy(world, crm)
  await openRun(workspaceDb(world.workspace), {
    runId: nightId('toy', DAY),
    source: 'toy',
    day: DAY,
    kind: 'night',
    now: NIGHT,
  })
  await world.workspace.execute(
    "UPDATE stream_state SET lease_holder = 'a dead process', lease_until = '2026-03-03T03:40:08.000Z'",
  )
  crm.faults = [null, null, ...Array<Fault>(4).fill({ status: 500 })]
  const still = { ...world.platform, now: () => NIGHT, sleep: async () => {} }
  const { runs } = await runNight(still, 'acme', { ...options, kind: 'night' })
  expect(runs).toMatchObject([{ status: 'complete', records: 14 }])
})

test('server and CLI at the same night together make it once', async () => {
  const crm = createToyCrm('toy.test', 20)
  const world = await createWorld([crm])
  await connectToy(world, crm)
  const other = await worldOn(world, [crm], NIGHT)
  const night = { ...options, kind: 'night' as const }
  const results = await Promise.all([world, other].map(({ platform }) => runNight(platform, 'acme', night)))
  for (const { dead, runs } of results) {
    expect(dead).toEqual([])
    expect(runs).toMatchObject([{ runId: nightId('toy', DAY), status: 'complete', pages: 14, records: 27 }])
  }
  expect(await world.rows('SELECT COUNT(*) AS n FROM revision')).toEqual([{ n: 20 }])
})
