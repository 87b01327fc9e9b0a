/** Planted and seen red: an end that is not moved, a one-off read as a contract, a pipeline asked before the type. */
import { expect, test } from 'vitest'
import { type ContractMapping, type ContractRecord, noContracts } from '../../connectors/contract.ts'
import { contractOfDeal, type DealState } from '../../connectors/contract-of-deal.ts'
import { recurringFields, renewing, termField } from '../../connectors/offer-words.ts'
import { afterDuration, endDay, firstDay, monthsOf } from '../../connectors/values/term.ts'

const yearly: ContractMapping = { ...noContracts, source: 'deals', amount: 'arr', months: 12 }
const deal: DealState = {
  ...{ id: '7', version: '2026-03-01T10:00:00.000Z', amountMinor: 90_000_00, currency: 'EUR', rate: null },
  ...{ closeDate: '2026-01-31', pipelineId: 'new', type: 'newbusiness', companyId: 'c' },
  properties: { arr: '1200.50', term: '24', begin: '2026-02-15', until: '2027-02-14', line: 'Robots' },
}
const context = { kind: 'deal', timeZone: 'Europe/Berlin' } as const
const of = (mapping: Partial<ContractMapping>, change: Partial<DealState> = {}) =>
  contractOfDeal({ ...deal, ...change }, { ...yearly, ...mapping }, context)

test.each<[string, Partial<ContractMapping>, Partial<DealState>, Partial<ContractRecord> | null]>([
  [
    'recurring money without an end is open',
    {},
    {},
    { amountMinor: 1_200_50, startsOn: '2026-01-31', endsOn: null, periodMonths: 12 },
  ],
  ['a term ends it, from the close date', { term: 'term' }, {}, { endsOn: '2028-01-31' }],
  [
    'a start of its own',
    { term: 'term', start: 'begin' },
    {},
    { startsOn: '2026-02-15', endsOn: '2028-02-15' },
  ],
  ['a last day is moved by one', { end: 'until', endInclusive: true }, {}, { endsOn: '2027-02-15' }],
  ['a day after stays', { end: 'until' }, {}, { endsOn: '2027-02-14' }],
  ['an end that is told wins over the term', { end: 'until', term: 'term' }, {}, { endsOn: '2027-02-14' }],
  [
    'the amount of the deal for the whole term',
    { amount: 'amount', months: null, term: 'term' },
    {},
    { amountMinor: 90_000_00, periodMonths: 24 },
  ],
  ['without a term it is a one-off', { amount: 'amount', months: null }, {}, null],
  ['without recurring money too', {}, { properties: { arr: null } }, null],
  ['and a deal for nothing', { amount: 'amount', months: null, term: 'term' }, { amountMinor: 0 }, null],
  ['and with none of it', {}, { properties: { arr: '0.00' } }, null],
  [
    'the last of February',
    { term: 'term' },
    { closeDate: '2027-08-31', properties: { arr: '1', term: '6' } },
    { endsOn: '2028-02-29' },
  ],
  [
    'an end before the start is held',
    { end: 'until' },
    { properties: { arr: '1', until: '2025-01-01' } },
    { problems: [{ field: 'endsOn', code: 'before_start', raw: '2025-01-01' }] },
  ],
  [
    'text is no amount',
    {},
    { properties: { arr: 'much' } },
    { amountMinor: null, problems: [{ field: 'amount', code: 'not_a_number', raw: 'much' }] },
  ],
  [
    'more than anybody pays is held',
    {},
    { properties: { arr: '100000000001' } },
    { amountMinor: null, problems: [{ field: 'amount', code: 'absurd', raw: '100000000001' }] },
  ],
  [
    'a negative amount stays what it is',
    {},
    { properties: { arr: '-5' } },
    { amountMinor: -5_00, problems: [] },
  ],
  [
    'a term that is none is held',
    { term: 'term' },
    { properties: { arr: '1', term: 'two' } },
    { endsOn: null, problems: [{ field: 'term', code: 'not_a_number', raw: 'two' }] },
  ],
  [
    'a deal without any date is held',
    {},
    { closeDate: null },
    { startsOn: null, problems: [{ field: 'startsOn', code: 'missing', raw: '' }] },
  ],
  [
    'a type decides before a pipeline',
    { replaces: ['newbusiness'], adds: ['new'] },
    {},
    { overlap: 'replaces' },
  ],
  ['a pipeline decides where the type does not', { adds: ['new'] }, {}, { overlap: 'adds' }],
  ['nobody decided', { adds: ['renewal'] }, {}, { overlap: null }],
  ['all the others', { adds: ['renewal'], replaces: ['*'] }, {}, { overlap: 'replaces' }],
  ['the product', { product: 'line' }, {}, { product: 'Robots', companyId: 'c', dealId: '7', kind: 'deal' }],
])('%s', (_, mapping, change, wanted) => {
  const contract = of(mapping, change)
  if (wanted === null) expect(contract).toBeNull()
  else expect(contract).toMatchObject(wanted)
})

test('lengths, days and names as CRMs write them', () => {
  expect(['12', '12.0', ' 6 ', '0', '-1', '1201', 'x', ''].map(monthsOf)).toEqual([
    12,
    12,
    6,
    null,
    null,
    null,
    null,
    null,
  ])
  expect(
    ['P1Y', 'P18M', 'P52W', 'P364D', 'P0M', 'P1Y6M', 'M'].map((one) => afterDuration('2026-01-31', one)),
  ).toEqual([...['2027-01-31', '2027-07-31', '2027-01-30', '2027-01-30'], ...[null, null, null]])
  // A day kept as midnight in UTC stays that day, further west too.
  expect(firstDay('2026-01-01T00:00:00Z', 'America/New_York')).toBe('2026-01-01')
  expect(firstDay('2026-01-01T03:00:00Z', 'America/New_York')).toBe('2025-12-31')
  expect(endDay('2026-12-31T22:59:59Z', false, 'Europe/Berlin')).toBe('2027-01-01')
  expect(endDay('2026-12-31', true, 'Europe/Berlin')).toBe('2027-01-01')
  expect(endDay('31.12.2026', true, 'Europe/Berlin')).toBeNull()
  expect(recurringFields(['Amount', 'Monthly_Recurring__c', 'ARR__c', 'warranty', 'Jahreswert__c'])).toEqual([
    { name: 'ARR__c', months: 12 },
    { name: 'Jahreswert__c', months: 12 },
    { name: 'Monthly_Recurring__c', months: 1 },
    { name: 'Monthly_Recurring__c', months: 12 },
  ])
  expect(termField(['determined', 'vertrag_laufzeit'])).toBe('vertrag_laufzeit')
  expect(renewing(['Verlängerung', 'renewal', 'new'])).toEqual(['Verlängerung', 'renewal'])
})
