import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, startClient } from './client.ts'
import { dealFields, smallCompany } from './company.ts'

let client: Client

beforeAll(async () => {
  const crm = smallCompany({ rates: true, fiscalYearStartMonth: 4 })
  client = await startClient({}, crm)
  const add = (change: Partial<typeof dealFields>) =>
    crm.createDeal({ ...dealFields, ...change }, '2026-03-01T23:30:00.000Z')
  add({ amount: '0.1', stageId: '11', closeDate: '2026-02-01' })
  add({ amount: '0.2', stageId: '11', closeDate: '2026-05-01' })
  add({ amount: null, stageId: '11', closeDate: '2026-05-02', companyId: null })
  add({ amount: '100', currency: 'USD', stageId: '12', closeDate: '2026-05-01' })
  add({ amount: '100', currency: 'USD', stageId: '12', closeDate: '2026-07-01', companyId: '2' })
})
afterAll(async () => client[Symbol.asyncDispose]())

test('2.3 COUNT() is a number without rows', async () => {
  expect((await client.query('SELECT COUNT() FROM Opportunity WHERE Amount != null')).body).toEqual({
    totalSize: 4,
    done: true,
    records: [],
  })
})

test('2.3 unaliased columns are expr0, expr1; aliases name the others', async () => {
  const soql =
    'SELECT StageName, COUNT(Id), SUM(Amount) total, COUNT_DISTINCT(AccountId), MAX(CloseDate) FROM Opportunity GROUP BY StageName ORDER BY StageName'
  expect((await client.query(soql)).body).toEqual({
    totalSize: 2,
    done: true,
    records: [
      {
        attributes: { type: 'AggregateResult' },
        StageName: 'Offer',
        expr0: 2,
        total: 100,
        expr1: 2,
        expr2: '2026-07-01',
      },
      {
        attributes: { type: 'AggregateResult' },
        StageName: 'Qualified',
        expr0: 3,
        total: 0.3,
        expr1: 1,
        expr2: '2026-05-02',
      },
    ],
  })
})

test('2.2 sums are in corporate currency; whether at dated rates is a switch', async () => {
  const soql = "SELECT SUM(Amount) s FROM Opportunity WHERE StageName = 'Offer'"
  client.sandbox.switches.aggregateRates = 'dated'
  const dated = await client.rows(soql)
  client.sandbox.switches.aggregateRates = 'static'
  expect([dated[0]?.s, (await client.rows(soql))[0]?.s]).toEqual([130, 100])
})

test('2.2 convertCurrency converts at the rate of the close date; literals carry their currency', async () => {
  const rows = await client.rows(
    'SELECT convertCurrency(Amount), CurrencyIsoCode FROM Opportunity WHERE Amount >= USD100 ORDER BY CloseDate, Id',
  )
  expect(rows).toMatchObject([{ Amount: 80, CurrencyIsoCode: 'USD' }, { Amount: 50 }])
})

test('2.2 FORMAT writes for screens; functions take an alias', async () => {
  const rows = await client.rows(
    'SELECT Amount, FORMAT(Amount) shown, FORMAT(convertCurrency(Amount)) home FROM Opportunity WHERE CloseDate = 2026-07-01',
  )
  expect(rows).toMatchObject([{ Amount: 100, shown: '100,00', home: '50,00' }])
})

test('2.3 one row without GROUP BY, null where there is nothing to add', async () => {
  const [row] = await client.rows(
    "SELECT COUNT(Id) n, SUM(Amount) s, AVG(Amount) a FROM Opportunity WHERE Name = 'x'",
  )
  expect(row).toEqual({ attributes: { type: 'AggregateResult' }, n: 0, s: null, a: null })
})

test('2.3 HAVING keeps groups', async () => {
  const rows = await client.rows(
    "SELECT StageName FROM Opportunity GROUP BY StageName HAVING COUNT(Id) > 2 AND StageName LIKE 'Q%'",
  )
  expect(rows.map((row) => row.StageName)).toEqual(['Qualified'])
})

test('2.3 date functions group by calendar, fiscal year and local day', async () => {
  const rows = await client.rows(
    'SELECT FISCAL_YEAR(CloseDate) y, FISCAL_QUARTER(CloseDate), COUNT(Id) n FROM Opportunity GROUP BY FISCAL_YEAR(CloseDate), FISCAL_QUARTER(CloseDate) ORDER BY FISCAL_YEAR(CloseDate), FISCAL_QUARTER(CloseDate)',
  )
  expect(rows).toMatchObject([
    { y: 2026, expr0: 4, n: 1 },
    { y: 2027, expr0: 1, n: 3 },
    { y: 2027, expr0: 2, n: 1 },
  ])
  const days = await client.rows(
    'SELECT DAY_ONLY(convertTimezone(CreatedDate)) d, COUNT(Id) n FROM Opportunity GROUP BY DAY_ONLY(convertTimezone(CreatedDate))',
  )
  expect(days).toMatchObject([{ d: '2026-03-02', n: 5 }])
})

test('2.3 ROLLUP adds subtotal rows with null, told apart by GROUPING', async () => {
  const rows = await client.rows(
    'SELECT StageName, GROUPING(StageName) g, COUNT(Id) n FROM Opportunity GROUP BY ROLLUP(StageName) ORDER BY GROUPING(StageName), StageName',
  )
  expect(rows).toMatchObject([
    { StageName: 'Offer', g: 0, n: 2 },
    { StageName: 'Qualified', g: 0, n: 3 },
    { StageName: null, g: 1, n: 5 },
  ])
})

test('2.3 a group of a parent field is named by the field', async () => {
  const rows = await client.rows(
    'SELECT Account.Name, COUNT(Id) n FROM Opportunity GROUP BY Account.Name ORDER BY Account.Name',
  )
  expect(rows.map((row) => [row.Name, row.n])).toEqual([
    [null, 1],
    ['Acme', 3],
    ['Betax', 1],
  ])
})

test.each([
  ['SELECT Amount, COUNT(Id) FROM Opportunity GROUP BY Amount', 'MALFORMED_QUERY'],
  ['SELECT Probability, COUNT(Id) FROM Opportunity GROUP BY Probability', 'MALFORMED_QUERY'],
  ['SELECT CreatedDate, COUNT(Id) FROM Opportunity GROUP BY CreatedDate', 'MALFORMED_QUERY'],
  ['SELECT RecordTypeId, COUNT(Id) FROM Opportunity GROUP BY RecordTypeId', 'MALFORMED_QUERY'],
  ['SELECT StageName, COUNT(Id) FROM Opportunity', 'MALFORMED_QUERY'],
  ['SELECT Name FROM Opportunity GROUP BY StageName', 'MALFORMED_QUERY'],
  ["SELECT StageName FROM Opportunity GROUP BY StageName HAVING Name LIKE 'x'", 'MALFORMED_QUERY'],
  ['SELECT MAX(CloseDate) FROM Opportunity LIMIT 1', 'MALFORMED_QUERY'],
  ['SELECT SUM(StageName) FROM Opportunity', 'MALFORMED_QUERY'],
  ['SELECT SUM(convertCurrency(Amount)) FROM Opportunity', 'MALFORMED_QUERY'],
  [
    'SELECT StageName, (SELECT Id FROM OpportunityHistories) FROM Opportunity GROUP BY StageName',
    'MALFORMED_QUERY',
  ],
  ['SELECT SUM(Amount) FROM Opportunity WHERE Amount > USD5', 'MALFORMED_QUERY'],
  ['SELECT GROUPING(StageName) FROM Opportunity GROUP BY StageName', 'MALFORMED_QUERY'],
  ['SELECT COUNT() FROM Opportunity GROUP BY StageName', 'MALFORMED_QUERY'],
  ['SELECT COUNT(), StageName FROM Opportunity GROUP BY StageName', 'MALFORMED_QUERY'],
])('2.3 %s is refused with %s', async (soql, code) => {
  expect((await client.query(soql)).body).toMatchObject([{ errorCode: code }])
})

test('2.3 there is no cursor for groups: more than 2,000 are refused', async () => {
  await using many = await startClient()
  for (let n = 0; n < 2001; n += 1)
    many.sandbox.crm.createDeal({ ...dealFields, name: `Deal ${n}` }, '2026-03-01T10:00:00.000Z')
  const soql = 'SELECT Name, COUNT(Id) FROM Opportunity GROUP BY Name'
  expect((await many.query(soql)).body).toMatchObject([{ errorCode: 'EXCEEDED_ID_LIMIT' }])
  expect((await many.query(`${soql} LIMIT 2000`)).status).toBe(200)
})
