import { expect, test } from 'vitest'
import type { DealRecord } from '../../../connectors/contract.ts'
import { recordsOf } from '../support/bench.ts'
import { FOUNDED, smallCompany } from '../support/company.ts'
import { openHubspot } from './subject.ts'

/** The deal that HubSpot would show with these properties, in an account with one currency or several. */
async function dealWith(properties: Record<string, string | null>, currencies = 3): Promise<DealRecord> {
  const crm = smallCompany(0)
  crm.rates.splice(currencies - 1)
  await using bench = await openHubspot(crm)
  const read = { hs_lastmodifieddate: FOUNDED, createdate: FOUNDED, ...properties }
  const body = JSON.stringify({ total: 1, results: [{ id: '1', properties: read }] })
  bench.intercept.answer = () => new Response(body)
  const [deal] = (await bench.pull('deals', null)).records
  if (deal === undefined) throw new Error('the deal was skipped')
  return deal
}

test('A close date is an instant', async () => {
  expect((await dealWith({ closedate: '2026-03-31T21:30:00Z' })).closeDate).toBe('2026-03-31')
  expect((await dealWith({ closedate: '2026-03-31T22:30:00.000Z' })).closeDate).toBe('2026-04-01')
  expect((await dealWith({ closedate: '2026-03-31' })).closeDate).toBe('2026-03-31')
})

test('Times come with and without milliseconds', async () => {
  const deal = await dealWith({
    hs_lastmodifieddate: '2026-04-01T10:00:00Z',
    createdate: '2026-04-01T09:00:00.12Z',
  })
  expect(deal.version).toBe('2026-04-01T10:00:00.000Z')
  expect(deal.createdAt).toBe('2026-04-01T09:00:00.120Z')
})

test('The 30th of February is no date', async () => {
  const deal = await dealWith({ closedate: '2026-02-30T12:00:00Z' })
  expect(deal.closeDate).toBeNull()
  expect(deal.problems).toEqual([{ field: 'closeDate', code: 'not_a_date', raw: '2026-02-30T12:00:00Z' }])
})

test("An amount is text in the deal's currency", async () => {
  const franc = await dealWith({ amount: '0.1', deal_currency_code: 'CHF' })
  expect(franc).toMatchObject({ amountMinor: 10, currency: 'CHF', problems: [] })
  const yen = await dealWith({ amount: '1500', deal_currency_code: 'JPY' })
  expect(yen).toMatchObject({ amountMinor: 1500, currency: 'JPY' })
  const much = await dealWith({ amount: 'much', deal_currency_code: 'CHF' })
  expect(much).toMatchObject({ amountMinor: null, problems: [{ field: 'amount', code: 'not_a_number' }] })
})

test('The amount in company currency hides a missing rate', async () => {
  const asked: string[] = []
  await using bench = await openHubspot(smallCompany(3))
  await bench.walk('deals', null)
  asked.push(...bench.told.flatMap((address) => new URL(address).searchParams.getAll('properties')))
  expect(asked).toContain('hs_exchange_rate')
  expect(asked.filter((name) => name.includes('home_currency') || name.includes('company_currency'))).toEqual(
    [],
  )
})

test('The currency code may be empty where there is one currency', async () => {
  expect(await dealWith({ amount: '1' }, 1)).toMatchObject({
    amountMinor: 100,
    currency: 'EUR',
    problems: [],
  })
  expect(await dealWith({ amount: '1' }, 3)).toMatchObject({
    amountMinor: null,
    currency: null,
    problems: [{ field: 'currency', code: 'not_a_currency', raw: '' }],
  })
  expect(await dealWith({ amount: null }, 3)).toMatchObject({ currency: null, problems: [] })
})

test('A probability is text and decides what is closed', async () => {
  for (const stageIsClosed of [true, false]) {
    await using bench = await openHubspot(smallCompany(1), { stageIsClosed, probabilityText: 'double' })
    const [pipeline] = recordsOf(await bench.walk('pipelines', null))
    expect(pipeline?.stages.map(({ id, won, closed }) => [id, won, closed])).toEqual([
      ['lead', false, false],
      ['offer', false, false],
      ['closedwon', true, true],
      ['closedlost', false, true],
    ])
  }
})

test('A deal may disagree with its stage', async () => {
  const deal = await dealWith({ dealstage: 'closedwon', pipeline: 'new', hs_deal_stage_probability: '0.3' })
  expect(deal).toMatchObject({ stageId: 'closedwon', probability: '0.3', problems: [] })
})

test('HubSpot calls lost what the deal says and won what the stage says', async () => {
  const crm = smallCompany(4)
  crm.updateDeal('1', { probability: '0' }, FOUNDED)
  crm.updateDeal('3', { probability: '0' }, FOUNDED)
  crm.updateDeal('4', { probability: '0.5' }, FOUNDED)
  await using bench = await openHubspot(crm)
  const [pipeline] = recordsOf(await bench.walk('pipelines', null))
  const deals = recordsOf(await bench.walk('deals', null))
  const ours = deals.map((deal) => {
    const stage = pipeline?.stages.find((one) => one.id === deal.stageId)
    return [deal.id, stage?.closed, stage?.won, deal.probability]
  })
  expect(ours).toEqual([
    ['1', false, false, '0'],
    ['2', false, false, '0.6'],
    ['3', true, true, '0'],
    ['4', true, false, '0.5'],
  ])
  // Nothing of HubSpot's own verdict is asked for, so the two cannot be mixed.
  const asked = bench.told.flatMap((address) => new URL(address).searchParams.getAll('properties'))
  expect(asked.filter((name) => name.startsWith('hs_is_'))).toEqual([])
})

test('A deal may have no stage and no pipeline', async () => {
  expect(await dealWith({ dealstage: null, pipeline: '' })).toMatchObject({ stageId: null, pipelineId: null })
})
