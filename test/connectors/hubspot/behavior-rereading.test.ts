import { expect, test } from 'vitest'
import type { Cursor } from '../../../connectors/contract.ts'
import { recheck } from '../../../connectors/hubspot/recheck.ts'
import { type Bench, recordsOf } from '../support/bench.ts'
import { FOUNDED, smallCompany } from '../support/company.ts'
import { openHubspot } from './subject.ts'

const sinceFounding: Cursor = { at: 'rest', until: FOUNDED }
const pullOf = (bench: Bench) => bench.requested() as never
const reread = (bench: Bench, ids: readonly string[]) => recheck.read(pullOf(bench), ids)
const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T09:00:00.000Z`

test('A total says whether more follows', async () => {
  for (const [deals, calls] of [
    [200, 1],
    [201, 2],
  ] as const) {
    await using bench = await openHubspot(smallCompany(deals))
    const before = bench.told.length
    expect(recordsOf(await bench.walk('deals', sinceFounding))).toHaveLength(deals)
    expect(bench.told.length - before).toBe(calls)
  }
})

test('A page may come empty and not be the last', async () => {
  await using bench = await openHubspot(smallCompany(450), { emptyPages: true, shortPages: true })
  for (const cursor of [null, sinceFounding]) {
    const ids = recordsOf(await bench.walk('deals', cursor)).map((deal) => deal.id)
    expect([ids.length, new Set(ids).size]).toEqual([450, 450])
  }
  bench.intercept.answer = () => new Response(JSON.stringify({ total: 3, results: [] }))
  await expect(bench.pull('deals', sinceFounding)).rejects.toMatchObject({ failure: { kind: 'unavailable' } })
})

test('A batch leaves out what it does not find', async () => {
  for (const missingInBatch of ['omitted', 'reported'] as const) {
    await using bench = await openHubspot(smallCompany(3), { missingInBatch })
    bench.crm.deleteDeal('2', bench.now())
    const again = await reread(bench, ['1', '2', '77'])
    expect(again.records.map((deal) => deal.id)).toEqual(['1'])
    expect(again.deleted.map((one) => one.id)).toEqual(['2'])
    expect(again.missing).toEqual(['77'])
  }
})

test('A merged deal may be answered by its survivor', async () => {
  await using bench = await openHubspot(smallCompany(3), { mergedRead: 'survivor' })
  bench.crm.mergeDeals('1', '2', bench.now())
  const again = await reread(bench, ['2'])
  expect(again.records.map((deal) => deal.id)).toEqual(['1'])
  expect(again.deleted).toEqual([{ id: '2', at: null, mergedInto: '1' }])
  expect(again.missing).toEqual([])
})

test('The company of a deal may be on no property', async () => {
  await using bench = await openHubspot(smallCompany(30), { primaryCompanyProperty: false })
  const before = bench.sandbox.calls.length
  for (const deal of recordsOf(await bench.walk('deals', sinceFounding)))
    expect(deal.companyId).toBe(bench.crm.deals.get(deal.id)?.companyId)
  expect(bench.sandbox.calls).toHaveLength(before + 2)
})

test('HubSpot counts and does not sum', async () => {
  await using bench = await openHubspot(smallCompany(8), { searchLagMs: 600_000 })
  bench.pass(3_600_000)
  bench.crm.updateDeal('1', { stageId: 'closedwon' }, bench.now())
  const counts = async () => (await recheck.totals(pullOf(bench), 'status', [])).map((one) => one.count)
  expect(await counts()).toEqual([4, 2, 2])
  bench.pass(600_000)
  expect(await counts()).toEqual([3, 3, 2])
  for (const total of await recheck.totals(pullOf(bench), 'status', [])) expect(total.amountMinor).toBeNull()
})

test('Fifty deals come with their past, and no more', async () => {
  await using bench = await openHubspot(smallCompany(120))
  const pages = await bench.walk('history', null)
  expect(pages.map((page) => new Set(page.records.map((step) => step.id)).size)).toEqual([50, 50, 20])
})

test('A history has no beginning', async () => {
  const crm = smallCompany(1)
  for (let n = 1; n <= 4; n += 1) crm.updateDeal('1', { stageId: n % 2 === 0 ? 'lead' : 'offer' }, day(4 + n))
  await using bench = await openHubspot(crm, { historyDepth: 2 })
  const steps = recordsOf(await bench.walk('history', null))
  expect(steps.map(({ at, values }) => [at, values.stageId])).toEqual([
    [FOUNDED, undefined],
    [day(7), 'offer'],
    [day(8), 'lead'],
  ])
})

test('A property nobody filled in has no history', async () => {
  const crm = smallCompany(2)
  for (const deal of crm.deals.values()) crm.updateDeal(deal.id, { amount: deal.amount }, day(5))
  crm.updateDeal('1', { amount: '5' }, day(6))
  await using bench = await openHubspot(crm)
  const amounts = (id: string) => async () =>
    recordsOf(await bench.walk('history', null))
      .filter((step) => step.id === id)
      .map((step) => step.values.amountMinor)
  // Filled in later: what it was before that is not known.
  expect(await amounts('1')()).toEqual([undefined, 500])
  bench.intercept.answer = () =>
    new Response(
      JSON.stringify({
        results: [{ id: '9', properties: { createdate: FOUNDED }, propertiesWithHistory: { amount: [] } }],
      }),
    )
  expect(await amounts('9')()).toEqual([null])
})

test('Histories are told property by property', async () => {
  const crm = smallCompany(1)
  crm.updateDeal('1', { amount: '100', currency: 'EUR' }, day(5))
  crm.updateDeal('1', { stageId: 'offer' }, day(6))
  await using bench = await openHubspot(crm)
  const last = recordsOf(await bench.walk('history', null)).at(-1)
  expect(last).toMatchObject({
    at: day(6),
    values: { stageId: 'offer', amountMinor: 10_000, currency: 'EUR' },
  })
})
