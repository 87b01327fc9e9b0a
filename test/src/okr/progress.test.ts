import { expect, test } from 'vitest'
import { holdDays, holdProgress, reachProgress, reachValue, within } from '../../../src/okr/progress.ts'
import fc from '../../support/properties.ts'

const complete = (value: number | null) => ({ value, complete: true })
const number = fc.double({ min: -1e13, max: 1e13, noNaN: true })
const reach = fc
  .record({ baseline: number, target: number })
  .filter(({ baseline, target }) => Math.abs(target - baseline) > 1e-3)

// Planted and seen red: (target - value) / (target - baseline); value / target; Math.abs around the difference;
// clamped to 0..1; baseline and target swapped; -0 at the baseline.

test('the baseline is 0 % and the target is 100 %, upwards and downwards', () => {
  fc.assert(
    fc.property(reach, (goal) => {
      expect(reachProgress(complete(goal.baseline), goal)).toBe(0)
      expect(reachProgress(complete(goal.target), goal)).toBe(1)
    }),
  )
})

test('a step towards the target never lowers progress, a step away never raises it', () => {
  fc.assert(
    fc.property(reach, number, number, (goal, a, b) => {
      const [far, near] = goal.target > goal.baseline === a < b ? [a, b] : [b, a]
      const before = reachProgress(complete(far), goal) ?? Number.NaN
      const after = reachProgress(complete(near), goal) ?? Number.NaN
      expect(after).toBeGreaterThanOrEqual(before)
    }),
  )
})

test('the value of a progress has that progress', () => {
  fc.assert(
    fc.property(reach, fc.double({ min: -2, max: 3, noNaN: true }), (goal, progress) => {
      const room = 1e-6 + 1e-14 * (Math.abs(goal.baseline) / Math.abs(goal.target - goal.baseline))
      const back = reachProgress(complete(reachValue(progress, goal)), goal) ?? Number.NaN
      expect(Math.abs(back - progress)).toBeLessThanOrEqual(room)
    }),
  )
})

test('progress is not clamped and is unknown without a value', () => {
  const examples = [
    [112, { baseline: 0, target: 100 }, 1.12],
    [-8, { baseline: 0, target: 100 }, -0.08],
    [40, { baseline: 60, target: 30 }, 2 / 3],
    [70, { baseline: 60, target: 30 }, -1 / 3],
    [null, { baseline: 0, target: 100 }, null],
  ] as const
  for (const [value, goal, expected] of examples) {
    expect(reachProgress(complete(value), goal)).toBe(expected)
  }
})

test('a coverage whose target is reached satisfies a lower bound, and has no number', () => {
  const reached = { value: null, complete: true, reason: 'target_reached' } as const
  expect(within(reached, { lower: 3, upper: null })).toBe(true)
  expect(within(reached, { lower: null, upper: 5 })).toBe(false)
  expect(reachProgress(reached, { baseline: 1, target: 3 })).toBe(1)
  expect(reachProgress(reached, { baseline: 3, target: 1 })).toBe(null)
  expect(within({ value: null, complete: true, reason: 'nothing_closed' }, { lower: 0, upper: null })).toBe(
    null,
  )
})

test('bounds are inclusive, one-sided or two-sided', () => {
  const examples = [
    [3, 3, null, true],
    [2.999, 3, null, false],
    [5, null, 5, true],
    [5.001, null, 5, false],
    [4, 3, 5, true],
    [6, 3, 5, false],
  ] as const
  for (const [value, lower, upper, expected] of examples)
    expect(within(complete(value), { lower, upper })).toBe(expected)
})

test('a hold counts the days within of the days measured, and leaves out what was incomplete or empty', () => {
  const days = [
    complete(4),
    complete(2),
    complete(null),
    { value: 4, complete: false },
    complete(3),
    { value: null, complete: true, reason: 'target_reached' } as const,
  ]
  expect(holdDays(days, { lower: 3, upper: null })).toEqual({ within: 3, measured: 4 })
  expect(holdProgress({ within: 3, measured: 4 }, 0.5)).toBe(0.375)
  expect(holdProgress({ within: 0, measured: 0 }, 0.5)).toBe(null)
})
