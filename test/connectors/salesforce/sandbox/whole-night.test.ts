import { expect, test } from 'vitest'
import { recordId } from '../../../../connectors/salesforce/sandbox/index.ts'
import { startClient } from './client.ts'
import { dealFields, NOW, smallCompany } from './company.ts'

const DATA = '/services/data/v68.0'
const path = (soql: string) => `${DATA}/query?q=${encodeURIComponent(soql)}`

/** A third on the first pipeline, every other one won. */
function company(deals: number) {
  const crm = smallCompany()
  for (let n = 0; n < deals; n += 1) {
    const pipelineId = n % 3 === 0 ? '1' : '2'
    crm.createDeal({ ...dealFields, pipelineId, stageId: `${pipelineId}${n % 2 === 0 ? 1 : 3}` }, NOW)
  }
  return crm
}

const LONG = { tokenLifetimeMs: 86_400_000 }

test('2.5, 2.6 a composite of five queries is one call of the day, and is refused as a whole when the day is used up', async () => {
  await using client = await startClient({ dailyRequests: 1, perAppUsage: false }, company(3))
  const body = JSON.stringify({
    compositeRequest: Array.from({ length: 5 }, (_, n) => ({
      method: 'GET',
      url: path('SELECT Id FROM Opportunity'),
      referenceId: `r${n}`,
    })),
  })
  const first = await client.send('POST', `${DATA}/composite`, body)
  expect([first.status, first.headers.get('sforce-limit-info')]).toEqual([200, 'api-usage=1/1'])
  expect(client.sandbox.queries).toHaveLength(5)
  const second = await client.send('POST', `${DATA}/composite`, body)
  expect(second).toMatchObject({ status: 403, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }] })
  expect(client.sandbox.queries).toHaveLength(5)
})

test('2.4 of a limit beyond the size of a page the answer tells whether there is more', async () => {
  for (const [deals, done] of [
    [2_000, true],
    [2_001, false],
  ] as const) {
    await using client = await startClient({}, company(deals))
    const { body } = await client.query('SELECT Id FROM Opportunity ORDER BY Id LIMIT 2001')
    expect([body.done, body.totalSize, (body.records as unknown[]).length]).toEqual([done, deals, 2_000])
  }
})

test('2.4 a page may have fewer rows than asked for, none included, and names the next one', async () => {
  await using client = await startClient({ emptyPages: true, pageRows: 2 }, company(3))
  const sizes: number[] = []
  for (let url: unknown = path('SELECT Id FROM Opportunity ORDER BY Id'); typeof url === 'string'; ) {
    const { body } = await client.get(url)
    expect(body.totalSize).toBe(3)
    sizes.push((body.records as unknown[]).length)
    url = body.nextRecordsUrl
  }
  expect(sizes).toEqual([0, 2, 1])
  // What has no rows has no page of them.
  const nothing = await client.query("SELECT Id FROM Opportunity WHERE Name = 'x'")
  expect(nothing.body).toEqual({ totalSize: 0, done: true, records: [] })
})

test('[U] opportunities group by a field of their record type, or not; by its id never', async () => {
  for (const groupsRecordTypes of [true, false]) {
    await using client = await startClient({ groupsRecordTypes }, company(6))
    const grouped = await client.query(
      'SELECT RecordType.Id pipeline, IsWon won, COUNT(Id) deals FROM Opportunity GROUP BY RecordType.Id, IsWon',
    )
    expect(grouped.status).toBe(groupsRecordTypes ? 200 : 400)
    const plain = await client.query('SELECT COUNT(Id) FROM Opportunity GROUP BY RecordTypeId')
    expect(plain).toMatchObject({ status: 400, body: [{ errorCode: 'MALFORMED_QUERY' }] })
    const flags = await client.rows('SELECT IsWon won, COUNT(Id) deals FROM Opportunity GROUP BY IsWon')
    expect(flags.map(({ won, deals }) => [won, deals]).toSorted()).toEqual([
      [false, 3],
      [true, 3],
    ])
  }
})

test('2.1 the history holds all values of the moment, is created with its deal, and goes with it', async () => {
  const crm = company(2)
  crm.updateDeal('1', { amount: '7' }, '2026-11-24T09:00:00.000Z')
  crm.updateDeal('1', { ownerId: '2' }, '2026-11-24T10:00:00.000Z')
  crm.deleteDeal('2', '2026-11-24T11:00:00.000Z')
  await using client = await startClient(LONG, crm)
  client.at('2026-11-24T12:00:00.000Z')
  const soql =
    'SELECT OpportunityId, CreatedDate, StageName, Amount, CloseDate, Probability FROM OpportunityHistory ORDER BY OpportunityId, CreatedDate, Id'
  const rows = await client.rows(soql)
  const values = {
    OpportunityId: recordId('Opportunity', '1'),
    StageName: 'Qualified',
    CloseDate: '2026-12-15',
    Probability: 20,
  }
  expect(rows).toMatchObject([
    { ...values, Amount: 1000.5, CreatedDate: '2026-11-24T08:00:00.000+0000' },
    { ...values, Amount: 7, CreatedDate: '2026-11-24T09:00:00.000+0000' },
  ])
  // A walk may begin behind any opportunity, and asks no order of what it does not want in order.
  const behind = `SELECT Id FROM OpportunityHistory WHERE OpportunityId > '${recordId('Opportunity', '1')}'`
  expect(await client.rows(behind)).toEqual([])
  const all = await client.get(`${DATA}/queryAll?q=${encodeURIComponent(behind)}`)
  expect(all.body.totalSize).toBe(1)
  expect(await client.rows(behind.replace('>', '>='))).toHaveLength(2)
})

test('a walk that begins in the middle finds what a look at everything finds', async () => {
  const crm = company(300)
  for (const n of [3, 77, 78, 200]) crm.deleteDeal(String(n), '2026-11-24T08:30:00.000Z')
  await using client = await startClient(LONG, crm)
  client.at('2026-11-24T12:00:00.000Z')
  for (const after of ['1', '76', '77', '150', '299', '300']) {
    const id = recordId('Opportunity', after)
    const walked = await client.rows(`SELECT Id FROM Opportunity WHERE Id > '${id}' ORDER BY Id LIMIT 50`)
    const looked = await client.rows(
      `SELECT Id FROM Opportunity WHERE (Id > '${id}' OR Id = null) ORDER BY Id LIMIT 50`,
    )
    expect(walked.map((row) => row.Id)).toEqual(looked.map((row) => row.Id))
    const other = await client.rows(`SELECT Id FROM Opportunity WHERE NOT(Id > '${id}')`)
    expect(other).toHaveLength(
      [...crm.deals.values()].filter((d) => d.deletedAt === null && Number(d.id) <= Number(after)).length,
    )
  }
})

test('two sandboxes are two orgs when their switch says so', async () => {
  await using one = await startClient()
  await using other = await startClient({ organization: '5' })
  const [first, second] = [
    await one.rows('SELECT Id FROM Organization'),
    await other.rows('SELECT Id FROM Organization'),
  ]
  expect(first[0]?.Id).toBe(recordId('Organization', '4711'))
  expect(second[0]?.Id).toBe(recordId('Organization', '5'))
  expect(other.token.startsWith(recordId('Organization', '5').slice(0, 15))).toBe(true)
})
