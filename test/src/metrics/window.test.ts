/**
 * Planted and seen red: `to` inclusive (a gap of one day between periods), the fiscal offset without `+ 12`, quarters
 * of four months, a trailing window that leaves `day` out.
 */

import { expect, test } from 'vitest'
import { addDays, daysBetween } from '../../../connectors/values/time.ts'
import { CycleMissing, windowDays } from '../../../src/metrics/window.ts'
import fc from '../../support/properties.ts'

const anyDay = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('2000-01-01', n))
const anyMonth = fc.integer({ min: 1, max: 12 })
const anyPeriod = fc.constantFrom('month' as const, 'quarter' as const, 'year' as const)

test.each([
  ['quarter', '2026-03-31', 1, '2026-01-01', '2026-04-01'],
  ['quarter', '2026-04-01', 1, '2026-04-01', '2026-07-01'],
  ['quarter', '2026-01-15', 2, '2025-11-01', '2026-02-01'],
  ['year', '2026-09-30', 10, '2025-10-01', '2026-10-01'],
  ['year', '2026-10-01', 10, '2026-10-01', '2027-10-01'],
  ['month', '2024-02-29', 4, '2024-02-01', '2024-03-01'],
] as const)(
  'the fiscal %s of %s in a year that starts in month %i is [%s, %s)',
  (fiscal, day, start, from, to) => {
    expect(windowDays({ fiscal }, { day, fiscalYearStartMonth: start })).toEqual({ from, to })
  },
)

test('fiscal periods partition time: each day lies in its own, and the next begins where it ends', () => {
  fc.assert(
    fc.property(anyDay, anyMonth, anyPeriod, (day, fiscalYearStartMonth, fiscal) => {
      const of = (d: string) => windowDays({ fiscal }, { day: d, fiscalYearStartMonth })
      const period = of(day)
      expect(period.from <= day && day < period.to).toBe(true)
      expect(of(period.from)).toEqual(period)
      expect(of(addDays(period.to, -1))).toEqual(period)
      expect(of(period.to).from).toBe(period.to)
    }),
    { numRuns: 500 },
  )
})

test('three fiscal months make a quarter, four quarters a year', () => {
  fc.assert(
    fc.property(anyDay, anyMonth, (day, fiscalYearStartMonth) => {
      const count = (small: 'month' | 'quarter', large: 'quarter' | 'year') => {
        const { from, to } = windowDays({ fiscal: large }, { day, fiscalYearStartMonth })
        let steps = 0
        for (let at = from; at < to; steps += 1)
          at = windowDays({ fiscal: small }, { day: at, fiscalYearStartMonth }).to
        return steps
      }
      expect([count('month', 'quarter'), count('quarter', 'year')]).toEqual([3, 4])
    }),
  )
})

test('a trailing window has n days and ends with the day of the value', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 1, max: 3660 }), (day, trailingDays) => {
      const { from, to } = windowDays({ trailingDays }, { day, fiscalYearStartMonth: 1 })
      expect(daysBetween(from, to)).toBe(trailingDays)
      expect(to).toBe(addDays(day, 1))
    }),
  )
})

test('the cycle gives its own days, and is missed by name', () => {
  const cycle = { from: '2026-10-01', to: '2027-01-01' }
  const context = { day: '2026-11-01', fiscalYearStartMonth: 1 }
  expect(windowDays('cycle', { ...context, cycle })).toEqual(cycle)
  expect(() => windowDays('cycle', context)).toThrow(CycleMissing)
})
