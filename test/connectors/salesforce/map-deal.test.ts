import { expect, test } from 'vitest'
import type { AccountRecord, DealRecord } from '../../../connectors/contract.ts'
import { dealRecord } from '../../../connectors/salesforce/map-deal.ts'
import { opportunityWire } from '../../../connectors/salesforce/wire.ts'

const account: AccountRecord = {
  id: '00DgL0000000001UAA',
  name: null,
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  fiscalYearStartMonth: 1,
  uiHost: 'acme.lightning.force.com',
  apiVersion: '68.0',
  multiCurrency: true,
  hidden: [],
}
const oneCurrency = { multiCurrency: false, currency: null } as const
const hiding = (field: string) => ({ hidden: [{ object: 'Opportunity', field, effect: '' }] })
const row = {
  Id: '006gL0000000001QAA',
  SystemModstamp: '2026-11-20T10:00:00.000+0000',
  CreatedDate: '2026-11-01T08:00:00.000+0000',
  StageName: 'Offer',
  CurrencyIsoCode: 'EUR',
}

function map(
  fields: Record<string, unknown>,
  more: Partial<AccountRecord> = {},
  currency: string | null = null,
): DealRecord {
  const record = dealRecord(opportunityWire.parse({ ...row, ...fields }), {
    account: { ...account, ...more },
    currency,
    properties: ['region__c'],
    config: { twinProperty: 'HubSpot_Deal_ID__c' },
  })
  if (typeof record === 'string') throw new Error(record)
  return record
}

test('a whole opportunity is read', () => {
  const record = map({
    Name: 'Pumps',
    RecordTypeId: '012gL0000000001QAA',
    Amount: 1234.565,
    CurrencyIsoCode: 'CHF',
    CloseDate: '2026-12-31',
    Probability: 20,
    ForecastCategory: 'BestCase',
    Type: 'New Business',
    OwnerId: '005gL0000000001QAA',
    AccountId: '001gL0000000001QAA',
    region__c: 'North',
    not_asked_for__c: 'x',
  })
  expect(record).toEqual({
    id: '006gL0000000001QAA',
    version: '2026-11-20T10:00:00.000Z',
    createdAt: '2026-11-01T08:00:00.000Z',
    name: 'Pumps',
    pipelineId: '012gL0000000001QAA',
    stageId: 'Offer',
    amountMinor: 123_456,
    currency: 'CHF',
    rate: null,
    closeDate: '2026-12-31',
    probability: '0.2',
    forecastCategory: 'best_case',
    type: 'New Business',
    ownerId: '005gL0000000001QAA',
    teamId: null,
    companyId: '001gL0000000001QAA',
    twinId: null,
    mergedIds: [],
    properties: { region__c: 'North' },
    problems: [],
  })
})

test('an opportunity of which nothing but its keys is told is a deal without value', () => {
  const { version, createdAt, id, ...rest } = map({ StageName: null, CurrencyIsoCode: null })
  expect(rest).toEqual({
    name: null,
    pipelineId: 'master',
    stageId: null,
    amountMinor: null,
    currency: null,
    rate: null,
    closeDate: null,
    probability: null,
    forecastCategory: null,
    type: null,
    ownerId: null,
    teamId: null,
    companyId: null,
    twinId: null,
    mergedIds: [],
    properties: { region__c: null },
    problems: [],
  })
  expect([id, version, createdAt]).toEqual([
    '006gL0000000001QAA',
    '2026-11-20T10:00:00.000Z',
    '2026-11-01T08:00:00.000Z',
  ])
})

test.each([
  [0, 'EUR', 0],
  [-0, 'EUR', 0],
  [-12.5, 'EUR', -1250],
  [0.1 + 0.2, 'EUR', 30],
  [1.005, 'EUR', 100],
  [1.015, 'EUR', 102],
  [1e-7, 'EUR', 0],
  ['1000.50', 'EUR', 100_050],
  [1500, 'JPY', 1500],
  [1.2345, 'KWD', 1234],
  [99_999_999_999.99, 'EUR', 9_999_999_999_999],
])('an amount of %s %s is %s minor units', (amount, currency, minor) => {
  const record = map({ Amount: amount, CurrencyIsoCode: currency })
  expect(record.amountMinor).toBe(minor)
  expect(record.problems).toEqual([])
})

test.each([
  ['a lot', 'not_a_number', 'a lot'],
  ['', 'not_a_number', ''],
  ['NaN', 'not_a_number', 'NaN'],
  [1e12, 'absurd', '1000000000000'],
  [-1e12, 'absurd', '-1000000000000'],
  [1e21, 'absurd', '1e+21'],
])('an amount of %j is held as %s', (amount, code, raw) => {
  expect(map({ Amount: amount })).toMatchObject({
    amountMinor: null,
    problems: [{ field: 'amount', code, raw }],
  })
})

test('an amount beyond all numbers is no row we can read', () => {
  const parsed = opportunityWire.safeParse({ ...row, Amount: JSON.parse('1e999') })
  expect(parsed.success).toBe(false)
})

test('in an org with one currency the company says which, if the org does not', () => {
  const fields = { Amount: 1500, CurrencyIsoCode: undefined }
  expect(map(fields, oneCurrency, 'JPY')).toMatchObject({
    currency: 'JPY',
    amountMinor: 1500,
    problems: [],
  })
  expect(map(fields, { ...oneCurrency, currency: 'CHF' }, 'JPY')).toMatchObject({
    currency: 'CHF',
    amountMinor: 150_000,
  })
  expect(map(fields, oneCurrency, null)).toMatchObject({
    currency: null,
    amountMinor: null,
    problems: [{ field: 'currency', code: 'not_a_currency', raw: '' }],
  })
})

test('with several currencies none is ever guessed', () => {
  const amount = { Amount: 5, CurrencyIsoCode: null }
  expect(map(amount, {}, 'EUR')).toMatchObject({
    currency: null,
    amountMinor: null,
    problems: [{ field: 'currency', code: 'not_a_currency', raw: '' }],
  })
  expect(map({ ...amount, CurrencyIsoCode: 'Euro' }, {}, 'EUR')).toMatchObject({
    amountMinor: null,
    problems: [{ field: 'currency', code: 'not_a_currency', raw: 'Euro' }],
  })
  expect(map(amount, hiding('CurrencyIsoCode'), 'EUR')).toMatchObject({
    amountMinor: null,
    problems: [{ field: 'currency', code: 'hidden', raw: 'Opportunity.CurrencyIsoCode' }],
  })
})

test('an amount that is hidden is not an amount that is not there', () => {
  expect(map({}, hiding('Amount'))).toMatchObject({
    amountMinor: null,
    problems: [{ field: 'amount', code: 'hidden' }],
  })
  expect(map({})).toMatchObject({ amountMinor: null, problems: [] })
})

test.each([
  ['closeDate', { CloseDate: '2026-02-30' }, 'not_a_date', '2026-02-30'],
  ['closeDate', { CloseDate: '31.12.2026' }, 'not_a_date', '31.12.2026'],
  ['closeDate', { CloseDate: '' }, 'not_a_date', ''],
  ['probability', { Probability: 101 }, 'not_a_number', '101'],
  ['probability', { Probability: 'high' }, 'not_a_number', 'high'],
] as const)('the %s of %j is held as %s', (field, fields, code, raw) => {
  const record = map(fields)
  expect(record[field]).toBeNull()
  expect(record.problems).toEqual([{ field, code, raw }])
})

test('what a person is shown of a value that cannot be read is short', () => {
  expect(map({ Amount: 'x'.repeat(500) }).problems[0]?.raw).toHaveLength(80)
})

test.each([
  ['Omitted', 'omitted'],
  ['Pipeline', 'pipeline'],
  ['BestCase', 'best_case'],
  ['MostLikely', 'most_likely'],
  ['Forecast', 'commit'],
  ['Closed', 'closed'],
  ['Best Case', null],
  ['constructor', null],
  ['', null],
])('the forecast category %s is %s', (category, expected) => {
  expect(map({ ForecastCategory: category }).forecastCategory).toBe(expected)
})

test.each([
  ['North', 'North'],
  ['  ', null],
  [null, null],
  [0, '0'],
  [12.5, '12.5'],
  [false, 'false'],
  [{ city: 'Bonn' }, null],
])('the property %j is kept as %j', (value, expected) => {
  expect(map({ region__c: value }).properties).toEqual({ region__c: expected })
})

test('a row without its times is skipped with the reason', () => {
  const skip = (fields: object) =>
    dealRecord(opportunityWire.parse({ ...row, ...fields }), {
      account,
      currency: null,
      properties: [],
      config: {},
    })
  expect(skip({ SystemModstamp: null })).toBe('SystemModstamp: missing')
  expect(skip({ SystemModstamp: 'now' })).toBe('SystemModstamp: now')
  expect(skip({ CreatedDate: undefined })).toBe('CreatedDate: missing')
  expect(skip({ CreatedDate: '2026-13-01T00:00:00Z' })).toBe('CreatedDate: 2026-13-01T00:00:00Z')
})

test('one record has one id, in whichever length it comes', () => {
  expect(map({ Id: '006gL0000000001' }).id).toBe('006gL0000000001QAA')
  expect(map({ OwnerId: '005gL00000000BI' }).ownerId).toBe('005gL00000000BIQAY')
  expect(opportunityWire.safeParse({ ...row, Id: "006' OR Id != '" }).success).toBe(false)
})

test('an opportunity names its twin in HubSpot in the field that was chosen, where that can be read', () => {
  const fields = { HubSpot_Deal_ID__c: 38400120001 }
  expect(map(fields).twinId).toBe('38400120001')
  expect(map({ HubSpot_Deal_ID__c: ' 38400120001.0 ' }).twinId).toBe('38400120001')
  expect(map({ HubSpot_Deal_ID__c: '' }).twinId).toBe(null)
  const hidden = [{ object: 'Property', field: 'HubSpot_Deal_ID__c', effect: '' }]
  expect(map(fields, { hidden }).twinId).toBe(null)
  expect(map(fields).properties).toEqual({ region__c: null })
})
