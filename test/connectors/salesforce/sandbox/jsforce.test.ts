/** The vendor's own client talks to the sandbox as it would to an org. */
import { Connection } from 'jsforce'
import { expect, test } from 'vitest'
import { recordId } from '../../../../connectors/salesforce/sandbox/index.ts'
import { type Client, startClient } from './client.ts'
import { dealFields } from './company.ts'

function connect(client: Client): Connection {
  return new Connection({ instanceUrl: client.sandbox.url, accessToken: client.token, version: '68.0' })
}

test('jsforce queries, and reads the limits from the header', async () => {
  await using client = await startClient()
  client.sandbox.crm.createDeal({ ...dealFields, name: 'First' }, '2026-03-01T10:00:00.000Z', '7')
  const connection = connect(client)
  const result = await connection.query(
    'SELECT Id, Name, Amount, CloseDate, Owner.UserRoleId FROM Opportunity',
  )
  expect(result).toEqual({
    totalSize: 1,
    done: true,
    records: [
      {
        attributes: {
          type: 'Opportunity',
          url: `/services/data/v68.0/sobjects/Opportunity/${recordId('Opportunity', '7')}`,
        },
        Id: recordId('Opportunity', '7'),
        Name: 'First',
        Amount: 1000.5,
        CloseDate: '2026-12-15',
        Owner: {
          attributes: { type: 'User', url: `/services/data/v68.0/sobjects/User/${recordId('User', '1')}` },
          UserRoleId: recordId('UserRole', '2'),
        },
      },
    ],
  })
  expect(connection.limitInfo?.apiUsage).toEqual({ used: 1, limit: 100_000 })
})

test('jsforce follows nextRecordsUrl with queryMore', async () => {
  await using client = await startClient({ pageRows: 2 })
  for (let n = 0; n < 5; n += 1) client.sandbox.crm.createDeal(dealFields, '2026-03-01T10:00:00.000Z')
  const connection = connect(client)
  const ids: unknown[] = []
  const pages: number[] = []
  let page = await connection.query('SELECT Id FROM Opportunity ORDER BY Id')
  for (;;) {
    ids.push(...page.records.map((record) => record.Id))
    pages.push(page.records.length)
    if (page.done) break
    page = await connection.queryMore(page.nextRecordsUrl ?? '')
  }
  expect(pages).toEqual([2, 2, 1])
  expect(ids).toEqual(['1', '2', '3', '4', '5'].map((id) => recordId('Opportunity', id)))
})

test('jsforce describes an object and the whole org', async () => {
  await using client = await startClient({ hidden: ['Opportunity.Amount'] })
  const connection = connect(client)
  const described = await connection.describe('Opportunity')
  const names = described.fields.map((field) => field.name)
  expect(names).toContain('region__c')
  expect(names).not.toContain('Amount')
  expect(described.fields.find((field) => field.name === 'OwnerId')?.referenceTo).toEqual(['User'])
  const global = await connection.describeGlobal()
  expect(global.sobjects.map((object) => object.name)).toContain('OpportunityStage')
})

test('jsforce names the error by its code', async () => {
  await using client = await startClient()
  const connection = connect(client)
  await expect(connection.query('SELECT Bogus FROM Opportunity')).rejects.toMatchObject({
    name: 'INVALID_FIELD',
    errorCode: 'INVALID_FIELD',
  })
  await expect(connection.query('SELECT Id FORM Opportunity')).rejects.toMatchObject({
    name: 'MALFORMED_QUERY',
  })
})

test('jsforce signs in with client credentials', async () => {
  await using client = await startClient()
  const connection = new Connection({
    instanceUrl: client.sandbox.url,
    loginUrl: client.sandbox.url,
    version: '68.0',
    oauth2: { clientId: 'client', clientSecret: 'secret', loginUrl: client.sandbox.url },
  })
  await connection.authorize({ grant_type: 'client_credentials' })
  expect((await connection.query('SELECT Name FROM Organization')).records[0]?.Name).toBe('Muster GmbH')
})

test('jsforce retrieves one record, and asks what was deleted', async () => {
  await using client = await startClient()
  const { crm } = client.sandbox
  crm.createDeal(dealFields, '2026-11-01T10:00:00.000Z', '1')
  crm.createDeal(dealFields, '2026-11-01T10:00:00.000Z', '2')
  crm.deleteDeal('2', '2026-11-20T10:00:30.000Z')
  const connection = connect(client)
  const record = await connection.retrieve('Opportunity', recordId('Opportunity', '1'))
  expect(record.Name).toBe('Deal')
  const gone = await connection.deleted('Opportunity', '2026-11-19T00:00:00.000Z', '2026-11-21T00:00:00.000Z')
  expect(gone.deletedRecords).toEqual([
    { id: recordId('Opportunity', '2'), deletedDate: '2026-11-20T10:00:30.000+0000' },
  ])
})
