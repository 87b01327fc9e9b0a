import { expect, test } from 'vitest'
import { recordsOf } from '../support/bench.ts'
import { smallCompany } from '../support/company.ts'
import { openSalesforce } from './subject.ts'

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })

test('An org with one currency does not tell which', async () => {
  const one = { multiCurrency: false } as const
  for (const [organizationCurrency, told] of [
    [false, null],
    [true, 'EUR'],
  ] as const) {
    await using bench = await openSalesforce(
      smallCompany(3),
      { ...one, organizationCurrency },
      { currency: 'EUR' },
    )
    expect(bench.account()).toMatchObject({ currency: told, multiCurrency: false, hidden: [] })
    const amounts = recordsOf(await bench.walk('deals', null)).map((deal) => [
      deal.amountMinor,
      deal.currency,
    ])
    expect(amounts).toEqual([
      [null, 'EUR'],
      [3701, 'EUR'],
      [7402, 'EUR'],
    ])
    expect(await bench.walk('currencies', null)).toMatchObject([{ records: [], more: false }])
  }
})

test('A rate says how much of the currency one of ours is', async () => {
  for (const rateDigits of [null, 6]) {
    await using bench = await openSalesforce(smallCompany(1), { rateDigits })
    const rates = recordsOf(await bench.walk('currencies', null))
    const told = rates.map((rate) => [rate.currency, Number(rate.factor).toFixed(5)])
    expect(told.toSorted()).toEqual([
      ['CHF', '1.05000'],
      ['EUR', '1.00000'],
      ['USD', '0.92000'],
    ])
  }
})

test('A dated rate stands beside the plain one and takes its place', async () => {
  for (const lastRateEnds of ['9999-12-31', null] as const) {
    const crm = smallCompany(1)
    crm.rates.push({ currency: 'USD', factor: '0.5', from: '2026-02-01' })
    await using bench = await openSalesforce(crm, { lastRateEnds })
    const rates = recordsOf(await bench.walk('currencies', null))
    const dollars = rates.filter((rate) => rate.currency === 'USD')
    expect(dollars.toSorted((a, b) => Number(b.factor) - Number(a.factor))).toEqual([
      { currency: 'USD', factor: '0.92', from: '0001-01-01', to: '2026-02-01' },
      { currency: 'USD', factor: '0.5', from: '2026-02-01', to: null },
    ])
    // A currency without dated rates keeps its plain one.
    expect(rates.find((rate) => rate.currency === 'EUR')).toEqual({
      currency: 'EUR',
      factor: '1',
      from: null,
      to: null,
    })
  }
})

test('Where a dated rate is broken the plain one stands in for its days', async () => {
  const crm = smallCompany(1)
  for (const [from, factor] of [
    ['2026-02-01', '0'],
    ['2026-03-01', '0.5'],
  ] as const)
    crm.rates.push({ currency: 'USD', factor, from })
  await using bench = await openSalesforce(crm)
  const pages = await bench.walk('currencies', null)
  expect(pages.flatMap((page) => page.skipped)).toHaveLength(1)
  const dollars = recordsOf(pages).filter((rate) => rate.currency === 'USD')
  expect(dollars.map(({ factor, from, to }) => [from, to, factor]).toSorted()).toEqual([
    ['0001-01-01', '2026-02-01', '0.92'],
    ['2026-02-01', '2026-03-01', '0.5'],
    ['2026-03-01', null, '0.5'],
  ])
})

test('A cursor may end before its list does', async () => {
  await using bench = await openSalesforce(smallCompany(1), { pageRows: 1 })
  const gone = [{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'own words' }]
  let asked = 0
  bench.intercept.answer = (address) => {
    if (!address.includes('/query/')) return null
    asked += 1
    return json(gone, 400)
  }
  expect(await bench.failure('currencies')).toMatchObject({ kind: 'unavailable', retryAfterMs: 10_000 })
  expect(asked).toBe(1)
  bench.intercept.answer = null
  expect(recordsOf(await bench.walk('currencies', null))).toHaveLength(3)
})

test('Currencies can be neither sorted nor walked by id', async () => {
  await using bench = await openSalesforce(smallCompany(1), { pageRows: 1 })
  const rates = recordsOf(await bench.walk('currencies', null))
  expect(rates.map((rate) => rate.currency).toSorted()).toEqual(['CHF', 'EUR', 'USD'])
})
