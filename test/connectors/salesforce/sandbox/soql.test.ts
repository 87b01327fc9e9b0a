/** What a statement finds and what it is refused for. Sections are those of the fact sheet. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { neutralId, recordId } from '../../../../connectors/salesforce/sandbox/index.ts'
import { type Client, startClient } from './client.ts'
import { dealFields } from './company.ts'

let client: Client

beforeAll(async () => {
  client = await startClient()
  const { crm } = client.sandbox
  const add = (id: string, change: Partial<typeof dealFields>, at = '2026-03-01T10:00:00.000Z') =>
    crm.createDeal({ ...dealFields, ...change }, at, id)
  add('1', { name: 'Alpha', amount: '100', stageId: '11', properties: { region: 'North' } })
  add(
    '2',
    { name: 'beta_1', amount: null, stageId: '12', closeDate: '2026-11-24' },
    '2026-04-01T10:00:00.000Z',
  )
  add('3', {
    name: "O'Brien \\ 50%",
    amount: '250.75',
    stageId: '13',
    closeDate: '2026-11-30',
    companyId: '2',
  })
  add('4', { name: 'Zoë', amount: '-5', stageId: '14', closeDate: null, companyId: null, ownerId: '2' })
  add('5', { name: 'gone', stageId: '11' })
  crm.deleteDeal('5', '2026-11-20T10:00:00.000Z')
})
afterAll(async () => client[Symbol.asyncDispose]())

async function ids(where: string): Promise<string> {
  const rows = await client.rows(`SELECT Id FROM Opportunity WHERE ${where} ORDER BY Id`)
  return rows.map((row) => neutralId(String(row.Id))).join(' ')
}

test.each([
  ['Amount > 99.5', '1 3'],
  ['Amount = null', '2'],
  ['Amount != null', '1 3 4'],
  ['Amount < 0', '4'],
  ['Amount IN (100, 250.75)', '1 3'],
  ["Name = 'ALPHA'", '1'],
  ["Name != 'alpha'", '2 3 4'],
  ["region__c != 'North'", '2 3 4'],
  ["region__c NOT IN ('North')", '2 3 4'],
  ["Name LIKE '%a'", '1'],
  ["Name LIKE 'beta_1'", '2'],
  ["Name LIKE 'beta\\_1'", '2'],
  ["Name LIKE 'alph\\_'", ''],
  ["Name LIKE '%50\\%'", '3'],
  ["Name = 'O\\'Brien \\\\ 50%'", '3'],
  ["Name = 'Zo\\u00eb'", '4'],
  ["StageName IN ('Qualified', 'offer')", '1 2'],
  ['IsWon = true', '3'],
  ['IsClosed = false', '1 2'],
  ['CloseDate = TODAY', '2'],
  ['CloseDate = THIS_WEEK', '2'],
  ['CloseDate = NEXT_WEEK', '3'],
  ['CloseDate = NEXT_N_DAYS:6', '3'],
  ['CloseDate > THIS_MONTH', '1'],
  ['CloseDate = NEXT_MONTH', '1'],
  ['CloseDate = null', '4'],
  ['CloseDate >= 2026-11-30', '1 3'],
  ['CreatedDate >= 2026-04-01T12:00:00+02:00', '2'],
  ['CreatedDate = LAST_N_MONTHS:8', '1 2 3 4'],
  ['CreatedDate < 2026-04-01T10:00:00.000+0000', '1 3 4'],
  ['CALENDAR_MONTH(CloseDate) = 11', '2 3'],
  ["Owner.Name = 'Bo Diddley'", '4'],
  ["Account.Name = 'acme'", '1 2'],
  ['Account.Name = null', '4'],
  ["AccountId IN (SELECT Id FROM Account WHERE Name = 'Betax')", '3'],
  ["AccountId NOT IN (SELECT Id FROM Account WHERE Name = 'Betax')", '1 2 4'],
  ["NOT (Name = 'Alpha' OR Amount = null)", '3 4'],
  ["IsWon = true OR (NOT (StageName = 'Offer' OR IsClosed = true))", '1 3'],
  ["(Amount > 0 AND (Name = 'Alpha' OR IsWon = true))", '1 3'],
  [`Id = '${recordId('Opportunity', '3').slice(0, 15)}'`, '3'],
  [`Id > '${recordId('Opportunity', '3')}'`, '4'],
  [`Id IN ('${recordId('Opportunity', '1')}','${recordId('Opportunity', '4')}')`, '1 4'],
  ["Name <> 'alpha'", '2 3 4'],
  ['IsDeleted = true', ''],
  ["Opportunity.Name = 'Alpha'", '1'],
])('2.3 WHERE %s finds %s', async (where, expected) => {
  expect(await ids(where)).toBe(expected)
})

test.each([
  ['SELECT Id FORM Opportunity', 'MALFORMED_QUERY'],
  ['SELECT Bogus FROM Opportunity', 'INVALID_FIELD'],
  ['SELECT Bogus.Name FROM Opportunity', 'INVALID_FIELD'],
  ['SELECT Id FROM Bogus', 'INVALID_TYPE'],
  ['SELECT IsoCode FROM CurrencyType', 'INVALID_TYPE'],
  ['SELECT CurrencyIsoCode FROM Opportunity', 'INVALID_FIELD'],
  ["SELECT Id FROM Opportunity WHERE Name = 'a\\q'", 'MALFORMED_QUERY'],
  ["SELECT Id FROM Opportunity WHERE Name = 'a\\_'", 'MALFORMED_QUERY'],
  ["SELECT Id FROM Opportunity WHERE Name = 'a' AND Amount > 1 OR Amount < 0", 'MALFORMED_QUERY'],
  ["SELECT Id FROM Opportunity WHERE Description = 'a'", 'INVALID_FIELD'],
  ["SELECT Id FROM Opportunity WHERE CloseDate = '2026-01-01'", 'INVALID_FIELD'],
  ['SELECT Id FROM Opportunity WHERE CloseDate = 2026-01-01T00:00:00Z', 'INVALID_FIELD'],
  ['SELECT Id FROM Opportunity WHERE SystemModstamp = 2026-01-01', 'INVALID_FIELD'],
  ["SELECT Id FROM Opportunity WHERE IsWon = 'true'", 'INVALID_FIELD'],
  ["SELECT Id FROM Opportunity WHERE Amount > '5'", 'INVALID_FIELD'],
  ['SELECT Id FROM Opportunity WHERE Amount > USD5', 'INVALID_FIELD'],
  ['SELECT Id FROM Opportunity WHERE Name = 5', 'INVALID_FIELD'],
  ["SELECT Id FROM Opportunity WHERE Id = 'abc'", 'INVALID_QUERY_FILTER_OPERATOR'],
  ["SELECT Id FROM Opportunity WHERE Id LIKE '006%'", 'INVALID_QUERY_FILTER_OPERATOR'],
  ['SELECT Id FROM Opportunity WHERE Amount < null', 'INVALID_QUERY_FILTER_OPERATOR'],
  ['SELECT Id FROM Opportunity WHERE IsWon > false', 'INVALID_QUERY_FILTER_OPERATOR'],
  ['SELECT Id FROM Opportunity WHERE convertCurrency(Amount) > 5', 'MALFORMED_QUERY'],
  ['SELECT Id FROM Opportunity WHERE SUM(Amount) > 5', 'MALFORMED_QUERY'],
  ['SELECT Id FROM Opportunity ORDER BY Description', 'MALFORMED_QUERY'],
  ['SELECT Id FROM Opportunity ORDER BY RecordTypeId', 'MALFORMED_QUERY'],
  ['SELECT Id, Id FROM Opportunity', 'MALFORMED_QUERY'],
  ['SELECT Id i FROM Opportunity', 'MALFORMED_QUERY'],
  ['SELECT Id FROM Opportunity OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE'],
  ['SELECT FIELDS(ALL) FROM Opportunity', 'MALFORMED_QUERY'],
  ['SELECT FIELDS(ALL) FROM Opportunity LIMIT 201', 'MALFORMED_QUERY'],
  ['SELECT Id FROM Opportunity ALL ROWS', 'MALFORMED_QUERY'],
  ['SELECT Id, (SELECT Id FROM Bogus) FROM Opportunity', 'INVALID_TYPE'],
  ['SELECT CALENDAR_YEAR(CloseDate) FROM Opportunity', 'MALFORMED_QUERY'],
  ["SELECT Id FROM Opportunity WHERE Name IN 'a'", 'MALFORMED_QUERY'],
  ['SELECT Id FROM Opportunity WHERE NOT NOT IsWon = true', 'MALFORMED_QUERY'],
  ['SELECT COUNT() n FROM Opportunity', 'MALFORMED_QUERY'],
  ['SELECT COUNT() FROM Opportunity ORDER BY Id', 'MALFORMED_QUERY'],
  ['SELECT Id FROM Opportunity USING SCOPE mine', 'MALFORMED_QUERY'],
  ['SELECT Id FROM Opportunity WHERE CloseDate = 2026-02-31', 'INVALID_FIELD'],
])('2.3, 2.7 %s is refused with %s', async (soql, code) => {
  const answer = await client.query(soql)
  expect(answer.status).toBe(400)
  expect(answer.body).toMatchObject([{ errorCode: code, message: expect.any(String) }])
})

test('2.7 the message of an unknown field quotes the statement and points at it', async () => {
  const answer = await client.query('SELECT Bogus__c FROM Opportunity')
  expect(answer.text).toContain('ERROR at Row:1:Column:8')
  expect(answer.text).toContain("No such column 'Bogus__c' on entity 'Opportunity'.")
})

test('2.3 nulls come first unless asked otherwise, and text sorts without case', async () => {
  const names = async (order: string) =>
    (await client.rows(`SELECT Name FROM Opportunity ORDER BY ${order}`)).map((row) => row.Name)
  expect(await names('Amount, Id')).toEqual(['beta_1', 'Zoë', 'Alpha', "O'Brien \\ 50%"])
  expect((await names('Amount DESC NULLS LAST, Id')).at(-1)).toBe('beta_1')
  expect(await names('Name, Id')).toEqual(['Alpha', 'beta_1', "O'Brien \\ 50%", 'Zoë'])
  expect(await names('Name DESC, Id LIMIT 1 OFFSET 1')).toEqual(["O'Brien \\ 50%"])
})

test('2.3 rows that ORDER BY leaves equal have no order to lean on', async () => {
  const orders = new Set<string>()
  for (let n = 0; n < 20; n += 1)
    orders.add((await client.rows('SELECT Id FROM Opportunity')).map((row) => row.Id).join())
  expect(orders.size).toBeGreaterThan(1)
})

test('2.3 a datetime is written with an offset without colon, a date without time, money as a number', async () => {
  const [row] = await client.rows(
    "SELECT CreatedDate, CloseDate, Amount FROM Opportunity WHERE Name = 'Alpha'",
  )
  expect(row).toMatchObject({
    CreatedDate: '2026-03-01T10:00:00.000+0000',
    CloseDate: '2026-12-15',
    Amount: 100,
  })
})

test('2.4 a parent is a nested object or null, and every record has attributes', async () => {
  const rows = await client.rows(
    'SELECT Name, Account.Name, Owner.UserRole.Name FROM Opportunity ORDER BY Id',
  )
  expect(rows[0]).toMatchObject({
    attributes: { type: 'Opportunity' },
    Account: { attributes: { type: 'Account' }, Name: 'Acme' },
    Owner: { attributes: { type: 'User' }, UserRole: { attributes: { type: 'UserRole' }, Name: 'North' } },
  })
  expect(rows[3]).toMatchObject({ Account: null, Owner: { UserRole: null } })
})

test('2.4 a child query is a result of its own, null when empty', async () => {
  const rows = await client.rows(
    "SELECT Name, (SELECT Id FROM Opportunities WHERE Name = 'Alpha') FROM Account ORDER BY Id",
  )
  expect(rows[0]?.Opportunities).toMatchObject({
    totalSize: 1,
    done: true,
    records: [{ Id: recordId('Opportunity', '1') }],
  })
  expect(rows[1]?.Opportunities).toBeNull()
})

test('2.3 the plus sign of an offset must be sent as %2B', async () => {
  const path =
    '/services/data/v68.0/query?q=SELECT+Id+FROM+Opportunity+WHERE+CreatedDate+>+2026-01-01T00:00:00'
  expect((await client.get(`${path}+00:00`)).body).toMatchObject([{ errorCode: 'MALFORMED_QUERY' }])
  expect((await client.get(`${path}%2B00:00`)).status).toBe(200)
})

test('2.3 a text in WHERE has at most 4,000 characters, a statement 100,000', async () => {
  const long = (length: number) => `SELECT Id FROM Opportunity WHERE Name = '${'x'.repeat(length)}'`
  expect((await client.query(long(4000))).status).toBe(200)
  expect((await client.query(long(4001))).body).toMatchObject([{ errorCode: 'MALFORMED_QUERY' }])
})
