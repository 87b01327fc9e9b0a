/** What a CRM should not tell and does: each has one answer. */
import { expect, test } from 'vitest'
import { evaluate, evidence, validateDefinition } from '../../../../src/metrics/index.ts'
import type { ContractMetricId } from '../../../../src/metrics/retention/ids.ts'
import type { At, Definition } from '../../../../src/metrics/types.ts'
import { type ContractContent, writeContracts } from '../../../support/contract-ledger.ts'
import { emptyWorkspace } from '../../../support/databases.ts'

const January = { from: '2026-01-01', to: '2026-02-01' }
const context = { day: '2026-01-31', timeZone: 'UTC', currency: 'EUR', fiscalYearStartMonth: 1 }
const company = (n: number, more = {}) => ({
  id: `k${n}`,
  states: [{ company: `c${n}`, start: '2025-03-01', ...more }],
})

async function ask(
  content: ContractContent,
  metric: ContractMetricId,
  more: Partial<Definition> = {},
  at: At = { kind: 'now' },
) {
  const db = await emptyWorkspace()
  await writeContracts(db, content)
  const request = { definition: { metric, window: January, ...more }, definitionVersion: 1 }
  const [value] = await evaluate(db, [request], at, context)
  const page = await evidence(db, request, at, context, { limit: 20_000, offset: 0 })
  expect(page.value).toEqual(value)
  return { value, rows: page.rows }
}

test.each([
  ['ends before it starts', { end: '2025-02-01' }],
  ['above 10^13', { amount: 10 ** 13 + 1 }],
  ['a field that cannot be read', { problem: true }],
  ['no start', { start: null }],
  ['an amount for no month', { months: 0 }],
])('a contract that %s is held: counted, shown, and adds nothing', async (_, wrong) => {
  const { value, rows } = await ask({ contracts: [company(1), company(2, wrong)] }, 'recurring_revenue')
  expect(value).toMatchObject({ value: 12_000, complete: false, reason: 'held_contracts', skipped: 1 })
  expect(rows.map(({ externalId, numerator, skipped }) => [externalId, numerator, skipped])).toEqual([
    ['k1', 12_000, null],
    ['k2', null, 'held_contracts'],
  ])
})

test.each([[-500], [0], [null]])(
  'an amount of %s is no recurring revenue: left out, and shown',
  async (amount) => {
    const { value, rows } = await ask(
      { contracts: [company(1), company(2, { amount })] },
      'recurring_revenue',
    )
    expect(value).toMatchObject({ value: 12_000, complete: true, leftOut: 1, skipped: 0 })
    expect(rows.at(-1)).toMatchObject({ externalId: 'k2', numerator: null, skipped: 'without_revenue' })
  },
)

test('exactly 10^13 counts', async () => {
  const { value } = await ask({ contracts: [company(1, { amount: 10 ** 13 })] }, 'recurring_revenue')
  expect(value).toMatchObject({ value: 10 ** 13, complete: true })
})

test('a contract that starts and ends on one day never ran', async () => {
  const { value } = await ask({ contracts: [company(1, { end: '2025-03-01' })] }, 'renewals_due', {
    window: { from: '2025-01-01', to: '2026-02-01' },
  })
  expect(value).toMatchObject({ value: 0, complete: true })
})

test('without a rate it is active and brings nothing, and the value is incomplete', async () => {
  const content = { contracts: [company(1), company(2, { home: null })] }
  expect((await ask(content, 'recurring_revenue')).value).toMatchObject({
    ...{ value: 12_000, complete: false, reason: 'rate_missing', skipped: 1, sampleSize: 2 },
  })
  expect((await ask(content, 'active_customers')).value).toMatchObject({ value: 2, complete: true })
})

test('10,000 contracts of one customer that follow each other are told in one answer', async () => {
  const day = (n: number) => new Date(Date.UTC(2000, 0, 1) + n * 86_400_000).toISOString().slice(0, 10)
  const contracts = Array.from({ length: 10_000 }, (_, n) => ({
    ...{ id: `k${n}` },
    states: [
      { company: 'acme', start: day(n), end: day(n + 90), overlap: n % 2 ? ('replaces' as const) : null },
    ],
  }))
  const { value, rows } = await ask({ contracts }, 'net_revenue_retention')
  expect(value).toMatchObject({ sampleSize: 1, complete: true })
  expect(rows).toHaveLength(1)
}, 60_000)

test('customers merged in a circle are one, and a merge into nobody known keeps the id', async () => {
  const companies = [
    { id: 'c1', mergedInto: 'c2' },
    { id: 'c2', mergedInto: 'c1' },
    { id: 'c3', mergedInto: 'gone' },
  ]
  const { value, rows } = await ask(
    { contracts: [company(1), company(2), company(3)], companies },
    'active_customers',
  )
  expect(value).toMatchObject({ value: 2 })
  expect(rows.map(({ externalId }) => externalId).sort()).toEqual(['c1', 'gone'])
})

test('a window that begins before the first contract has nothing to retain, and tells what is new', async () => {
  const window = { from: '1999-01-01', to: '2026-02-01' }
  const content = { contracts: [company(1)] }
  expect((await ask(content, 'net_revenue_retention', { window })).value).toMatchObject({
    ...{ value: null, denominator: 0, reason: 'nothing_to_retain', complete: true },
  })
  expect((await ask(content, 'new_recurring_revenue', { window })).value).toMatchObject({ value: 12_000 })
})

test('before anybody chose where contracts come from there is no value', async () => {
  const { value } = await ask({ contracts: [company(1)], chosen: [] }, 'recurring_revenue')
  expect(value).toMatchObject({ value: null, reason: 'contracts_not_chosen', complete: false })
})

test('a day before the first import is unknown', async () => {
  const at = { kind: 'asOf', instant: '2019-06-01T00:00:00.000Z' } as const
  const { value } = await ask({ contracts: [company(1)] }, 'recurring_revenue', {}, at)
  expect(value).toMatchObject({ value: null, reason: 'unknown_before', since: '2020-01-01' })
})

test('what ended and is not renewed counts for the grace time, and is told apart', async () => {
  const content = {
    contracts: [company(1), company(2, { end: '2026-01-10' }), company(3, { end: '2025-12-31' })],
  }
  const { value, rows } = await ask(content, 'recurring_revenue')
  expect(value).toMatchObject({ value: 24_000, pending: { contracts: 1, minor: 12_000 }, complete: true })
  expect(rows.filter(({ pending }) => pending).map(({ externalId }) => externalId)).toEqual(['k2'])
})

test('a filter that contracts do not have is refused by its name', async () => {
  const db = await emptyWorkspace()
  await writeContracts(db, { contracts: [] })
  const filter = { connections: ['hubspot'], pipelines: ['p'], minAmountMinor: 1 }
  expect(await validateDefinition(db, { metric: 'recurring_revenue', window: January, filter })).toEqual([
    { code: 'params_invalid', subject: 'filter.pipelines' },
    { code: 'params_invalid', subject: 'filter.minAmountMinor' },
  ])
  const params = { graceDays: -1 }
  expect(await validateDefinition(db, { metric: 'renewal_rate', window: January, params })).toEqual([
    { code: 'params_invalid', subject: 'graceDays' },
  ])
})
