import { expect, test } from 'vitest'
import { type Candidate, whatItTakes } from '../../../src/forecast/take.ts'
import fc from '../../support/properties.ts'

const deal = (id: number, rate: number, adds: number | null): Candidate => ({ id, rate, adds })
const ids = (gap: number, ...deals: Candidate[]) => whatItTakes(gap, deals)?.deals.map(({ id }) => id)

test('the likeliest first, the larger of two as likely, and no more than needed', () => {
  expect(ids(100, deal(1, 0.2, 90), deal(2, 0.8, 60), deal(3, 0.8, 70))).toEqual([3, 2])
  expect(ids(60, deal(1, 0.2, 90), deal(2, 0.8, 60), deal(3, 0.8, 70))).toEqual([3])
})

test('a large deal that has to be taken makes smaller ones needless, the least likely first', () => {
  expect(ids(100, deal(1, 0.9, 10), deal(2, 0.8, 30), deal(3, 0.1, 95))).toEqual([1, 3])
})

test('no gap takes nothing; deals without amount close none; too few are all named', () => {
  expect(whatItTakes(0, [deal(1, 0.5, 10)])).toBeNull()
  expect(whatItTakes(-5, [deal(1, 0.5, 10)])).toBeNull()
  expect(whatItTakes(100, [deal(1, 0.9, null), deal(2, 0.5, 40), deal(3, 0.7, 0)])).toEqual({
    ...{ gap: 100, adds: 40, enough: false },
    deals: [deal(2, 0.5, 40)],
  })
})

// Planted and seen red: not giving back what became needless.
test('what is taken closes the gap, and without any one of the deals it would not', () => {
  const candidate = fc.record({
    rate: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    adds: fc.option(fc.integer({ min: -50, max: 500 })),
  })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.array(candidate, { maxLength: 20 }), (gap, list) => {
      const deals = list.map((one, id) => ({ ...one, id }))
      const take = whatItTakes(gap, deals)
      if (take === null) throw new Error('there is a gap')
      const able = deals.reduce((sum, one) => sum + Math.max(0, one.adds ?? 0), 0)
      expect(take.enough).toBe(able >= gap)
      expect(take.adds).toBe(take.deals.reduce((sum, one) => sum + one.adds, 0))
      if (!take.enough) expect(take.adds).toBe(able)
      else for (const one of take.deals) expect(take.adds - one.adds).toBeLessThan(gap)
    }),
  )
})
