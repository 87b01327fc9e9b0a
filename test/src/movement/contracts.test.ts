/** What happened to contracts between two nights, one thing at a time: each is in the line where a person looks for it. */
import { expect, test } from 'vitest'
import * as tables from '../../../db/workspace/schema.ts'
import { formatters, texts } from '../../../src/i18n/index.ts'
import { evaluate } from '../../../src/metrics/index.ts'
import type { Definition } from '../../../src/metrics/types.ts'
import { explainContracts } from '../../../src/movement/contracts/explain.ts'
import type { Movement } from '../../../src/movement/types.ts'
import { happened } from '../../../src/movement/words.ts'
import { type ContractRow, type ContractState, writeContracts } from '../../support/contract-ledger.ts'
import { emptyWorkspace } from '../../support/databases.ts'

const company = { timeZone: 'UTC', currency: 'EUR', fiscalYearStartMonth: 1 }
const day = (n: number) => `2026-0${n}-15`
const at = (n: number) => `2026-0${n}-01T12:00:00.000Z`
const Year = { from: '2026-01-01', to: '2027-01-01' }
const acme: ContractState = { company: 'acme', start: '2025-06-01', end: null, amount: 12_000 }
const revenue = { metric: 'recurring_revenue', window: Year } as const

/** All states but the last of each contract are known on 15 March, everything on 15 June. */
async function between(
  rows: readonly (readonly ContractState[])[],
  definition: Definition = revenue,
  merged: { readonly id: string; readonly mergedInto: string } | null = null,
): Promise<Movement> {
  const db = await emptyWorkspace()
  const early = rows.reduce((sum, states) => sum + states.length - 1, 0)
  let [first, later] = [0, early]
  const contracts = rows.map(
    (states, n): ContractRow => ({
      id: `k${n + 1}`,
      states: states.map((state, index) => {
        const isLast = index === states.length - 1
        const seq = isLast ? ++later : ++first
        return { effectiveAt: at(isLast ? 5 : 1), ...state, seq }
      }),
    }),
  )
  await writeContracts(db, { contracts })
  const ends = []
  for (const [month, seq] of [
    [3, early],
    [6, later],
  ] as const) {
    if (month === 6 && merged !== null)
      await db.insert(tables.company).values({ source: 'hubspot', ...merged, version: at(5), name: null })
    const request = { definition, definitionVersion: 1 }
    const [value] = await evaluate(db, [request], { kind: 'known', seq }, { ...company, day: day(month) })
    if (value === undefined) throw new Error('no value')
    const made = { definition, cycle: Year, target: null }
    const through = `${day(month)}T23:00:00.000Z`
    ends.push({ day: day(month), publishedAt: through, value: { ...value, dataThrough: through }, made })
  }
  const [opening, closing] = ends
  if (opening === undefined || closing === undefined) throw new Error('no pair')
  return (await explainContracts(db, { opening, closing, company }, 50)).movement
}

const steps = ({ lines }: Movement) =>
  Object.fromEntries(lines.map(({ step, numerator }) => [step, numerator]))
const nrr = { metric: 'net_revenue_retention', window: Year } as const

test.each<[string, readonly ContractState[][], Record<string, number>]>([
  ['a higher price', [[acme, { ...acme, amount: 15_000 }]], { expansion: 3_000 }],
  ['a lower price', [[acme, { ...acme, amount: 9_000 }]], { contraction: -3_000 }],
  ['a first contract of a customer', [[{ ...acme, start: '2026-05-01' }]], { new: 12_000 }],
  [
    'another one beside it',
    [[acme, acme], [{ ...acme, amount: 500, start: '2026-05-01' }]],
    { expansion: 500 },
  ],
  [
    'one that comes back',
    [
      [
        { ...acme, end: '2026-01-01' },
        { ...acme, end: '2026-01-01' },
      ],
      [{ ...acme, start: '2026-05-01' }],
    ],
    { reactivated: 12_000 },
  ],
  [
    'one that ends by itself',
    [
      [
        { ...acme, end: '2026-04-01' },
        { ...acme, end: '2026-04-01' },
      ],
    ],
    { churned: -12_000 },
  ],
  ['an end that was put before the first day', [[acme, { ...acme, end: '2026-01-01' }]], { term: -12_000 }],
  ['deleted', [[acme, { ...acme, deleted: true, cause: 'removed' }]], { existence: -12_000 }],
  ['no longer readable', [[acme, { ...acme, problem: true }]], { existence: -12_000 }],
  [
    'another choice of where contracts come from',
    [[acme, { ...acme, deleted: true, cause: 'derived' }]],
    { existence: -12_000 },
  ],
  ['told late', [[acme, acme], [{ ...acme, amount: 700, effectiveAt: at(2) }]], { learned_later: 700 }],
])('%s is one line', async (_, rows, wanted) => {
  expect(steps(await between(rows))).toEqual(wanted)
})

const dollars = (amount: number, rate: string): ContractState => ({
  ...acme,
  ...{ amount, home: Math.round(amount * Number(rate)), currency: 'USD', rate, rateRule: 'deal' },
})

test('a price and a rate that changed at once are two lines, the price at the old rate', async () => {
  const found = await between([[dollars(10_000, '0.9'), dollars(12_000, '0.8')]])
  expect(steps(found)).toEqual({ expansion: 1_800, rate: -1_200 })
})

test('two customers that became one are one line, and the value after it is that of one', async () => {
  const rows = [
    [acme, acme],
    [
      { ...acme, company: 'beta' },
      { ...acme, company: 'beta' },
    ],
  ]
  const found = await between(
    rows,
    { metric: 'active_customers', window: Year },
    { id: 'beta', mergedInto: 'acme' },
  )
  expect(found.opening.value.value).toBe(2)
  expect(steps(found)).toEqual({ existence: -1 })
  expect(found.lines[0]?.withoutDeal).toBe(null)
})

test('effects of a ratio lead from value to value, and contracts are named with what they brought and bring', async () => {
  const found = await between(
    [
      [acme, { ...acme, amount: 15_000 }],
      [
        { ...acme, company: 'b', end: '2026-04-01' },
        { ...acme, company: 'b', end: '2026-04-01' },
      ],
    ],
    nrr,
  )
  expect(steps(found)).toEqual({ expansion: 3_000, churned: -12_000 })
  const sum = found.lines.reduce((total, { effect }) => total + (effect ?? 0), found.opening.value.value ?? 0)
  expect(sum).toBeCloseTo(found.closing.value.value ?? 0, 12)
  const words = (locale: 'de' | 'en') =>
    found.lines.flatMap(({ deals }) =>
      deals.flatMap((deal) => happened(deal, texts(locale), formatters(locale))),
    )
  expect(words('de').map((text) => text.replaceAll('\u00a0', ' '))).toEqual([
    'k1: 120,00 €, jetzt 150,00 €',
    'k2: 120,00 €, jetzt kein Umsatz',
  ])
  expect(words('en')).toEqual(['k1: €120.00, now €150.00', 'k2: €120.00, now no revenue'])
})

test('a renewal that was signed is a line of its own, at the price it was due with', async () => {
  const old = { ...acme, end: '2026-05-01' }
  const found = await between([[old, old], [{ ...acme, start: '2026-05-01' }]], {
    metric: 'renewal_rate',
    window: Year,
  })
  expect(steps(found)).toEqual({ renewal: 1 })
})

test('what leaves a rolling window is time and nothing else', async () => {
  const small = { ...acme, start: '2025-01-01' }
  const found = await between([[small, small]], {
    metric: 'new_recurring_revenue',
    window: { trailingDays: 300 },
  })
  expect(found.lines.map(({ step }) => step)).toEqual(found.lines.length === 0 ? [] : ['time'])
  const grown = await between(
    [
      [
        { ...acme, start: '2025-06-01' },
        { ...acme, start: '2025-06-01' },
      ],
    ],
    { metric: 'new_recurring_revenue', window: { trailingDays: 300 } },
  )
  expect(steps(grown)).toEqual({ time: -12_000 })
})
