/** Planted and seen red: a rate turned over, 8 digits instead of 16. */
import { expect, test } from 'vitest'
import { multiplyMinor } from '../../../connectors/values/money.ts'
import { crossRate } from '../../../src/currency/cross-rate.ts'
import { type HomeChange, homeAt } from '../../../src/currency/standing.ts'
import { type DeriveContext, derive, pairKey, type Setup } from '../../../src/sync/derive.ts'
import { deal, setup } from '../../support/ledger.ts'
import fc from '../../support/properties.ts'

test('a rate made of others is decimal text', () => {
  const table: [string[], string[], string | null][] = [
    [['1'], ['1'], '1'],
    [['1'], ['1.25'], '0.8'],
    [['1.25'], [], '1.25'],
    [['0.9', '0.5'], [], '0.45'],
    [['1'], ['3'], '0.3333333333333333'],
    [['2000'], ['0.5'], '4000'],
    [['1e-3'], ['1e3'], '0.000001'],
    [['1'], ['0'], null],
    [['-1'], ['1'], null],
    [['much'], ['1'], null],
  ]
  expect(table.map(([times, over]) => crossRate(times, over))).toEqual(table.map(([, , rate]) => rate))
})

const decimal = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.integer({ min: 0, max: 8 }))
  .map(([units, scale]) => ({ units, scale, text: `${units}e-${scale}` }))

test('amount times the recorded rate is the amount by exact fractions, to the smallest unit', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), decimal, decimal, (amount, a, b) => {
      const rate = crossRate([a.text], [b.text])
      const top = amount * a.units * 10n ** BigInt(b.scale)
      const bottom = b.units * 10n ** BigInt(a.scale)
      // Only what is not absurd is ever converted.
      fc.pre(top / bottom < 10n ** 13n)
      const found = BigInt(multiplyMinor(Number(amount), rate ?? '', 0, 0) ?? -1)
      const off = found * bottom - top
      const size = off < 0n ? -off : off
      // Half a unit by rounding, and a hair where the exact amount lies on the edge.
      expect(size * 1000n <= bottom * 502n).toBe(true)
    }),
  )
})

const always = (factor: string) => [{ factor, from: null, to: null }]
const us: Partial<Setup> = { accountCurrency: 'USD', multiCurrency: true }
const cases: [string, object, Partial<Setup>, object][] = [
  ['already ours', { currency: 'EUR' }, us, { homeMinor: 1000, rateRule: 'same' }],
  [
    'by the own rate',
    { currency: 'USD' },
    { ...us, rates: new Map([['EUR', always('1.25')]]) },
    { homeMinor: 800, rateRule: 'cross', rate: '0.8' },
  ],
  [
    'over two of its rates',
    { currency: 'GBP' },
    {
      ...us,
      rates: new Map([
        ['EUR', always('1.25')],
        ['GBP', always('1.5')],
      ]),
    },
    { homeMinor: 1200, rateRule: 'cross', rate: '1.2' },
  ],
  [
    'the deal carries its own',
    { currency: 'GBP', rate: '2' },
    { ...us, rates: new Map([['EUR', always('1.25')]]) },
    { homeMinor: 1600, rateRule: 'cross' },
  ],
  [
    'typed',
    { currency: 'USD' },
    { ...us, typed: new Map([[pairKey('USD', 'EUR'), always('0.9')]]) },
    { homeMinor: 900, rateRule: 'typed', rate: '0.9' },
  ],
  [
    'its own before a typed one',
    { currency: 'USD' },
    {
      ...us,
      rates: new Map([['EUR', always('1.25')]]),
      typed: new Map([[pairKey('USD', 'EUR'), always('0.9')]]),
    },
    { rateRule: 'cross' },
  ],
  [
    'typed for others',
    { currency: 'USD' },
    { ...us, typed: new Map([[pairKey('GBP', 'EUR'), always('0.9')]]) },
    { homeMinor: null, rateRule: 'missing' },
  ],
  [
    'typed, by close date',
    { currency: 'USD', closeDate: '2026-01-31' },
    {
      ...us,
      typed: new Map([
        [
          pairKey('USD', 'EUR'),
          [
            { factor: '0.9', from: '2026-01-01', to: '2026-02-01' },
            { factor: '0.5', from: '2026-02-01', to: null },
          ],
        ],
      ]),
    },
    { homeMinor: 900 },
  ],
  [
    'yen have no cents',
    { currency: 'JPY', amountMinor: 1000 },
    {
      ...us,
      rates: new Map([
        ['EUR', always('1.25')],
        ['JPY', always('0.01')],
      ]),
    },
    { homeMinor: 800 },
  ],
  [
    'absurd after converting',
    { currency: 'USD', amountMinor: 10 ** 13 },
    { ...us, rates: new Map([['EUR', always('0.1')]]) },
    { homeMinor: null, rateRule: 'missing', problems: [{ field: 'rate', code: 'absurd' }] },
  ],
]

test('a CRM that counts in another currency is converted by its own rates, else by a typed one, else not at all', () => {
  const context: DeriveContext = { setup, homeCurrency: 'EUR', today: '2026-02-10' }
  for (const [name, record, change, expected] of cases) {
    const given = { ...context, setup: { ...setup, ...change } }
    expect(derive(deal('1', 3, { amountMinor: 1000, ...record }), null, given), name).toMatchObject(expected)
  }
})

test('at each moment the ledger is in one currency, or said to be mixed', () => {
  const change = (over: Partial<HomeChange>): HomeChange => ({
    ...{ afterSeq: 10, before: 'EUR', currency: 'USD', wholeSeq: 20, wholeAt: '2026-03-01T10:00:00.000Z' },
    ...{ changedAt: '2026-03-01T09:00:00.000Z' },
    ...over,
  })
  const known = (seq: number) => ({ kind: 'known', seq }) as const
  const asOf = (instant: string) => ({ kind: 'asOf', instant }) as const
  expect(homeAt([], { kind: 'now' })).toBe(null)
  expect([10, 11, 19, 20].map((seq) => homeAt([change({})], known(seq)))).toEqual([
    'EUR',
    'mixed',
    'mixed',
    'USD',
  ])
  expect(homeAt([change({})], asOf('2026-03-01T08:59:00.000Z'))).toBe('EUR')
  expect(homeAt([change({})], asOf('2026-03-01T09:30:00.000Z'))).toBe('mixed')
  expect(homeAt([change({})], asOf('2026-03-01T10:00:00.000Z'))).toBe('USD')
  expect(homeAt([change({ wholeSeq: null, wholeAt: null })], { kind: 'now' })).toBe('mixed')
})
