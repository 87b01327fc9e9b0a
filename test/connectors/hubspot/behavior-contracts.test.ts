/** Planted and seen red: a frequency taken for a month, the bin left out, an end taken as told, a scope that parks the night. */
import { expect, test } from 'vitest'
import { type ContractMapping, noContracts } from '../../../connectors/contract.ts'
import type { Crm } from '../../../connectors/demo/types.ts'
import type { Switches } from '../../../connectors/hubspot/sandbox/index.ts'
import { createBench, recordsOf } from '../support/bench.ts'
import { dealFields, FOUNDED, smallCompany } from '../support/company.ts'
import { subject } from './subject.ts'

const START = '2026-04-10T02:30:00.000Z'
const HOUR_MS = 3_600_000

/** Four won deals with recurring money. */
function sellers(): Crm {
  const crm = smallCompany(0)
  const customFields = ['recurring_amount', 'term_months', 'contract_start', 'contract_end', 'product_line']
  const sold = { ...crm, customFields }
  for (let n = 0; n < 4; n += 1)
    crm.createDeal(
      {
        ...dealFields(n),
        stageId: 'closedwon',
        properties: {
          ...{ recurring_amount: n === 3 ? '1000.01' : '1200.00', term_months: '12', product_line: 'Robots' },
          ...{ contract_start: '2026-02-01', contract_end: '2027-02-01' },
        },
      },
      FOUNDED,
    )
  return sold
}

function openContracts(
  source: ContractMapping['source'],
  switches: Partial<Switches> = {},
  crm: Crm = sellers(),
) {
  const contracts = { ...noContracts, source }
  return createBench(subject('HubSpot', switches), crm, START, 10_000, { contracts })
}

/** The line item that HubSpot would show with these properties. */
async function itemWith(
  properties: Record<string, string | null>,
  source: ContractMapping['source'] = 'line_items',
) {
  await using bench = await openContracts(source)
  const read = { hs_lastmodifieddate: FOUNDED, ...properties }
  bench.intercept.answer = (address) =>
    new Response(
      JSON.stringify({ results: address.includes('associations') ? [] : [{ id: '9', properties: read }] }),
    )
  return bench.pull('contracts', null)
}

test('Contracts are asked for only where they were chosen', async () => {
  for (const source of ['none', 'deals'] as const) {
    await using bench = await openContracts(source)
    const before = bench.told.length
    expect(await bench.pull('contracts', null)).toMatchObject({ records: [], deleted: [], more: false })
    expect(bench.told).toHaveLength(before)
  }
})

test('A line item that is billed once is no contract', async () => {
  const page = await itemWith({ amount: '900', recurringbillingfrequency: null })
  expect(page).toMatchObject({ records: [], deleted: [{ id: '9', at: FOUNDED }], skipped: [] })
})

test('A line item says its price for one billing', async () => {
  const billed = async (recurringbillingfrequency: string, more: object = {}) =>
    (await itemWith({ amount: '100', hs_line_item_currency_code: 'EUR', recurringbillingfrequency, ...more }))
      .records[0]
  expect(await billed('monthly')).toMatchObject({ amountMinor: 100_00, periodMonths: 1 })
  expect(await billed('quarterly')).toMatchObject({ amountMinor: 100_00, periodMonths: 3 })
  expect(await billed('annually')).toMatchObject({ amountMinor: 100_00, periodMonths: 12 })
  expect(await billed('per_five_years')).toMatchObject({ amountMinor: 100_00, periodMonths: 60 })
  expect(await billed('weekly')).toMatchObject({ amountMinor: 5_200_00, periodMonths: 12 })
  expect(await billed('daily', { hs_mrr: '70' })).toMatchObject({ amountMinor: 70_00, periodMonths: 1 })
  expect(await itemWith({ amount: '1', recurringbillingfrequency: 'daily' })).toMatchObject({
    records: [],
    skipped: [{ id: '9', reason: 'recurringbillingfrequency: daily' }],
  })
  // What nobody believes is held and named, never added.
  expect(await billed('weekly', { amount: '99999999999' })).toMatchObject({
    amountMinor: null,
    problems: [{ field: 'amount', code: 'absurd' }],
  })
})

test('Nobody says whether a billing end counts', async () => {
  const ended = async (end: string | null, period: string | null) =>
    (
      await itemWith({
        ...{ amount: '1', hs_line_item_currency_code: 'EUR', recurringbillingfrequency: 'monthly' },
        ...{ hs_recurring_billing_start_date: '2026-01-31', hs_recurring_billing_end_date: end },
        hs_recurring_billing_period: period,
      })
    ).records[0]
  for (const end of ['2027-01-30', '2027-01-31', null])
    expect(await ended(end, 'P12M')).toMatchObject({ startsOn: '2026-01-31', endsOn: '2027-01-31' })
  expect(await ended('2026-06-30', 'P1Y')).toMatchObject({ endsOn: '2026-07-01' })
  expect(await ended('2026-06-30', null)).toMatchObject({ endsOn: '2026-07-01' })
  expect(await ended(null, null)).toMatchObject({ endsOn: null, problems: [] })
  expect(await ended('2025-06-30', null)).toMatchObject({ problems: [{ code: 'before_start' }] })
  // As the sandbox tells it, either way.
  for (const billingEnd of ['last_day', 'day_after'] as const) {
    await using bench = await openContracts('line_items', { billingEnd })
    const days = recordsOf(await bench.walk('contracts', null)).map(({ startsOn, endsOn }) => [
      startsOn,
      endsOn,
    ])
    expect(days).toEqual(Array.from({ length: 4 }, () => ['2026-02-01', '2027-02-01']))
  }
})

test('A line item names its deal apart', async () => {
  await using bench = await openContracts('line_items')
  const found = recordsOf(await bench.walk('contracts', null))
  expect(found.map(({ id, dealId, companyId, kind }) => [id, dealId, companyId, kind])).toEqual(
    ['1', '2', '3', '4'].map((deal) => [`71${deal}`, deal, null, 'line_item']),
  )
  expect(found.map(({ amountMinor, periodMonths }) => [amountMinor, periodMonths])).toEqual([
    ...Array.from({ length: 3 }, () => [100_00, 1]),
    [1_000_01, 12],
  ])
  await using other = await openContracts('subscriptions')
  const subscribed = recordsOf(await other.walk('contracts', null))
  expect(subscribed.map(({ dealId, companyId }) => [dealId, companyId])).toEqual([
    ['1', '900'],
    ['2', '901'],
    ['3', '902'],
    ['4', '903'],
  ])
})

test('A line item that is deleted shows in no search', async () => {
  await using bench = await openContracts('line_items')
  let cursor = (await bench.walk('contracts', null)).at(-1)?.cursor ?? null
  bench.pass(HOUR_MS)
  bench.crm.deleteDeal('2', bench.now())
  bench.crm.updateDeal('3', { properties: { contract_end: '2026-05-01' } }, bench.now())
  bench.pass(HOUR_MS)
  const pages = await bench.walk('contracts', cursor)
  expect(pages.flatMap(({ deleted }) => deleted.map(({ id }) => id)).toSorted()).toEqual([
    '712',
    '722',
    '723',
  ])
  expect(recordsOf(pages).map(({ id, endsOn }) => [id, endsOn])).toEqual([['713', '2026-05-01']])
  cursor = pages.at(-1)?.cursor ?? null
  expect(cursor?.at).toBe('rest')
  bench.pass(HOUR_MS)
  expect(recordsOf(await bench.walk('contracts', cursor))).toEqual([])
})

test('A subscription that ended keeps its last payment', async () => {
  const subscription = async (more: Record<string, string | null>) =>
    (
      await itemWith(
        {
          ...{ hs_currency_code: 'EUR', hs_recurring_billing_frequency: 'monthly' },
          ...{ hs_recurring_billing_start_date: '2025-02-01', hs_last_payment_amount: '80' },
          ...more,
        },
        'subscriptions',
      )
    ).records[0]
  expect(await subscription({ hs_status: 'active', hs_next_payment_amount: '90' })).toMatchObject({
    ...{ kind: 'subscription', amountMinor: 90_00, endsOn: null },
  })
  // The local day of its last change.
  expect(await subscription({ hs_status: 'canceled' })).toMatchObject({
    ...{ amountMinor: 80_00, endsOn: '2026-03-01' },
  })
  expect(
    await subscription({ hs_status: 'expired', hs_recurring_billing_end_date: '2026-01-31' }),
  ).toMatchObject({ endsOn: '2026-02-01' })
})

test('A missing scope for line items stops no night', async () => {
  await using bench = await openContracts('line_items', { missingScopes: ['crm.objects.line_items.read'] })
  const refused = await bench.pull('contracts', null)
  expect(refused).toMatchObject({ records: [], more: false, cursor: { at: 'rest' } })
  expect(refused.skipped).toEqual([
    { id: '*', reason: 'The token may not read them: scope crm.objects.line_items.read is missing.' },
  ])
  // Granted, it is read from there: everything.
  await using granted = await openContracts('line_items')
  expect(recordsOf(await granted.walk('contracts', refused.cursor))).toHaveLength(4)
})
