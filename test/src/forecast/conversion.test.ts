import { expect, test } from 'vitest'
import { ageClass } from '../../../src/forecast/age.ts'
import { conversion, leaning } from '../../../src/forecast/conversion.ts'
import fc from '../../support/properties.ts'
import { cellOf, shot } from './snapshot.ts'

test('the age of a deal falls into a class, from the day it was created on', () => {
  const days = [-3, 0, 13, 14, 29, 30, 59, 60, 119, 120, 5000]
  expect(days.map(ageClass)).toEqual([0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
})

test.each([
  // won, open, towards, by hand: (won + 10 x towards) / (open + 10)
  [0, 0, 0.3, 0.3],
  [3, 10, 0.3, 0.3],
  [10, 10, 0.2, 0.6],
  [0, 90, 0.5, 0.05],
  [1, 1, 0.1, 2 / 11],
])('%i of %i, leaning on %f, is %f', (won, open, towards, rate) => {
  expect(leaning({ won, open }, towards)).toBeCloseTo(rate, 12)
})

test('a small group leans on its stage, the stage on the company', () => {
  const rates = conversion([
    shot({ cells: [cellOf('offer', 0, { open: 20, won: 10 }), cellOf('offer', 3, { open: 2, won: 0 })] }),
    shot({ cells: [cellOf('first', 0, { open: 30, won: 3 })] }),
  ])
  // The company: (13 + 0.5) / (52 + 1). The stage: (10 + 10 x company) / (22 + 10). The cell: (0 + 10 x stage) / (2 + 10).
  const company = 13.5 / 53
  const stage = (10 + 10 * company) / 32
  expect(rates?.of('offer', 3).rate).toBeCloseTo((10 * stage) / 12, 12)
  expect(rates?.of('offer', 3).deals).toBe(2)
  // An age that was never seen is its stage, a stage that was never seen the company.
  expect(rates?.of('offer', 4).rate).toBeCloseTo(stage, 12)
  expect(rates?.of('new stage', 0).rate).toBeCloseTo(company, 12)
})

test('without any open deal in the past there is no rate, rather than one out of nothing', () => {
  expect(conversion([shot({}), shot({ later: 500 })])).toBeNull()
})

test('every rate lies strictly between 0 and 1, and follows what was won', () => {
  const tally = fc
    .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 }))
    .map(([won, more]) => ({ won, open: won + more }))
  fc.assert(
    fc.property(tally, tally, (a, b) => {
      const cells = [cellOf('a', 0, a), cellOf('b', 2, b)].filter(({ open }) => open > 0)
      const rates = conversion([shot({ cells })])
      expect(rates === null).toBe(cells.length === 0)
      if (rates === null) return
      for (const rate of [rates.of('a', 0), rates.of('b', 2), rates.of('c', 1)]) {
        expect(rate.rate).toBeGreaterThan(0)
        expect(rate.rate).toBeLessThan(1)
        expect(rate.variance).toBeGreaterThan(0)
      }
      const more = conversion([
        shot({ cells: [cellOf('a', 0, { open: a.open + 1, won: a.won + 1 }), ...cells.slice(1)] }),
      ])
      if (a.open > 0) expect(more?.of('a', 0).rate).toBeGreaterThanOrEqual(rates.of('a', 0).rate)
    }),
  )
})
