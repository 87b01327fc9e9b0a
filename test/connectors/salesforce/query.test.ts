import { expect, test } from 'vitest'
import { ConnectorError, type HttpRequest } from '../../../connectors/contract.ts'
import { selectAll } from '../../../connectors/salesforce/query.ts'
import { addDays } from '../../../connectors/values/time.ts'
import { recordsOf } from '../support/bench.ts'
import { smallCompany } from '../support/company.ts'
import { CLIENT, openSalesforce } from './subject.ts'

const page = (totalSize: number, rows: number, next: string | null) => ({
  totalSize,
  done: next === null,
  ...(next === null ? {} : { nextRecordsUrl: `/services/data/v68.0/query/${next}` }),
  records: Array.from({ length: rows }, () => ({})),
})

/** All rows of an org that answers these pages, one after the other. */
async function all(...pages: readonly ReturnType<typeof page>[]) {
  const sent: HttpRequest[] = []
  const rest = [...pages]
  const rows = selectAll(
    {
      config: { instanceUrl: 'https://acme.my.salesforce.com', ...CLIENT },
      baseUrl: 'https://acme.my.salesforce.com',
      transport: {
        async send(request) {
          sent.push(request)
          const headers = { 'content-type': 'application/json' }
          return { status: 200, headers, body: JSON.stringify(rest.shift()) }
        },
      },
      now: '2026-11-24T04:30:00.000Z',
      account: null,
      timeZone: 'Europe/Berlin',
      properties: [],
    },
    'SELECT IsoCode FROM CurrencyType',
  )
  const result = await rows.then(
    (found) => found.length,
    (error: unknown) => (error instanceof ConnectorError ? error.failure : error),
  )
  return { result, calls: sent.length }
}

test('1,102 dated rates are read whole, at 50 a page', async () => {
  const crm = smallCompany(1)
  for (let n = 0; n < 1100; n += 1)
    crm.rates.push({ currency: 'USD', factor: '0.5', from: addDays('2023-01-01', n) })
  await using bench = await openSalesforce(crm, { pageRows: 50 })
  const pages = await bench.walk('currencies', null)
  expect(recordsOf(pages).filter((rate) => rate.currency === 'USD')).toHaveLength(1101)
  expect(pages.flatMap((one) => one.skipped)).toEqual([])
})

test('pages may be as short as the org likes', async () => {
  const pages = Array.from({ length: 99 }, (_, n) => page(100, 1, `01g-${n}`))
  expect(await all(...pages, page(100, 1, null))).toEqual({ result: 100, calls: 100 })
})

test('more rows than a set-up list has are refused at the first page and never cut off', async () => {
  expect(await all(page(50_001, 2000, '01g-2000'))).toMatchObject({
    result: { kind: 'unreadable', path: 'totalSize' },
    calls: 1,
  })
})

test('rows beyond what was announced end somewhere too', async () => {
  const pages = Array.from({ length: 30 }, (_, n) => page(10, 2000, `01g-${n}`))
  expect(await all(...pages)).toMatchObject({ result: { kind: 'unreadable', path: 'totalSize' }, calls: 26 })
})

test('pages without rows before the end are passed over, and do not go on for ever', async () => {
  const empty = Array.from({ length: 12 }, (_, n) => page(2, 0, `01g-0${n}`))
  expect(
    await all(...empty.slice(0, 10), page(2, 1, '01g-1'), empty[10] ?? page(2, 0, null), page(2, 1, null)),
  ).toEqual({
    result: 2,
    calls: 13,
  })
  expect(await all(...empty)).toMatchObject({ result: { kind: 'unreadable', path: 'records' }, calls: 11 })
})

test.each([
  ['a page without rows that names no other', { ...page(10, 0, null), done: false }],
  ['a page without rows that names itself as the next', page(10, 0, '01g-1')],
  ['a page that names itself as the next', page(10, 1, '01g-1')],
])('%s is an error and no loop', async (_, stuck) => {
  expect(await all(page(10, 1, '01g-1'), stuck)).toMatchObject({
    result: { kind: 'unreadable', path: 'records' },
    calls: 2,
  })
})
