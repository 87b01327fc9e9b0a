import { expect, test } from 'vitest'
import { type PastCycle, seasonalCurve, shareAt } from '../../../src/forecast/seasonal.ts'
import fc from '../../support/properties.ts'

const cycle = (...values: (number | null)[]): PastCycle =>
  values.map((value, i) => ({ day: `2026-01-${String(i + 1).padStart(2, '0')}`, value }))

test('the mean share of what each cycle reached, with the lowest and the highest of them', () => {
  const past = [cycle(10, 20, 40, 100), cycle(0, 50, 60, 200), cycle(25, 25, 25, 50), cycle(4, 4, 8, 8)]
  expect(seasonalCurve(past, 4)).toEqual({
    // Shares of day 1: 0.1, 0, 0.5, 0.5 and so on, by hand.
    mean: [0.275, 0.3625, 0.55, 1],
    low: [0, 0.2, 0.3, 1],
    high: [0.5, 0.5, 1, 1],
    cycles: 4,
  })
})

test('fewer than four cycles that reached something: how many there are, and no curve', () => {
  const good = cycle(1, 2)
  expect(seasonalCurve([good, good, good], 2)).toBe(3)
  // Nothing reached has no shares, and a cycle with a day that nobody knows is not wholly known.
  expect(seasonalCurve([good, good, cycle(0, 0), cycle(null, 5), good], 2)).toBe(3)
})

test('only the latest eight count', () => {
  const past = [...Array.from({ length: 8 }, () => cycle(5, 10)), cycle(10, 10)]
  expect(seasonalCurve(past, 2)).toMatchObject({ mean: [0.5, 1], high: [0.5, 1], cycles: 8 })
})

test('a shorter cycle is laid over a longer one by the part that has passed', () => {
  // A third of the way of two days lies two thirds into the first.
  expect(shareAt(cycle(30, 100), 1 / 3)).toBeCloseTo(0.2, 12)
  expect(shareAt(cycle(30, 100), 2 / 3)).toBeCloseTo(0.3 + 0.7 / 3, 12)
  expect(shareAt(cycle(30, 100), 1)).toBe(1)
})

// Planted and seen red: the share of the day before; a band of the latest cycle alone.
test('the band contains the mean, and every cycle that only grew gives a pace that only grows up to 1', () => {
  const growing = fc.array(fc.nat(1000), { minLength: 20, maxLength: 31 }).map((steps) => {
    let sum = 0
    return cycle(...steps.map((step, i) => (sum += step + (i === steps.length - 1 ? 1 : 0))))
  })
  fc.assert(
    fc.property(
      fc.array(growing, { minLength: 4, maxLength: 9 }),
      fc.integer({ min: 1, max: 40 }),
      (past, length) => {
        const curve = seasonalCurve(past, length)
        if (typeof curve === 'number') throw new Error('no curve')
        expect(curve.mean).toHaveLength(length)
        expect(curve.mean.at(-1)).toBeCloseTo(1, 12)
        curve.mean.forEach((share, i) => {
          expect(share).toBeGreaterThanOrEqual((curve.low[i] ?? 1) - 1e-12)
          expect(share).toBeLessThanOrEqual((curve.high[i] ?? 0) + 1e-12)
          expect(share).toBeGreaterThanOrEqual((curve.mean[i - 1] ?? 0) - 1e-12)
        })
      },
    ),
  )
})
