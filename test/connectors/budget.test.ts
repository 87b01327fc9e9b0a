import { expect, test } from 'vitest'
import { createBudget } from '../../connectors/budget.ts'
import fc from '../support/properties.ts'
import { fakeClock } from './support/fake-crm.ts'

const buckets = { api: { calls: 5, perMs: 1000 }, search: { calls: 1, perMs: 200 } }

// Planted and seen red: half the window, a log that looks one call too far back, calls that waited left out of it.
test('no window of the bucket ever holds more calls than it may', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(400), { maxLength: 40 }), async (pauses) => {
      const clock = fakeClock()
      const budget = createBudget({ buckets, now: clock.now, sleep: clock.sleep })
      const sent: number[] = []
      for (const pause of pauses) {
        clock.advance(pause)
        await budget.take('api')
        sent.push(Date.parse(clock.now()))
      }
      for (const [i, at] of sent.entries()) {
        const inside = sent.slice(i).filter((other) => other < at + 1000)
        expect(inside.length).toBeLessThanOrEqual(5)
      }
    }),
  )
})

test('calls made together queue up instead of all taking the last place', async () => {
  const clock = fakeClock()
  const waits: number[] = []
  const budget = createBudget({
    buckets,
    now: clock.now,
    sleep: async (ms) => {
      waits.push(ms)
    },
  })
  await Promise.all(Array.from({ length: 3 }, () => budget.take('search')))
  expect(waits).toEqual([200, 400])
})

test('a clock that stands still does not make waits grow', async () => {
  const waits: number[] = []
  const budget = createBudget({
    buckets,
    now: () => '2026-11-24T04:30:00.000Z',
    sleep: async (ms) => {
      waits.push(ms)
    },
  })
  for (let i = 0; i < 4; i += 1) await budget.take('search')
  expect(waits).toEqual([200, 200, 200])
})

test('what is kept for somebody more urgent is not filled up', async () => {
  const clock = fakeClock()
  const ceiling = (calls: number) => calls - 3
  const budget = createBudget({ buckets, now: clock.now, sleep: clock.sleep, ceiling })
  for (let i = 0; i < 3; i += 1) await budget.take('api')
  expect(clock.slept).toEqual([1000])
})

test('a refused bucket is left alone for as long as the CRM asks', async () => {
  const clock = fakeClock()
  const budget = createBudget({ buckets, now: clock.now, sleep: clock.sleep })
  await budget.refused('api', { kind: 'rate_limited', retryAfterMs: 7000, scope: 'burst' })
  expect(await budget.take('api')).toBeNull()
  expect(clock.slept).toEqual([7000])
})

test('what one would wait too long for is told instead, and left to the queue', async () => {
  const clock = fakeClock()
  const budget = createBudget({ buckets, now: clock.now, sleep: clock.sleep })
  await budget.refused('api', { kind: 'rate_limited', retryAfterMs: 60_000, scope: 'burst' })
  expect(await budget.take('api')).toEqual({ kind: 'rate_limited', retryAfterMs: 60_000, scope: 'burst' })
  expect(await budget.take('search')).toBeNull()
  expect(clock.slept).toEqual([])
})

test('a day that is used up closes every bucket for an hour', async () => {
  const clock = fakeClock()
  const budget = createBudget({ buckets, now: clock.now, sleep: clock.sleep })
  await budget.day(799, 1000)
  expect(await budget.take('api')).toBeNull()
  await budget.day(800, 1000)
  expect(await budget.take('search')).toEqual({
    kind: 'rate_limited',
    retryAfterMs: 3_600_000,
    scope: 'day',
  })
  clock.advance(3_600_000)
  expect(await budget.take('search')).toBeNull()
})

test('a bucket the connector does not have is a mistake and not a free call', async () => {
  const { now, sleep } = fakeClock()
  await expect(createBudget({ buckets, now, sleep }).take('bulk')).rejects.toThrow('unknown bucket bulk')
})
