/** How the neutral company looks in Salesforce's words. */
import { expect, test } from 'vitest'
import { recordId } from '../../../../connectors/salesforce/sandbox/index.ts'
import { startClient } from './client.ts'
import { dealFields, smallCompany } from './company.ts'

const PAST = '2026-03-01T10:00:00.500Z'

test('2.1 stages are one list for the whole org; a name with two meanings is told apart', async () => {
  await using client = await startClient()
  const rows = await client.rows(
    'SELECT ApiName, MasterLabel, IsActive, IsClosed, IsWon, DefaultProbability, ForecastCategory, SortOrder FROM OpportunityStage ORDER BY SortOrder',
  )
  expect(rows.map((row) => [row.ApiName, row.DefaultProbability, row.IsClosed, row.IsWon])).toEqual([
    ['Qualified', 20, false, false],
    ['Offer', 60, false, false],
    ['Upcoming', 80, false, false],
    ['Offer (Renewal)', 90, false, false],
    ['Closed Won', 100, true, true],
    ['Closed Lost', 0, true, false],
  ])
  const order = rows.map((row) => Number(row.SortOrder))
  expect(order.every((value, index) => index === 0 || value > (order[index - 1] ?? 0) + 1)).toBe(true)
  expect(rows.map((row) => row.ForecastCategory)).toEqual([
    'Pipeline',
    'Pipeline',
    'Pipeline',
    'Pipeline',
    'Closed',
    'Omitted',
  ])
})

test('2.1 a renamed stage keeps its name on the record and changes its label; an archived one is inactive', async () => {
  await using client = await startClient()
  const { crm } = client.sandbox
  crm.createDeal({ ...dealFields, stageId: '12' }, PAST)
  await client.rows('SELECT Id FROM OpportunityStage')
  const [, offer] = crm.pipelines[0]?.stages ?? []
  Object.assign(offer ?? {}, { label: 'Proposal', archived: true })
  expect(await client.rows('SELECT StageName FROM Opportunity')).toMatchObject([{ StageName: 'Offer' }])
  expect(await client.rows('SELECT toLabel(StageName) FROM Opportunity')).toMatchObject([
    { StageName: 'Proposal' },
  ])
  const stages = await client.rows(
    "SELECT MasterLabel, IsActive, SystemModstamp FROM OpportunityStage WHERE ApiName = 'Offer'",
  )
  expect(stages).toMatchObject([
    { MasterLabel: 'Proposal', IsActive: false, SystemModstamp: '2026-11-24T08:00:00.000+0000' },
  ])
})

test('2.1 a deal becomes an opportunity', async () => {
  await using client = await startClient()
  client.sandbox.crm.createDeal({ ...dealFields, properties: { region: 'North' } }, PAST, '42')
  const [row] = await client.rows('SELECT FIELDS(ALL) FROM Opportunity LIMIT 1')
  expect(row).toMatchObject({
    Id: recordId('Opportunity', '42'),
    AccountId: recordId('Account', '1'),
    RecordTypeId: recordId('RecordType', '1'),
    OwnerId: recordId('User', '1'),
    Name: 'Deal',
    StageName: 'Qualified',
    Amount: 1000.5,
    Probability: 20,
    ExpectedRevenue: 200.1,
    CloseDate: '2026-12-15',
    IsClosed: false,
    IsWon: false,
    ForecastCategory: 'Pipeline',
    ForecastCategoryName: 'Pipeline',
    Type: 'New Business',
    FiscalYear: 2026,
    FiscalQuarter: 4,
    Fiscal: '2026 4',
    region__c: 'North',
  })
  expect(Object.keys(row ?? {})).not.toContain('CurrencyIsoCode')
})

test.each([
  ['omitted', 'Omitted', 'Omitted'],
  ['pipeline', 'Pipeline', 'Pipeline'],
  ['best_case', 'BestCase', 'Best Case'],
  ['commit', 'Forecast', 'Commit'],
  ['closed', 'Closed', 'Closed'],
] as const)(
  '2.1 the forecast category %s has the code %s and the name %s',
  async (forecastCategory, code, name) => {
    await using client = await startClient()
    client.sandbox.crm.createDeal({ ...dealFields, forecastCategory }, PAST)
    expect(await client.rows('SELECT ForecastCategory, ForecastCategoryName FROM Opportunity')).toMatchObject(
      [{ ForecastCategory: code, ForecastCategoryName: name }],
    )
  },
)

test('a stage nobody defined stands on the record and in no list', async () => {
  await using client = await startClient()
  client.sandbox.crm.createDeal({ ...dealFields, stageId: '999' }, PAST)
  expect(await client.rows('SELECT StageName, IsClosed FROM Opportunity')).toMatchObject([
    { StageName: '999', IsClosed: false },
  ])
})

test.each([
  [true, PAST.replace('500Z', '000+0000')],
  [false, PAST.replace('Z', '+0000')],
])('[U] with wholeSeconds %s the change time is %s', async (wholeSeconds, expected) => {
  await using client = await startClient({ wholeSeconds })
  client.sandbox.crm.createDeal(dealFields, PAST)
  expect(await client.rows('SELECT SystemModstamp FROM Opportunity')).toMatchObject([
    { SystemModstamp: expected },
  ])
})

test('a deal without close date has none, or the end of its quarter where the org insists', async () => {
  await using client = await startClient()
  client.sandbox.crm.createDeal({ ...dealFields, closeDate: null }, PAST)
  const soql = 'SELECT CloseDate, FiscalYear FROM Opportunity'
  expect(await client.rows(soql)).toMatchObject([{ CloseDate: null, FiscalYear: null }])
  client.sandbox.switches.closeDate = 'required'
  expect(await client.rows(soql)).toMatchObject([{ CloseDate: '2026-03-31', FiscalYear: 2026 }])
})

test('2.1 without record types the field is not there and the object is empty', async () => {
  await using client = await startClient({ recordTypes: false })
  expect((await client.query('SELECT RecordTypeId FROM Opportunity')).body).toMatchObject([
    { errorCode: 'INVALID_FIELD' },
  ])
  expect(await client.rows("SELECT Id FROM RecordType WHERE SobjectType = 'Opportunity'")).toEqual([])
})

test('2.1 pipelines are record types', async () => {
  await using client = await startClient()
  expect(
    await client.rows(
      "SELECT Id, Name, IsActive FROM RecordType WHERE SobjectType = 'Opportunity' ORDER BY Id",
    ),
  ).toMatchObject([
    { Id: recordId('RecordType', '1'), Name: 'New', IsActive: true },
    { Id: recordId('RecordType', '2'), Name: 'Renewal', IsActive: true },
  ])
})

test('2.1 teams are a tree of roles, which may be hidden; an org has users that are no people', async () => {
  await using client = await startClient()
  expect(await client.rows('SELECT Id, Name, ParentRoleId FROM UserRole ORDER BY Id')).toMatchObject([
    { Name: 'Sales', ParentRoleId: null },
    { Name: 'North', ParentRoleId: recordId('UserRole', '1') },
  ])
  expect(await client.rows("SELECT Id FROM User WHERE UserType != 'Standard'")).toHaveLength(1)
  expect(
    await client.rows("SELECT UserRoleId, IsActive FROM User WHERE UserType = 'Standard' ORDER BY Id"),
  ).toMatchObject([
    { UserRoleId: null, IsActive: true },
    { UserRoleId: recordId('UserRole', '2'), IsActive: true },
    { UserRoleId: null, IsActive: false },
  ])
  client.sandbox.switches.viewRoles = false
  expect((await client.query('SELECT Id FROM UserRole')).body).toMatchObject([{ errorCode: 'INVALID_TYPE' }])
  expect((await client.query('SELECT Owner.UserRole.Name FROM Opportunity')).body).toMatchObject([
    { errorCode: 'INVALID_FIELD' },
  ])
  expect((await client.query('SELECT UserRoleId FROM User')).status).toBe(200)
})

test('2.1 a user who changes the team gets a new SystemModstamp', async () => {
  await using client = await startClient()
  const soql = "SELECT UserRoleId, SystemModstamp FROM User WHERE Name = 'Ada Lovelace'"
  const [before] = await client.rows(soql)
  client.at('2026-11-24T09:00:00.000Z')
  Object.assign(client.sandbox.crm.users[0] ?? {}, { teamId: '1' })
  const [after] = await client.rows(soql)
  expect(before?.SystemModstamp).toBe('2015-01-01T00:00:00.000+0000')
  expect(after).toMatchObject({
    UserRoleId: recordId('UserRole', '1'),
    SystemModstamp: '2026-11-24T09:00:00.000+0000',
  })
})

test('2.1, 2.4 a merged account is deleted and names its survivor, which gets its opportunities', async () => {
  const crm = smallCompany()
  crm.createDeal({ ...dealFields, companyId: '2' }, PAST)
  Object.assign(crm.companies.get('2') ?? {}, { mergedInto: '1', updatedAt: '2026-11-20T10:00:00.000Z' })
  await using client = await startClient({}, crm)
  expect(await client.rows('SELECT Id FROM Account')).toHaveLength(1)
  const gone = await client.get(
    `/services/data/v68.0/queryAll?q=${encodeURIComponent('SELECT Id, MasterRecordId FROM Account WHERE IsDeleted = true')}`,
  )
  expect(gone.body.records).toMatchObject([
    { Id: recordId('Account', '2'), MasterRecordId: recordId('Account', '1') },
  ])
  expect(await client.rows('SELECT AccountId FROM Opportunity')).toMatchObject([
    { AccountId: recordId('Account', '1') },
  ])
})

test('opportunities cannot be merged: the loser of a neutral merge is deleted', async () => {
  await using client = await startClient()
  const { crm } = client.sandbox
  for (const id of ['1', '2']) crm.createDeal(dealFields, PAST, id)
  crm.mergeDeals('1', '2', '2026-11-20T10:00:00.000Z')
  expect(await client.rows('SELECT Id FROM Opportunity')).toMatchObject([
    { Id: recordId('Opportunity', '1') },
  ])
})

test('2.1 history has one row per change, holding all values of the moment', async () => {
  await using client = await startClient()
  const { crm } = client.sandbox
  crm.createDeal(dealFields, PAST, '1')
  crm.updateDeal('1', { stageId: '12', amount: '2000' }, '2026-04-01T10:00:00.000Z')
  crm.updateDeal('1', { ownerId: '2' }, '2026-04-02T10:00:00.000Z')
  crm.updateDeal('1', { closeDate: '2027-01-15' }, '2026-04-03T10:00:00.000Z')
  const rows = await client.rows(
    'SELECT StageName, Amount, CloseDate, PrevAmount, PrevCloseDate, CreatedDate FROM OpportunityHistory ORDER BY CreatedDate',
  )
  expect(rows.map(({ attributes: _, ...row }) => Object.values(row))).toEqual([
    ['Qualified', 1000.5, '2026-12-15', null, null, '2026-03-01T10:00:00.000+0000'],
    ['Offer', 2000, '2026-12-15', 1000.5, '2026-12-15', '2026-04-01T10:00:00.000+0000'],
    ['Offer', 2000, '2027-01-15', 2000, '2026-12-15', '2026-04-03T10:00:00.000+0000'],
  ])
  const [deal] = await client.rows(
    'SELECT PushCount, LastStageChangeDate, (SELECT Id FROM OpportunityHistories) FROM Opportunity',
  )
  expect(deal).toMatchObject({
    PushCount: 1,
    LastStageChangeDate: '2026-04-01T10:00:00.000+0000',
    OpportunityHistories: { totalSize: 3 },
  })
})

test('2.2 in an org of one currency neither CurrencyType nor CurrencyIsoCode exists', async () => {
  await using client = await startClient()
  for (const soql of ['SELECT IsoCode FROM CurrencyType', 'SELECT IsoCode FROM DatedConversionRate'])
    expect((await client.query(soql)).body).toMatchObject([{ errorCode: 'INVALID_TYPE' }])
  expect((await client.query('SELECT DefaultCurrencyIsoCode FROM User')).body).toMatchObject([
    { errorCode: 'INVALID_FIELD' },
  ])
})

test('2.2 rates are units for one corporate unit; dated ones only with Advanced Currency Management', async () => {
  await using client = await startClient({}, smallCompany({ rates: true }))
  expect(
    await client.rows('SELECT IsoCode, ConversionRate, IsCorporate, DecimalPlaces FROM CurrencyType'),
  ).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ IsoCode: 'EUR', ConversionRate: 1, IsCorporate: true, DecimalPlaces: 2 }),
      expect.objectContaining({ IsoCode: 'USD', ConversionRate: 2, IsCorporate: false }),
      expect.objectContaining({ IsoCode: 'CHF', ConversionRate: 0.8, IsCorporate: false }),
    ]),
  )
  const soql =
    "SELECT ConversionRate, StartDate, NextStartDate FROM DatedConversionRate WHERE IsoCode = 'USD'"
  expect(await client.rows(soql)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ ConversionRate: 1.25, StartDate: '0001-01-01', NextStartDate: '2026-06-01' }),
      expect.objectContaining({ ConversionRate: 2, StartDate: '2026-06-01', NextStartDate: '9999-12-31' }),
    ]),
  )
  client.sandbox.switches.datedRates = false
  expect((await client.query(soql)).body).toMatchObject([{ errorCode: 'INVALID_TYPE' }])
  expect((await client.query('SELECT Id FROM CurrencyType ORDER BY IsoCode')).body).toMatchObject([
    { errorCode: 'MALFORMED_QUERY' },
  ])
})

test.each([
  [false, 'INVALID_FIELD'],
  [true, undefined],
])('2.1 [U] Organization.DefaultCurrencyIsoCode is there: %s', async (organizationCurrency, errorCode) => {
  await using client = await startClient({ organizationCurrency })
  const answer = await client.query('SELECT DefaultCurrencyIsoCode FROM Organization')
  expect(Object(answer.body)[0]?.errorCode).toBe(errorCode)
})

const USD = 'SELECT ConversionRate, NextStartDate FROM DatedConversionRate WHERE StartDate = 2026-06-01'
const YEAR = 'SELECT Name FROM FiscalYearSettings WHERE StartDate = 2026-04-01'

test.each([
  [{ lastRateEnds: null }, USD, { NextStartDate: null }],
  [{ lastRateEnds: '9999-12-31' }, USD, { NextStartDate: '9999-12-31' }],
  [{ rateDigits: 0 }, "SELECT ConversionRate FROM CurrencyType WHERE IsoCode = 'CHF'", { ConversionRate: 1 }],
  [{ fiscalYearByStart: true }, YEAR, { Name: '2026' }],
  [{ fiscalYearByStart: false }, YEAR, { Name: '2027' }],
  [
    { historyRelationship: 'Histories' },
    'SELECT (SELECT Id FROM Histories) FROM Opportunity',
    { Histories: { done: true } },
  ],
] as const)('[U] with %j, %s answers %j', async (switches, soql, expected) => {
  await using client = await startClient(switches, smallCompany({ rates: true, fiscalYearStartMonth: 4 }))
  client.sandbox.crm.createDeal(dealFields, PAST)
  expect(await client.rows(soql)).toMatchObject([expected])
})

test('2.1 the organization tells zone and fiscal year; periods follow from it', async () => {
  await using client = await startClient({}, smallCompany({ fiscalYearStartMonth: 4 }))
  expect(
    await client.rows(
      'SELECT Name, TimeZoneSidKey, FiscalYearStartMonth, UsesStartDateAsFiscalYearName FROM Organization',
    ),
  ).toMatchObject([
    {
      Name: 'Muster GmbH',
      TimeZoneSidKey: 'Europe/Berlin',
      FiscalYearStartMonth: 4,
      UsesStartDateAsFiscalYearName: false,
    },
  ])
  expect(
    await client.rows(
      "SELECT StartDate, EndDate, Number FROM Period WHERE Type = 'Quarter' AND StartDate = 2026-10-01",
    ),
  ).toMatchObject([{ StartDate: '2026-10-01', EndDate: '2026-12-31', Number: 3 }])
  expect(
    await client.rows('SELECT Name, EndDate FROM FiscalYearSettings WHERE StartDate = 2026-04-01'),
  ).toMatchObject([{ Name: '2027', EndDate: '2027-03-31' }])
})

test('ten thousand opportunities: a page comes in well under 50 ms', async () => {
  await using client = await startClient()
  for (let n = 0; n < 10_000; n += 1) client.sandbox.crm.createDeal(dealFields, PAST)
  const soql =
    'SELECT Id, Name, StageName, Amount, CloseDate, OwnerId, AccountId, SystemModstamp FROM Opportunity ORDER BY Id LIMIT 200'
  await client.rows(soql)
  const times: number[] = []
  for (let n = 0; n < 5; n += 1) {
    const start = performance.now()
    await client.rows(soql)
    times.push(performance.now() - start)
  }
  expect(Math.min(...times)).toBeLessThan(50)
})
