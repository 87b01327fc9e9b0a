import { expect, test } from 'vitest'
import { middle80 } from '../../../src/forecast/interval.ts'
import { predict, straightLine, usualAmount } from '../../../src/forecast/predict.ts'
import fc from '../../support/properties.ts'
import { cellOf, shot } from './snapshot.ts'

test('won so far, the open deals by their rate, and what comes later as the mean of earlier cycles', () => {
  const training = [
    shot({ cells: [cellOf('offer', 0, { open: 45, won: 9 })], later: 100 }),
    shot({ cells: [cellOf('offer', 0, { open: 45, won: 9 })], later: 300 }),
  ]
  const now = shot({ wonSoFar: 1000, cells: [cellOf('offer', 0, { open: 2, sum: 500, squares: 130_000 })] })
  const forecast = predict(now, training)
  // The company (18 + 0.5) / 91; the stage (18 + 10 x company) / 100, the cell the same way from the stage.
  const stage = (18 + 10 * (18.5 / 91)) / 100
  const rate = (18 + 10 * stage) / 100
  expect(forecast?.fromOpen).toBeCloseTo(500 * rate, 9)
  expect(forecast?.fromLater).toBe(200)
  expect(forecast?.point).toBeCloseTo(1200 + 500 * rate, 9)
  // Each deal for itself, the rate for both together, and a third cycle around the mean of two.
  const ofRate = (rate * (1 - rate)) / 101
  const variance = rate * (1 - rate) * 130_000 + ofRate * 250_000 + 20_000 * 1.5
  expect(forecast?.deviation).toBeCloseTo(Math.sqrt(variance), 9)
})

test('an open deal without amount is taken for one like the others', () => {
  const cells = [
    cellOf('a', 0, { open: 3, priced: 2, sum: 300, squares: 50_000 }),
    cellOf('b', 0, { open: 1, sum: 600 }),
  ]
  expect(usualAmount(shot({ cells }).cells, [])).toBe(300)
  // Where none has one, for a deal that was won before: 900 of 3 and 300 of 1.
  const none = shot({ cells: [cellOf('a', 0, { open: 3, priced: 0, sum: 0, squares: 0 })] })
  expect(
    usualAmount(none.cells, [shot({ final: 900, finalDeals: 3 }), shot({ final: 300, finalDeals: 1 })]),
  ).toBe(300)
  expect(usualAmount(none.cells, [])).toBe(0)
})

test('one earlier cycle teaches no spread: no forecast', () => {
  const cells = [cellOf('offer', 0, { open: 5, won: 1 })]
  expect(predict(shot({ cells }), [shot({ cells })])).toBeNull()
})

test.each([
  // The 10 % and 90 % quantiles of the lognormal with this mean and variance, worked out apart.
  [100, 0, 100, 100],
  [100, 10_000, 24.328, 205.52],
  [1, 0.01, 0.87563, 1.13073],
  // So uncertain that the mean lies beyond the quantile: it is contained all the same.
  [1, 1_000_000, 8.536e-6, 1],
  // No logarithm of what is not above zero: the normal, mean and 1.2816 deviations.
  [0, 100, -12.8155, 12.8155],
])('the middle 80 percent of mean %f and variance %f', (mean, variance, low, high) => {
  const interval = middle80(mean, variance)
  expect(interval.low / low).toBeCloseTo(1, 4)
  expect(interval.high / high).toBeCloseTo(1, 4)
})

test('the straight line goes on as before, with the spread of its own past errors', () => {
  expect(straightLine(300, 0.25, [10])).toEqual({ point: 1200, low: null, high: null })
  const { point, low, high } = straightLine(300, 0.25, [30, -40])
  expect(point).toBe(1200)
  // The root of (900 + 1600) / 2 is 35.355, times 1.28155.
  expect([low, high].map((edge) => Math.round((edge ?? 0) * 100) / 100)).toEqual([1154.69, 1245.31])
})

const money = fc.integer({ min: 1, max: 10_000_000 })
const cell = fc
  .record({
    stage: fc.constantFrom('a', 'b', 'c'),
    age: fc.integer({ min: 0, max: 4 }),
    amounts: fc.array(money, { minLength: 1, maxLength: 6 }),
    won: fc.nat(6),
  })
  .map(({ stage, age, amounts, won }) =>
    cellOf(stage, age, {
      open: amounts.length,
      won: Math.min(won, amounts.length),
      sum: amounts.reduce((a, b) => a + b, 0),
      squares: amounts.reduce((a, b) => a + b * b, 0),
    }),
  )
const snapshot = fc
  .record({ cells: fc.array(cell, { maxLength: 6 }), wonSoFar: fc.nat(10_000_000), later: fc.nat(5_000_000) })
  .map(shot)

// Planted and seen red: the interval of what is still to come, without what is won.
test('the interval contains the point, nothing won is taken away, and more won is more forecast', () => {
  fc.assert(
    fc.property(
      fc.array(snapshot, { minLength: 2, maxLength: 8 }),
      snapshot,
      fc.double({ min: 0.2, max: 20, noNaN: true }),
      fc.nat(1_000_000),
      (training, now, widening, more) => {
        const forecast = predict(now, training, widening)
        expect(forecast === null).toBe(training.every(({ cells }) => cells.size === 0))
        if (forecast === null) return
        expect(forecast.low).toBeLessThanOrEqual(forecast.point)
        expect(forecast.high).toBeGreaterThanOrEqual(forecast.point)
        expect(forecast.low).toBeGreaterThanOrEqual(now.wonSoFar)
        const richer = predict({ ...now, wonSoFar: now.wonSoFar + more }, training, widening)
        expect(richer?.point).toBeCloseTo(forecast.point + more, 4)
        expect(richer?.low).toBeCloseTo(forecast.low + more, 4)
      },
    ),
  )
})
