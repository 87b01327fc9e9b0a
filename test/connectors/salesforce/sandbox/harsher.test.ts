/** What a second reader found the sandbox too kind in. The number is the section of the fact sheet. */
import { expect, test } from 'vitest'
import { recordId } from '../../../../connectors/salesforce/sandbox/index.ts'
import { unquote } from '../../../../connectors/salesforce/sandbox/soql/parse.ts'
import { request, startClient } from './client.ts'
import { dealFields, smallCompany } from './company.ts'

const DATA = '/services/data/v68.0'
const PAST = '2026-03-01T10:00:00.000Z'
const path = (soql: string) => `${DATA}/query?q=${encodeURIComponent(soql)}`
const list = 'SELECT Id FROM Opportunity ORDER BY Id'

test('2.3 groups come in one answer, however small the pages are', async () => {
  await using client = await startClient({ pageRows: 1 })
  for (const stageId of ['11', '12', '13']) client.sandbox.crm.createDeal({ ...dealFields, stageId }, PAST)
  const { body } = await client.query('SELECT StageName, COUNT(Id) FROM Opportunity GROUP BY StageName')
  expect(body).toMatchObject({ totalSize: 3, done: true })
  expect(body.records).toHaveLength(3)
  expect(body.nextRecordsUrl).toBeUndefined()
})

test.each(['-0', '-3', '-99', '-1x', '-', ''])('2.4 a cursor at "%s" is refused', async (place) => {
  await using client = await startClient({ pageRows: 1 })
  for (let n = 0; n < 3; n += 1) client.sandbox.crm.createDeal(dealFields, PAST)
  const next = String((await client.get(path(list))).body.nextRecordsUrl)
  expect((await client.get(next.replace(/-1$/, place))).body).toMatchObject([
    { errorCode: 'INVALID_QUERY_LOCATOR' },
  ])
})

test('2.5 a page of a query is a query among the five of a composite', async () => {
  await using client = await startClient({ pageRows: 1 })
  for (let n = 0; n < 3; n += 1) client.sandbox.crm.createDeal(dealFields, PAST)
  const next = String((await client.get(path(list))).body.nextRecordsUrl)
  const post = async (count: number) => {
    const compositeRequest = Array.from({ length: count }, (_, n) => ({
      method: 'GET',
      url: next,
      referenceId: `r${n}`,
    }))
    return (await client.send('POST', `${DATA}/composite`, JSON.stringify({ compositeRequest }))).status
  }
  expect([await post(5), await post(6)]).toEqual([200, 400])
})

test.each(["'\\N'", "'\\U0041'", "'\\a'"])('2.3 %s is no escape sequence', async (literal) => {
  await using client = await startClient()
  const { body } = await client.query(`SELECT Id FROM Opportunity WHERE Name = ${literal}`)
  expect(body).toMatchObject([{ errorCode: 'MALFORMED_QUERY' }])
  expect(unquote("'\\u00E4\\n'")).toBe('ä\n')
})

test('2.4 a changed or deleted record looks as before until its transaction has ended', async () => {
  await using client = await startClient({ commitLagMs: 600_000 })
  const { crm } = client.sandbox
  for (const id of ['1', '2', '3']) crm.createDeal({ ...dealFields, name: 'Old' }, PAST, id)
  const soql = 'SELECT Id, Name, SystemModstamp FROM Opportunity ORDER BY Id'
  const names = async () => (await client.rows(soql)).map((row) => row.Name)
  expect(await names()).toEqual(['Old', 'Old', 'Old'])
  crm.updateDeal('1', { name: 'New' }, '2026-11-24T08:00:00.000Z')
  crm.deleteDeal('2', '2026-11-24T08:00:00.000Z')
  client.at('2026-11-24T08:09:59.000Z')
  expect(await names()).toEqual(['Old', 'Old', 'Old'])
  const changed = 'SELECT Id FROM Opportunity WHERE SystemModstamp >= 2026-11-24T07:00:00Z'
  expect(await client.rows(changed)).toEqual([])
  client.at('2026-11-24T08:10:00.000Z')
  expect(await names()).toEqual(['New', 'Old'])
  // The time is that of the write, which a window that ended since has passed.
  expect(await client.rows(`${changed} AND SystemModstamp <= 2026-11-24T08:00:00Z`)).toMatchObject([
    { Id: recordId('Opportunity', '1') },
  ])
})

test.each([
  [false, '2026-03-01T10:00:00.000+0000'],
  [true, '2026-11-24T09:00:00.000+0000'],
])('2.4 [U] a changed rate moves SystemModstamp: %s', async (ratesTouch, expected) => {
  await using client = await startClient({ ratesTouch }, smallCompany({ rates: true }))
  const { crm } = client.sandbox
  crm.createDeal({ ...dealFields, currency: 'CHF' }, PAST)
  crm.createDeal(dealFields, PAST)
  const soql = 'SELECT SystemModstamp FROM Opportunity ORDER BY Id'
  await client.rows(soql)
  crm.rates.push({ currency: 'CHF', factor: '1.5', from: '2026-11-01' })
  client.at('2026-11-24T09:00:00.000Z')
  expect((await client.rows(soql)).map((row) => row.SystemModstamp)).toEqual([
    expected,
    '2026-03-01T10:00:00.000+0000',
  ])
})

test('2.4 a formula changes from day to day, and no time tells it', async () => {
  await using client = await startClient({ formulas: ['Age__c'], tokenLifetimeMs: 30 * 86_400_000 })
  client.sandbox.crm.createDeal(dealFields, '2026-11-20T10:00:00.000Z')
  const soql = 'SELECT Age__c, SystemModstamp FROM Opportunity'
  const stamp = '2026-11-20T10:00:00.000+0000'
  expect(await client.rows(soql)).toMatchObject([{ Age__c: 4, SystemModstamp: stamp }])
  client.at('2026-11-25T08:00:00.000Z')
  expect(await client.rows(soql)).toMatchObject([{ Age__c: 5, SystemModstamp: stamp }])
  const { body } = await client.get(`${DATA}/sobjects/Opportunity/describe`)
  const fields = body.fields as { name: string; calculated: boolean }[]
  expect(fields.find((field) => field.name === 'Age__c')).toMatchObject({
    type: 'double',
    calculated: true,
    custom: true,
    groupable: false,
  })
  expect(fields.find((field) => field.name === 'Amount')?.calculated).toBe(false)
})

test.each([
  ['null', null],
  ['id', '012000000000000AAA'],
] as const)('2.1 [U] without a record type an opportunity has %s', async (masterRecordType, expected) => {
  await using client = await startClient({ masterRecordType })
  client.sandbox.crm.createDeal({ ...dealFields, pipelineId: 'default' }, PAST)
  expect(await client.rows('SELECT RecordTypeId FROM Opportunity')).toMatchObject([
    { RecordTypeId: expected },
  ])
  expect(await client.rows(`SELECT Id FROM RecordType WHERE Id = '012000000000000AAA'`)).toEqual([])
})

test.each([
  [401, 'INVALID_SESSION_ID', 'Connected app is not attached to Agent'],
  [400, 'TXN_SECURITY_METERING_ERROR', 'Transaction security policies took too long.'],
  [400, 'QUERY_TOO_COMPLICATED', 'Query is either selecting too many fields.'],
  [403, 'FUNCTIONALITY_NOT_ENABLED', 'own words'],
])('2.7 any other refusal can be played: %s %s %s', async (status, errorCode, message) => {
  await using client = await startClient({ apiRefused: { status, errorCode, message } })
  const answer = await client.get(path(list))
  expect([answer.status, answer.body]).toEqual([status, [{ message, errorCode }]])
  expect(answer.headers.get('sforce-limit-info')).toMatch(/^api-usage=1\//)
})

test('1.5 a session that is ended by a fault is told as every other one', async () => {
  await using client = await startClient()
  client.sandbox.fault({ match: '', times: 1, kind: 'unauthorized' })
  expect((await client.get(path(list))).headers.get('www-authenticate')).toBe('Token')
})

test.each(['invalid_app_access', 'rate_limit_exceeded'])(
  '1.4 [U] the token endpoint says %s',
  async (error) => {
    await using client = await startClient()
    client.sandbox.switches.tokenRefused = { error, description: 'own words' }
    expect(await signIn(client.sandbox.url, 'application/x-www-form-urlencoded')).toMatchObject({
      status: 400,
      body: { error, error_description: 'own words' },
    })
  },
)

test('1.1 the token endpoint takes a form and nothing else', async () => {
  await using client = await startClient()
  expect((await signIn(client.sandbox.url, 'application/x-www-form-urlencoded')).status).toBe(200)
  expect((await signIn(client.sandbox.url, 'application/json')).status).toBe(400)
})

test('2.1 only an org with person accounts tells which accounts are people', async () => {
  await using client = await startClient({ personAccounts: ['2'] })
  const soql = 'SELECT IsPersonAccount FROM Account ORDER BY Id'
  expect((await client.rows(soql)).map((row) => row.IsPersonAccount)).toEqual([false, true])
  client.sandbox.switches.personAccounts = null
  expect((await client.query(soql)).body).toMatchObject([{ errorCode: 'INVALID_FIELD' }])
})

test('a hundred thousand opportunities: a night’s changes come in well under 100 ms, and a page of 2,000', async () => {
  await using client = await startClient()
  const { crm } = client.sandbox
  for (let n = 0; n < 100_000; n += 1) crm.createDeal(dealFields, PAST)
  for (let n = 1; n <= 900; n += 1)
    crm.updateDeal(String(n * 100), { amount: '5' }, '2026-11-24T05:00:00.000Z')
  const fields = 'Id, SystemModstamp, CreatedDate, Name, StageName, RecordTypeId, Amount, CloseDate, OwnerId'
  const night =
    'WHERE SystemModstamp >= 2026-11-23T07:44:00.000Z AND SystemModstamp <= 2026-11-24T07:59:00.000Z'
  const middle = `WHERE Id > '${recordId('Opportunity', '50000')}'`
  for (const [where, rows] of [
    [night, 900],
    [middle, 2000],
  ] as const) {
    const soql = `SELECT ${fields} FROM Opportunity ${where} ORDER BY Id LIMIT 2000`
    const times: number[] = []
    for (let n = 0; n < 6; n += 1) {
      const start = performance.now()
      expect(await client.rows(soql)).toHaveLength(rows)
      times.push(performance.now() - start)
    }
    expect(Math.min(...times)).toBeLessThan(100)
  }
})

function signIn(url: string, type: string) {
  return request(url, 'POST', '/services/oauth2/token', {
    body: 'grant_type=client_credentials&client_id=client&client_secret=secret',
    headers: { 'content-type': type },
  })
}
