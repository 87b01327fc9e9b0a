import { expect, test } from 'vitest'
import { runNight } from '../../../src/sync/run-night.ts'
import { createToyCrm } from './toy.ts'
import { connectToy, createWorld, DAY, options } from './world.ts'

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
      records: 12,
    },
  ])
  expect(await world.rows('SELECT COUNT(*) AS n, SUM(amount_minor) AS sum FROM revision')).toEqual([
    { n: 10, sum: 5500 },
  ])
  expect(await world.rows('SELECT day, kind, data_through, seq FROM run')).toEqual([
    { day: DAY, kind: 'night', data_through: '2026-03-03T03:38:00.000Z', seq: 10 },
  ])
})
