import { expect, test } from 'vitest'
import type { AccountRecord, DealRecord } from '../../../connectors/contract.ts'
import { dealRecord } from '../../../connectors/hubspot/map-deal.ts'

const account: AccountRecord = {
  id: '1',
  name: null,
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  fiscalYearStartMonth: 1,
  uiHost: 'app.example.com',
  apiVersion: null,
  multiCurrency: true,
  hidden: [],
}
const CHANGED = '2026-11-20T10:00:00Z'

function map(
  properties: Record<string, string | null>,
  more: Partial<AccountRecord> = {},
  config: { readonly twinProperty?: string | null } = {},
) {
  const wire = {
    id: '42',
    properties: { hs_lastmodifieddate: CHANGED, createdate: '2026-11-01T08:00:00.5Z', ...properties },
    createdAt: '2026-10-31T00:00:00Z',
    updatedAt: CHANGED,
    archived: false,
    archivedAt: null,
  }
  return dealRecord(wire, {
    account: { ...account, ...more },
    timeZone: 'Europe/Berlin',
    properties: ['region'],
    config,
  })
}

function deal(properties: Record<string, string | null>, more: Partial<AccountRecord> = {}): DealRecord {
  const record = map(properties, more)
  if (typeof record === 'string') throw new Error(record)
  return record
}

test('a whole deal is read', () => {
  const record = deal({
    dealname: 'Pumps',
    amount: '1234.565',
    deal_currency_code: 'CHF',
    hs_exchange_rate: '1.0512345',
    closedate: '2026-11-24T22:30:00.000Z',
    pipeline: 'default',
    dealstage: 'won',
    hubspot_owner_id: '7',
    hubspot_team_id: '3',
    dealtype: 'newbusiness',
    hs_deal_stage_probability: '0.2',
    hs_manual_forecast_category: 'BEST_CASE',
    hs_merged_object_ids: '40;41',
    hs_primary_associated_company: '9',
    region: 'North',
    not_asked_for: 'x',
  })
  expect(record).toEqual({
    id: '42',
    version: '2026-11-20T10:00:00.000Z',
    createdAt: '2026-11-01T08:00:00.500Z',
    name: 'Pumps',
    pipelineId: 'default',
    stageId: 'won',
    amountMinor: 123_456,
    currency: 'CHF',
    rate: '1.0512345',
    closeDate: '2026-11-24',
    probability: '0.2',
    forecastCategory: 'best_case',
    type: 'newbusiness',
    ownerId: '7',
    teamId: '3',
    companyId: '9',
    twinId: null,
    mergedIds: ['40', '41'],
    properties: { region: 'North' },
    problems: [],
  })
})

test('an empty deal is read as one without anything, and unset is null, absent or empty', () => {
  const expected = {
    name: null,
    pipelineId: null,
    stageId: null,
    amountMinor: null,
    rate: null,
    closeDate: null,
    probability: null,
    ownerId: null,
    twinId: null,
    mergedIds: [],
    properties: { region: null },
    problems: [],
  }
  expect(deal({})).toMatchObject(expected)
  const names = ['amount', 'closedate', 'dealname', 'dealstage', 'hs_merged_object_ids', 'pipeline', 'region']
  for (const unset of [null, '', ' '])
    expect(deal(Object.fromEntries(names.map((name) => [name, unset])))).toMatchObject(expected)
})

test.each([
  ['1000', 'EUR', 100_000],
  ['0', 'EUR', 0],
  ['-12.5', 'EUR', -1250],
  ['0.125', 'EUR', 12],
  ['0.135', 'EUR', 14],
  ['1000.4', 'JPY', 1000],
  ['1.2e3', 'EUR', 120_000],
  ['99999999999.99', 'EUR', 9_999_999_999_999],
])('an amount of %s %s is %s minor units', (amount, code, minor) => {
  expect(deal({ amount, deal_currency_code: code })).toMatchObject({ amountMinor: minor, problems: [] })
})

test.each([
  [{ amount: '12,50' }, { field: 'amount', code: 'not_a_number', raw: '12,50' }],
  [{ amount: 'a lot' }, { field: 'amount', code: 'not_a_number', raw: 'a lot' }],
  [{ amount: 'NaN' }, { field: 'amount', code: 'not_a_number', raw: 'NaN' }],
  [{ amount: 'Infinity' }, { field: 'amount', code: 'not_a_number', raw: 'Infinity' }],
  [{ amount: '1000000000000' }, { field: 'amount', code: 'absurd', raw: '1000000000000' }],
  [{ amount: '-1e300' }, { field: 'amount', code: 'absurd', raw: '-1e300' }],
  [{ closedate: 'soon' }, { field: 'closeDate', code: 'not_a_date', raw: 'soon' }],
  [{ closedate: '2026-02-30' }, { field: 'closeDate', code: 'not_a_date', raw: '2026-02-30' }],
  [
    { closedate: '2026-02-30T00:00:00Z' },
    { field: 'closeDate', code: 'not_a_date', raw: '2026-02-30T00:00:00Z' },
  ],
  [{ closedate: '2026-02-03T00:00' }, { field: 'closeDate', code: 'not_a_date', raw: '2026-02-03T00:00' }],
  [{ hs_exchange_rate: '0' }, { field: 'rate', code: 'not_a_number', raw: '0' }],
  [{ hs_exchange_rate: 'x' }, { field: 'rate', code: 'not_a_number', raw: 'x' }],
  [{ hs_deal_stage_probability: '1.01' }, { field: 'probability', code: 'not_a_number', raw: '1.01' }],
  [{ hs_deal_stage_probability: '-0.1' }, { field: 'probability', code: 'not_a_number', raw: '-0.1' }],
  [
    { amount: '5', deal_currency_code: 'EURO' },
    { field: 'currency', code: 'not_a_currency', raw: 'EURO' },
  ],
] as const)('%j is held with its reason and never guessed', (properties, problem) => {
  const record = deal({ deal_currency_code: 'EUR', ...properties })
  expect(record.problems).toEqual([problem])
  const held = { amount: 'amountMinor', currency: 'currency' } as const
  const field =
    problem.field === 'amount' || problem.field === 'currency' ? held[problem.field] : problem.field
  expect(record[field]).toBeNull()
})

test('an amount in a currency that is none has no minor units', () => {
  expect(deal({ amount: '5', deal_currency_code: 'X' })).toMatchObject({ amountMinor: null, currency: null })
})

test('what stood in a broken field is shown shortened', () => {
  expect(deal({ deal_currency_code: 'EUR', amount: 'x'.repeat(500) }).problems[0]?.raw).toBe('x'.repeat(80))
})

test('a row without a change time is skipped with the reason', () => {
  expect(map({ hs_lastmodifieddate: null })).toBe('hs_lastmodifieddate: missing')
  expect(map({ hs_lastmodifieddate: 'yesterday' })).toBe('hs_lastmodifieddate: yesterday')
})

test('a deal whose create date was blanked keeps the time its record was made', () => {
  expect(deal({ createdate: null }).createdAt).toBe('2026-10-31T00:00:00.000Z')
})

test('a record that names itself among the merged ones is not merged away', () => {
  expect(deal({ hs_merged_object_ids: '40;42;41' }).mergedIds).toEqual(['40', '41'])
})

test('a forecast category that we do not know is none', () => {
  expect(deal({ hs_manual_forecast_category: 'MOONSHOT' })).toMatchObject({
    forecastCategory: null,
    problems: [],
  })
})

test.each([
  ['what the integration wrote, in the long form of the id', {}, '006gL0000000001QAA'],
  ['another property, where one is named', { twinProperty: 'sf_opportunity' }, '006gL0000000002QAA'],
  ['nothing, where there is none', { twinProperty: null }, null],
])('a deal names its twin in Salesforce: %s', (_, config, twinId) => {
  const properties = { hs_salesforceopportunityid: '006gL0000000001', sf_opportunity: '006gL0000000002QAA' }
  expect(map(properties, {}, config)).toMatchObject({ twinId })
})
