/** One test per fact of the REST API; the number is the section of the fact sheet. */
import { expect, test } from 'vitest'
import { neutralId, recordId } from '../../../../connectors/salesforce/sandbox/index.ts'
import { request, startClient } from './client.ts'
import { dealFields } from './company.ts'

const DATA = '/services/data/v68.0'
const PAST = '2026-03-01T10:00:00.000Z'
const list = 'SELECT Id FROM Opportunity ORDER BY Id'
const path = (soql: string, resource = 'query') => `${DATA}/${resource}?q=${encodeURIComponent(soql)}`

test('2 the versions are told without a token, up to the org’s own', async () => {
  await using client = await startClient({ apiVersion: '67.0' })
  const answer = await request(client.sandbox.url, 'GET', '/services/data')
  expect(answer.body).toContainEqual({ label: 'Release 67.0', url: '/services/data/v67.0', version: '67.0' })
  expect((await client.get('/services/data/v67.0/sobjects')).status).toBe(200)
  expect((await client.get('/services/data/v68.0/sobjects')).body).toMatchObject([{ errorCode: 'NOT_FOUND' }])
  expect((await client.get('/services/data/v20.0/query')).body).toMatchObject([
    { errorCode: 'UNSUPPORTED_API_VERSION' },
  ])
})

test('1.5 a missing, unknown or expired token is an invalid session', async () => {
  await using client = await startClient({ tokenLifetimeMs: 3_600_000 })
  const expected = [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]
  const bare = await request(client.sandbox.url, 'GET', path(list))
  expect([bare.status, bare.body]).toEqual([401, expected])
  const wrong = await client.get(path(list), { authorization: 'Bearer 00D!wrong' })
  expect([wrong.status, wrong.body, wrong.headers.get('www-authenticate')]).toEqual([401, expected, 'Token'])
  expect((await client.get(path(list))).status).toBe(200)
  client.at('2026-11-24T09:00:00.000Z')
  expect((await client.get(path(list))).status).toBe(401)
})

test('2.4 pages follow nextRecordsUrl, relative, and may be smaller than asked', async () => {
  await using client = await startClient({ pageRows: 3 })
  for (let n = 0; n < 7; n += 1) client.sandbox.crm.createDeal(dealFields, PAST)
  const first = await client.get(path(list), { 'sforce-query-options': 'batchSize=2000' })
  expect(first.body).toMatchObject({ totalSize: 7, done: false })
  expect(first.body.nextRecordsUrl).toMatch(/^\/services\/data\/v68\.0\/query\/01g\w{15}-3$/)
  const second = await client.get(String(first.body.nextRecordsUrl))
  const third = await client.get(String(second.body.nextRecordsUrl))
  expect(third.body).toMatchObject({
    totalSize: 7,
    done: true,
    records: [{ Id: recordId('Opportunity', '7') }],
  })
  expect(third.body.nextRecordsUrl).toBeUndefined()
})

test('2.4 batchSize is a wish between 200 and 2,000', async () => {
  await using client = await startClient()
  for (let n = 0; n < 2100; n += 1) client.sandbox.crm.createDeal(dealFields, PAST)
  const size = async (wish: string) => {
    const { body } = await client.get(path(list), { 'sforce-query-options': `batchSize=${wish}` })
    return (body.records as unknown[]).length
  }
  expect([await size('1'), await size('500'), await size('9999')]).toEqual([200, 500, 2000])
})

test('2.4 a cursor lives two days; an unknown or displaced one is refused', async () => {
  await using client = await startClient({ pageRows: 1, openCursors: 2, tokenLifetimeMs: 10 * 86_400_000 })
  for (let n = 0; n < 3; n += 1) client.sandbox.crm.createDeal(dealFields, PAST)
  const open = async () => String((await client.get(path(list))).body.nextRecordsUrl)
  const refused = [{ message: 'invalid query locator', errorCode: 'INVALID_QUERY_LOCATOR' }]
  const [a, b, c] = [await open(), await open(), await open()]
  expect((await client.get(a)).body).toEqual(refused)
  expect((await client.get(b)).status).toBe(200)
  client.at('2026-11-26T08:00:01.000Z')
  expect((await client.get(c)).body).toEqual(refused)
})

test.each([
  ['snapshot', ['Old', 'Old']],
  ['live', ['Old', 'New']],
] as const)('2.4 [U] a later page shows rows %s', async (cursorReads, names) => {
  await using client = await startClient({ pageRows: 1, cursorReads })
  for (const id of ['1', '2']) client.sandbox.crm.createDeal({ ...dealFields, name: 'Old' }, PAST, id)
  const first = await client.get(path('SELECT Name FROM Opportunity ORDER BY Id'))
  client.sandbox.crm.updateDeal('2', { name: 'New' }, '2026-11-24T07:00:00.000Z')
  const second = await client.get(String(first.body.nextRecordsUrl))
  const rows = [first, second].flatMap((page) => page.body.records as { Name: string }[])
  expect(rows.map((row) => row.Name)).toEqual(names)
})

test('2.4 queryAll adds deleted rows for 15 days, and its next page says /query/', async () => {
  await using client = await startClient({ pageRows: 1, tokenLifetimeMs: 30 * 86_400_000 })
  const { crm } = client.sandbox
  for (const id of ['1', '2', '3']) crm.createDeal(dealFields, PAST, id)
  crm.deleteDeal('2', '2026-11-20T10:00:00.000Z')
  const soql = 'SELECT Id, IsDeleted, SystemModstamp FROM Opportunity WHERE IsDeleted = true'
  const deleted = [
    { Id: recordId('Opportunity', '2'), IsDeleted: true, SystemModstamp: '2026-11-20T10:00:00.000+0000' },
  ]
  expect((await client.get(path(soql, 'queryAll'))).body).toMatchObject({ totalSize: 1, records: deleted })
  expect((await client.get(path(soql))).body).toMatchObject({ totalSize: 0 })
  const all = await client.get(path(list, 'queryAll'))
  expect(all.body).toMatchObject({
    totalSize: 3,
    nextRecordsUrl: expect.stringContaining('/v68.0/query/01g'),
  })
  client.at('2026-12-05T10:00:01.000Z')
  expect((await client.get(path(soql, 'queryAll'))).body).toMatchObject({ totalSize: 0 })
})

test('2.4 an emptied recycle bin takes deleted rows out of queryAll', async () => {
  await using client = await startClient({ binEmptiedAt: '2026-11-21T00:00:00.000Z' })
  const { crm } = client.sandbox
  for (const id of ['1', '2']) crm.createDeal(dealFields, PAST, id)
  crm.deleteDeal('1', '2026-11-20T10:00:00.000Z')
  crm.deleteDeal('2', '2026-11-22T10:00:00.000Z')
  const { body } = await client.get(path(list, 'queryAll'))
  expect(body.records).toMatchObject([{ Id: recordId('Opportunity', '2') }])
})

test('2.4 an undeleted record comes back with a new SystemModstamp', async () => {
  await using client = await startClient()
  const { crm } = client.sandbox
  crm.createDeal(dealFields, PAST, '1')
  crm.deleteDeal('1', '2026-11-20T10:00:00.000Z')
  crm.restoreDeal('1', '2026-11-21T10:00:00.000Z')
  expect(await client.rows('SELECT IsDeleted, SystemModstamp FROM Opportunity')).toMatchObject([
    { IsDeleted: false, SystemModstamp: '2026-11-21T10:00:00.000+0000' },
  ])
})

test('2.4 deleted: 15 days back, a minute at least, seconds ignored', async () => {
  await using client = await startClient()
  const { crm } = client.sandbox
  for (const id of ['1', '2']) crm.createDeal(dealFields, PAST, id)
  crm.deleteDeal('1', '2026-11-20T10:00:40.000Z')
  const ask = (start: string, end: string) =>
    client.get(`${DATA}/sobjects/Opportunity/deleted/?start=${start}&end=${end}`)
  const answer = await ask('2026-11-20T10:00:59Z', '2026-11-20T10:01:59Z')
  expect(answer.body).toEqual({
    deletedRecords: [{ id: recordId('Opportunity', '1'), deletedDate: '2026-11-20T10:00:40.000+0000' }],
    earliestDateAvailable: '2026-11-09T08:00:00.000+0000',
    latestDateCovered: '2026-11-20T10:01:00.000+0000',
  })
  const code = async (start: string, end: string) => (await ask(start, end)).body
  const refused = [{ errorCode: 'INVALID_REPLICATION_DATE' }]
  expect(await code('2026-11-20T10:00:00Z', '2026-11-20T10:00:59Z')).toMatchObject(refused)
  expect(await code('2026-11-08T10:00:00Z', '2026-11-20T10:00:00Z')).toMatchObject(refused)
})

test('2.4 updated: 30 days back, ids only', async () => {
  await using client = await startClient()
  client.sandbox.crm.createDeal(dealFields, '2026-11-01T10:00:00.000Z', '1')
  const { body } = await client.get(
    `${DATA}/sobjects/Opportunity/updated/?start=2026-10-26T00:00:00Z&end=2026-11-24T00:00:00Z`,
  )
  expect(body).toEqual({
    ids: [recordId('Opportunity', '1')],
    latestDateCovered: '2026-11-24T00:00:00.000+0000',
  })
})

test('2.4 a hidden field is missing from describe and refused in a query', async () => {
  await using client = await startClient({ hidden: ['Opportunity.Amount'] })
  const { body } = await client.get(`${DATA}/sobjects/Opportunity/describe`)
  const names = (body.fields as { name: string }[]).map((field) => field.name)
  expect(names).not.toContain('Amount')
  expect((await client.query('SELECT Amount FROM Opportunity')).body).toMatchObject([
    { errorCode: 'INVALID_FIELD' },
  ])
  const inWhere = await client.query('SELECT Id FROM Opportunity WHERE Amount > 5')
  expect(inWhere.body).toMatchObject([{ errorCode: 'INVALID_FIELD' }])
  const history = await client.query('SELECT Amount FROM OpportunityHistory')
  expect(history.body).toMatchObject([{ errorCode: 'INVALID_FIELD' }])
})

test('2.4 describe tells types and flags, and honours If-Modified-Since', async () => {
  await using client = await startClient()
  const { body, headers } = await client.get(`${DATA}/sobjects/Opportunity/describe`)
  const fields = body.fields as { name: string }[]
  const of = (name: string) => fields.find((field) => field.name === name)
  expect(of('Amount')).toMatchObject({ type: 'currency', filterable: true, groupable: false, sortable: true })
  expect(of('Description')).toMatchObject({ filterable: false, groupable: false, sortable: false })
  expect(of('region__c')).toMatchObject({ type: 'string', custom: true })
  const since = { 'if-modified-since': String(headers.get('last-modified')) }
  expect((await client.get(`${DATA}/sobjects/Opportunity/describe`, since)).status).toBe(304)
  client.sandbox.switches.hidden = ['Opportunity.Amount']
  expect((await client.get(`${DATA}/sobjects/Opportunity/describe`, since)).status).toBe(200)
})

test('2.5 composite: always 200 outside, its own status inside, one call', async () => {
  await using client = await startClient()
  const part = (referenceId: string, url: string) => ({ method: 'GET', url, referenceId })
  const body = JSON.stringify({
    compositeRequest: [
      part('org', path('SELECT Id FROM Organization')),
      part('currencies', path('SELECT IsoCode FROM CurrencyType')),
      part('again', `${DATA}/sobjects/Organization/@{org.records[0].Id}?fields=Name`),
    ],
  })
  const answer = await client.send('POST', `${DATA}/composite`, body)
  expect(answer.status).toBe(200)
  expect(answer.body.compositeResponse).toMatchObject([
    { referenceId: 'org', httpStatusCode: 200, body: { totalSize: 1 } },
    { referenceId: 'currencies', httpStatusCode: 400, body: [{ errorCode: 'INVALID_TYPE' }] },
    { referenceId: 'again', httpStatusCode: 200, body: { Name: 'Muster GmbH' } },
  ])
  expect(answer.headers.get('sforce-limit-info')).toContain('api-usage=1/100000')
})

test('2.5 composite takes 25 requests, 5 of them queries, as JSON', async () => {
  await using client = await startClient()
  const many = (count: number, url: string) =>
    JSON.stringify({
      compositeRequest: Array.from({ length: count }, (_, n) => ({
        method: 'GET',
        url,
        referenceId: `r${n}`,
      })),
    })
  const post = async (body: string, type = 'application/json') =>
    (await client.send('POST', `${DATA}/composite`, body, { 'content-type': type })).status
  expect(await post(many(25, `${DATA}/sobjects`))).toBe(200)
  expect(await post(many(26, `${DATA}/sobjects`))).toBe(400)
  expect(await post(many(5, path(list)))).toBe(200)
  expect(await post(many(6, path(list)))).toBe(400)
  expect(await post(many(1, path(list)), 'text/plain')).toBe(415)
})

test('2.5 with allOrNone one failure halts the others', async () => {
  await using client = await startClient()
  const body = JSON.stringify({
    allOrNone: true,
    compositeRequest: [
      { method: 'GET', url: path(list), referenceId: 'a' },
      { method: 'GET', url: path('SELECT Id FROM Nothing'), referenceId: 'b' },
    ],
  })
  const answer = await client.send('POST', `${DATA}/composite`, body)
  expect(answer.body.compositeResponse).toMatchObject([
    { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
    { httpStatusCode: 400, body: [{ errorCode: 'INVALID_TYPE' }] },
  ])
})

test('2.6 every answer of the API tells the usage, and nothing tells when to come back', async () => {
  await using client = await startClient({ dailyRequests: 15_000, requestsByOthers: 20 })
  const good = await client.get(path(list))
  const bad = await client.query('SELECT')
  expect([good, bad].map((answer) => answer.headers.get('sforce-limit-info'))).toEqual([
    'api-usage=21/15000; per-app-api-usage=1/250(appName=Pegel)',
    'api-usage=22/15000; per-app-api-usage=2/250(appName=Pegel)',
  ])
  expect(good.headers.get('retry-after')).toBeNull()
})

test('2.6, 2.7 the daily allowance ends with 403 and returns with the rolling 24 hours', async () => {
  await using client = await startClient({
    dailyRequests: 2,
    perAppUsage: false,
    tokenLifetimeMs: 5 * 86_400_000,
  })
  await client.get(path(list))
  await client.get(path(list))
  const third = await client.get(path(list))
  expect([third.status, third.body]).toEqual([
    403,
    [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }],
  ])
  expect(third.headers.get('sforce-limit-info')).toBe('api-usage=2/2')
  client.at('2026-11-25T08:00:00.000Z')
  expect((await client.get(path(list))).status).toBe(200)
})

test('2.6 /limits needs a right that sync users do not have', async () => {
  await using client = await startClient({ dailyRequests: 100 })
  expect(await client.get(`${DATA}/limits`)).toMatchObject({
    status: 403,
    body: [{ errorCode: 'INSUFFICIENT_ACCESS' }],
  })
  client.sandbox.switches.viewSetup = true
  expect((await client.get(`${DATA}/limits`)).body).toMatchObject({
    DailyApiRequests: { Max: 100, Remaining: 98 },
  })
})

test('2.3, 2.7 beyond 16 KiB a gateway answers in HTML: 414 for the URL, 431 with the headers', async () => {
  await using client = await startClient()
  const long = await client.get(`${DATA}/query?q=${'x'.repeat(16_400)}`)
  expect([long.status, long.headers.get('content-type')]).toEqual([414, 'text/html;charset=utf-8'])
  const both = await client.get(`${DATA}/query?q=${'x'.repeat(10_000)}`, { 'x-long': 'y'.repeat(8000) })
  expect(both.status).toBe(431)
})

test('2.7 what is not there is 404, what is not allowed 405', async () => {
  await using client = await startClient()
  const missing = { status: 404, body: [{ errorCode: 'NOT_FOUND' }] }
  expect(await client.get(`${DATA}/nothing`)).toMatchObject(missing)
  expect(await client.get(`${DATA}/sobjects/Nothing/describe`)).toMatchObject(missing)
  expect(await client.send('POST', path(list))).toMatchObject({ status: 405 })
  expect(
    await client.send('DELETE', `${DATA}/sobjects/Opportunity/${recordId('Opportunity', '1')}`),
  ).toMatchObject({
    status: 405,
    body: [{ errorCode: 'METHOD_NOT_ALLOWED' }],
  })
})

test('2.4 the Date header is the org’s clock', async () => {
  await using client = await startClient()
  expect((await client.get(path(list))).headers.get('date')).toBe('Tue, 24 Nov 2026 08:00:00 GMT')
})

test('2.4 a walk by SystemModstamp and Id finds every row once, ties included', async () => {
  await using client = await startClient()
  for (let n = 0; n < 25; n += 1)
    client.sandbox.crm.createDeal(dealFields, `2026-03-01T10:00:0${n % 3}.${n + 100}Z`)
  const found: string[] = []
  let after = ''
  for (let page = 0; page < 20; page += 1) {
    const rows = await client.rows(
      `SELECT Id, SystemModstamp FROM Opportunity ${after} ORDER BY SystemModstamp, Id LIMIT 4`,
    )
    found.push(...rows.map((row) => neutralId(String(row.Id)) ?? ''))
    const last = rows.at(-1)
    after = `WHERE SystemModstamp > ${last?.SystemModstamp} OR (SystemModstamp = ${last?.SystemModstamp} AND Id > '${last?.Id}')`
    if (rows.length < 4) break
  }
  expect(found.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, n) => n + 1))
})

test('2.4 a record may show up later than its own time stamp', async () => {
  await using client = await startClient({ commitLagMs: 60_000 })
  client.sandbox.crm.createDeal(dealFields, '2026-11-24T07:59:30.000Z')
  expect(await client.rows(list)).toHaveLength(0)
  client.at('2026-11-24T08:00:30.000Z')
  expect(await client.rows(list)).toHaveLength(1)
})
