/** Section 5.6 of the facts: the properties of a deal and the formulas behind them. */
import { expect, test } from 'vitest'
import type { CrmDealFields } from '../../../../connectors/demo/types.ts'
import type { Switches } from '../../../../connectors/hubspot/sandbox/switches.ts'
import { callerOf, smallAccount, someDeal, T0 } from './account.ts'

function read(fields: Partial<CrmDealFields>, names: readonly string[], switches: Partial<Switches> = {}) {
  const crm = smallAccount()
  crm.createDeal({ ...someDeal, ...fields }, T0)
  const reply = callerOf(crm, switches).get(`/crm/objects/2026-09/deals/100?properties=${names.join(',')}`)
  return names.map((name) => reply.body.properties[name])
}

test('[D] the home amount is amount x rate', () => {
  const names = ['amount_in_home_currency', 'hs_exchange_rate']
  expect(read({ amount: '1000.50', currency: 'CHF' }, names)).toEqual(['1050.525', '1.05'])
  expect(read({ amount: '1000.50', currency: 'EUR' }, names)).toEqual(['1000.50', null])
  expect(read({ amount: '7', currency: 'EUR' }, names, { homeRate: 'one' })).toEqual(['7', '1'])
})

test('[D] without a rate the home amount is the bare amount: the trap', () => {
  expect(read({ amount: '1000', currency: 'USD' }, ['amount_in_home_currency', 'hs_exchange_rate'])).toEqual([
    '1000',
    null,
  ])
})

test.each<[string, Partial<CrmDealFields>, string[]]>([
  ['open', {}, ['false', 'false', 'false', '0.4']],
  ['won', { stageId: 'closedwon' }, ['true', 'true', 'false', '1']],
  ['lost', { stageId: 'closedlost' }, ['true', 'false', 'true', '0']],
  [
    'won by stage, overridden to 0',
    { stageId: 'closedwon', probability: '0' },
    ['true', 'true', 'true', '0'],
  ],
  ['open by stage, overridden to 1', { probability: '1' }, ['false', 'false', 'false', '1']],
])('[D] closed and won follow the stage, lost follows the deal: %s', (_name, fields, expected) => {
  const names = ['hs_is_closed', 'hs_is_closed_won', 'hs_is_closed_lost', 'hs_deal_stage_probability']
  expect(read(fields, names)).toEqual(expected)
})

test('[D] projected and weighted amounts', () => {
  const names = [
    'hs_projected_amount',
    'hs_projected_amount_in_home_currency',
    'hs_weighted_pipeline_in_company_currency',
  ]
  expect(read({ amount: '200', currency: 'CHF' }, names)).toEqual(['80', '84', '84'])
  expect(read({ amount: '200', stageId: 'nosuch' }, names)).toEqual(['0', '0', '0'])
  expect(read({ amount: null }, names)).toEqual([null, null, null])
})

test('[S] closed and open amounts and counts', () => {
  const names = [
    'hs_closed_amount',
    'hs_open_amount_in_home_currency',
    'hs_closed_won_count',
    'hs_is_open_count',
  ]
  expect(read({ amount: '200', stageId: 'closedwon' }, names)).toEqual(['200', '0', '1', '0'])
  expect(read({ amount: '200' }, names)).toEqual(['0', '200', '0', '1'])
})

test('[D] days to close never fall below 0', () => {
  const names = ['days_to_close', 'hs_actual_duration']
  // 2026-03-31 00:00 in Berlin, summer time, is 29 days and 14 hours after creation.
  expect(read({ closeDate: '2026-03-31' }, names)).toEqual(['29', String((29 * 24 + 14) * 3_600_000)])
  expect(read({ closeDate: '2026-01-01' }, names)).toEqual(['0', '0'])
  expect(read({ closeDate: null }, names)).toEqual([null, null])
})

test('[D] the close date is an instant whose day is that of the account, at any time of that day', () => {
  const crm = smallAccount()
  for (let i = 0; i < 4; i += 1) crm.createDeal({ ...someDeal, closeDate: '2026-03-31' }, T0)
  const { results } = callerOf(crm).get('/crm/objects/2026-09/deals?properties=closedate').body
  expect(results.map((row: { properties: { closedate: string } }) => row.properties.closedate)).toEqual([
    '2026-03-30T22:00:00Z',
    '2026-03-31T07:17:00Z',
    '2026-03-31T12:42:00Z',
    '2026-03-31T21:59:00Z',
  ])
})

test('[D] time in the current stage is the time of entry and no duration', () => {
  const crm = smallAccount()
  crm.createDeal(someDeal, T0)
  crm.updateDeal('100', { stageId: 'contractsent' }, '2026-03-01T09:00:00.000Z')
  const names = [
    'hs_v2_date_entered_current_stage',
    'hs_v2_time_in_current_stage',
    'hs_v2_date_entered_qualifiedtobuy',
    'hs_v2_date_exited_qualifiedtobuy',
    'hs_v2_cumulative_time_in_qualifiedtobuy',
    'hs_v2_latest_time_in_contractsent',
    'hs_v2_date_entered_closedwon',
  ]
  const { get } = callerOf(crm, { zeroMs: 'kept' }, '2026-03-01T09:00:01.000Z')
  const { properties } = get(`/crm/objects/2026-09/deals/100?properties=${names.join(',')}`).body
  expect(names.map((name) => properties[name])).toEqual([
    '2026-03-01T09:00:00.000Z',
    '2026-03-01T09:00:00.000Z',
    T0,
    '2026-03-01T09:00:00.000Z',
    '3600000',
    '1000',
    null,
  ])
})

test('[S] people, team, company and forecast of a deal', () => {
  const names = [
    'hubspot_owner_id',
    'hubspot_team_id',
    'hs_primary_associated_company',
    'hs_manual_forecast_category',
    'dealtype',
    'region',
  ]
  expect(read({}, names)).toEqual(['501', '2', '9001', 'BEST_CASE', 'newbusiness', 'Nord'])
})

test('bad input passes through as it stands', () => {
  const names = [
    'amount',
    'amount_in_home_currency',
    'closedate',
    'days_to_close',
    'dealstage',
    'hs_is_closed',
  ]
  const bad = { amount: 'viel', closeDate: 'bald', stageId: 'nosuch', currency: 'CHF' }
  expect(read(bad, names)).toEqual(['viel', null, 'bald', null, 'nosuch', 'false'])
})

test('probabilities may carry the full digits of a double, unset may be an empty text', () => {
  expect(read({}, ['hs_deal_stage_probability'], { probabilityText: 'double' })).toEqual([
    '0.40000000000000002220446049250313080847263336181640625',
  ])
  expect(read({ amount: null }, ['amount'], { unset: 'empty' })).toEqual([''])
})
