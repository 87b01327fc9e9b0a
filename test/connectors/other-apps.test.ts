import { expect, test } from 'vitest'
import { createBudget } from '../../connectors/budget.ts'
import { limits } from '../../connectors/hubspot/limits.ts'
import { createRateLimits } from '../../connectors/hubspot/sandbox/rate-limits.ts'
import { defaultSwitches } from '../../connectors/hubspot/sandbox/switches.ts'
import { createIdleClock } from '../support/idle-clock.ts'

const START = '2026-11-24T04:30:00.000Z'
const LATENCY_MS = 60
/** Of the smallest plan, as configured before the first answer. */
const buckets = { api: { calls: 80, perMs: 10_000 }, search: { calls: 3, perMs: 1_000 } }

interface Other {
  readonly bucket: 'burst' | 'search'
  readonly everyMs: number
  /** Calls each time. */
  readonly calls: number
  readonly fromMs: number
  readonly untilMs: number
}

/** Two minutes in which we call as fast as we may, and another app calls as it likes. */
async function beside(ours: 'api' | 'search', other: Other) {
  const clock = createIdleClock(START)
  const clockMs = () => Date.parse(clock.now()) - Date.parse(START)
  const vendor = createRateLimits({ ...defaultSwitches }, clockMs)
  const budget = createBudget({ buckets, now: clock.now, sleep: clock.sleep })
  const sent: number[] = []
  const refused = { ours: [] as number[], theirs: 0 }
  let least = Number.POSITIVE_INFINITY

  async function us(): Promise<void> {
    while (clockMs() < 120_000) {
      expect(await budget.take(ours)).toBeNull()
      const { headers, refusal } = vendor.take(ours === 'api' ? 'burst' : 'search')
      const told = limits({ headers })
      least = Math.min(least, told?.remaining ?? Number.POSITIVE_INFINITY)
      sent.push(clockMs())
      await clock.sleep(LATENCY_MS)
      if (refusal !== null) {
        refused.ours.push(clockMs())
        await budget.refused(ours, { kind: 'rate_limited', retryAfterMs: 1_000, scope: 'burst' })
      }
      if (told !== null) budget.heard(told)
    }
  }
  async function them(): Promise<void> {
    await clock.sleep(other.fromMs)
    for (; clockMs() < other.untilMs; await clock.sleep(other.everyMs))
      for (let i = 0; i < other.calls; i += 1)
        if (vendor.take(other.bucket).refusal !== null) refused.theirs += 1
  }
  await clock.during(Promise.all([us(), them()]))
  const between = (from: number, until: number) => sent.filter((at) => at >= from && at < until).length
  return { between, refused, least: () => least }
}

const half = { bucket: 'burst', fromMs: 30_000, untilMs: 80_000 } as const

test.each([
  ['evenly', { ...half, everyMs: 180, calls: 1 }],
  ['by fives', { ...half, everyMs: 900, calls: 5 }],
])(
  'another app that eats half the budget %s is left its half, and the whole is ours again after',
  async (_, other) => {
    const { between, refused, least } = await beside('api', other)
    expect(between(10_000, 30_000)).toBe(2 * 88)
    // 80 % of the half that is left.
    expect(between(50_000, 80_000)).toBeGreaterThanOrEqual(3 * 36)
    expect(between(50_000, 80_000)).toBeLessThanOrEqual(3 * 46)
    expect(between(100_000, 120_000)).toBe(2 * 88)
    expect(refused).toEqual({ ours: [], theirs: 0 })
    expect(least()).toBeGreaterThan(0)
  },
)

test('an app that takes everything is not pressed, and we go on once it ends', async () => {
  const other = { ...half, everyMs: 100, calls: 2 }
  const { between, refused } = await beside('api', other)
  expect(between(60_000, 80_000)).toBeLessThanOrEqual(8)
  expect(refused.ours.length).toBeLessThanOrEqual(8)
  expect(between(105_000, 115_000)).toBe(88)
})

test('searches are three a second at most, and one while others search so much that we are refused', async () => {
  const { between, refused } = await beside('search', {
    ...{ bucket: 'search', everyMs: 1_000, calls: 4, fromMs: 30_000, untilMs: 80_000 },
  })
  expect(between(10_000, 30_000)).toBe(60)
  expect(between(35_000, 80_000)).toBeLessThanOrEqual(50)
  expect(refused.ours.length).toBeLessThanOrEqual(6)
  expect(between(112_000, 120_000)).toBe(24)
})
