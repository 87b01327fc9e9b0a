import { expect, test } from 'vitest'
import type { RateRecord } from '../../../connectors/contract.ts'
import { brokenCurrencies, combinedRates } from '../../../connectors/salesforce/rates.ts'
import { addDays } from '../../../connectors/values/time.ts'
import fc from '../../support/properties.ts'

const rate = (factor: string, from: string | null, to: string | null, currency = 'USD'): RateRecord => ({
  currency,
  factor,
  from,
  to,
})
const plain = rate('0.9', null, null)
const USD = new Set(['USD'])

test('dated rates that were all read leave no plain one', () => {
  const dated = [rate('0.5', '2026-01-01', null)]
  expect(combinedRates([plain, rate('1', null, null, 'EUR')], dated, new Set())).toEqual([
    rate('1', null, null, 'EUR'),
    ...dated,
  ])
})

test.each<[string, RateRecord[], [string | null, string | null][]]>([
  ['all are broken', [], [[null, null]]],
  ['the first is broken', [rate('0.5', '2026-01-01', null)], [[null, '2026-01-01']]],
  ['the last is broken', [rate('0.5', null, '2026-01-01')], [['2026-01-01', null]]],
  [
    'one in between is broken',
    [rate('0.6', '2026-02-01', null), rate('0.5', null, '2026-01-01')],
    [['2026-01-01', '2026-02-01']],
  ],
  [
    'two are broken',
    [rate('0.5', '2026-01-01', '2026-02-01'), rate('0.6', '2026-03-01', '2026-04-01')],
    [
      [null, '2026-01-01'],
      ['2026-02-01', '2026-03-01'],
      ['2026-04-01', null],
    ],
  ],
  ['the rest covers all days', [rate('0.5', null, '2026-01-01'), rate('0.6', '2026-01-01', null)], []],
])('where %s the plain rate stands in for the days without one', (_, dated, days) => {
  const kept = combinedRates([plain], dated, USD).filter((one) => one.factor === '0.9')
  expect(kept.map((one) => [one.from, one.to])).toEqual(days)
})

test('a currency is broken when a row of it did not become a rate', () => {
  const codes = ['USD', 'USD', 'CHF', null, 'GBP']
  const read = [plain, rate('1', null, null, 'CHF')]
  expect(brokenCurrencies(codes, read)).toEqual(new Set(['USD', 'GBP']))
})

/** Planted and seen red: a gap that begins at its first covered day, no gap behind the last, `<` for `>` on ends, rates unsorted. */
test('every day has a rate once any dated rate is broken, and no day has both a plain and a dated one', () => {
  const day = fc.integer({ min: 0, max: 30 }).map((n) => addDays('2026-01-01', n))
  const span = fc.tuple(day, day).filter(([a, b]) => a < b)
  fc.assert(
    fc.property(fc.array(span, { maxLength: 5 }), day, (spans, asked) => {
      const dated = spans.map(([from, to]) => rate('0.5', from, to))
      const on = combinedRates([plain], dated, USD).filter(
        ({ from, to }) => (from === null || from <= asked) && (to === null || asked < to),
      )
      expect(on.length).toBeGreaterThan(0)
      expect(new Set(on.map((one) => one.factor)).size).toBe(1)
      expect(on.filter((one) => one.factor === '0.9').length).toBeLessThan(2)
    }),
  )
})
