import { expect, test } from 'vitest'
import {
  absentFields,
  type Described,
  hasSeveralCurrencies,
  hiddenFields,
  isHidden,
  missingField,
  opportunityFields,
  readableProperties,
  visibleFields,
} from '../../../connectors/salesforce/fields.ts'
import type { FieldWire } from '../../../connectors/salesforce/wire.ts'

const objects = {
  Opportunity:
    'Id SystemModstamp CreatedDate StageName CloseDate Name RecordTypeId Amount CurrencyIsoCode Probability ForecastCategory Type OwnerId AccountId region__c',
  OpportunityStage: 'ApiName IsClosed IsWon MasterLabel IsActive DefaultProbability SortOrder',
  RecordType: 'Id Name IsActive',
  Account: 'Id SystemModstamp IsDeleted MasterRecordId Name IsPersonAccount',
  User: 'Id IsActive UserRoleId UserType',
  UserRole: 'Id Name ParentRoleId',
  CurrencyType: 'IsoCode',
}

const plain = (name: string): FieldWire => ({ name, type: 'string' })
const whole: Described = Object.fromEntries(
  Object.entries(objects).map(([object, names]) => [
    object,
    new Map(names.split(' ').map((name) => [name, plain(name)])),
  ]),
)

/** `Opportunity.Amount` without that field, `Account` without the object. */
function without(...names: readonly string[]): Described {
  const entries = Object.entries(whole).map(([object, fields]) => {
    if (names.includes(object)) return [object, null] as const
    const kept = [...(fields ?? [])].filter(([field]) => !names.includes(`${object}.${field}`))
    return [object, new Map(kept)] as const
  })
  return Object.fromEntries(entries)
}

function withProperty(field: FieldWire): Described {
  return { ...whole, Opportunity: new Map([...(whole.Opportunity ?? []), [field.name, field]]) }
}

const told = (described: Described, extra: readonly string[] = []) =>
  hiddenFields(described, extra).map(({ object, field }) => `${object}.${field}`)

test('an org that shows all hides nothing, and all wanted fields are asked for once', () => {
  expect(told(whole, ['region__c'])).toEqual([])
  const fields = opportunityFields({ hidden: [], multiCurrency: true }, ['region__c', 'Amount', 'region__c'])
  expect(fields.toSorted()).toEqual(objects.Opportunity.split(' ').toSorted())
})

test('an org with one currency has no currency fields, which hides nothing', () => {
  const one = without('CurrencyType', 'Opportunity.CurrencyIsoCode')
  expect(hasSeveralCurrencies(one)).toBe(false)
  expect(told(one)).toEqual([])
  expect(opportunityFields({ hidden: [], multiCurrency: false }, [])).not.toContain('CurrencyIsoCode')
})

test('an org with several currencies that hides one half of them is still one with several', () => {
  expect(hasSeveralCurrencies(without('CurrencyType'))).toBe(true)
  expect(told(without('CurrencyType'))).toEqual(['CurrencyType.*'])
  expect(told(without('Opportunity.CurrencyIsoCode'))).toEqual(['Opportunity.CurrencyIsoCode'])
})

test('each hidden field is told with its effect and left out of every statement', () => {
  const hidden = hiddenFields(without('Opportunity.Amount', 'Account.Name', 'UserRole'), [])
  expect(hidden.map(({ object, field }) => `${object}.${field}`)).toEqual([
    'Opportunity.Amount',
    'Account.Name',
    'UserRole.*',
  ])
  for (const { effect } of hidden) expect(effect).toMatch(/^[A-Z].*\.$|"\.?$/)
  const account = { hidden, multiCurrency: true }
  expect(opportunityFields(account, [])).not.toContain('Amount')
  expect(visibleFields(account, 'Account')).not.toContain('Name')
  expect(isHidden(account, 'UserRole')).toBe(true)
  expect(missingField(hidden)).toBeNull()
})

test('without the list of record types nobody knows what one means', () => {
  expect(told(without('RecordType'))).toEqual(['Opportunity.RecordTypeId', 'RecordType.*'])
})

test.each([
  ['Opportunity', 'Opportunity'],
  ['OpportunityStage', 'OpportunityStage'],
  ['Opportunity.StageName', 'Opportunity.StageName'],
  ['Opportunity.CloseDate', 'Opportunity.CloseDate'],
  ['OpportunityStage.IsWon', 'OpportunityStage.IsWon'],
])('without %s nothing can be told', (name, missing) => {
  expect(missingField(hiddenFields(without(name), []))).toBe(missing)
})

test.each<[FieldWire | null, string]>([
  [null, 'there is no such field'],
  [{ name: 'x__c', type: 'reference', referenceTo: ['User'] }, 'it names a person'],
  [{ name: 'x__c', type: 'reference', referenceTo: ['Account', 'Contact'] }, 'it names a person'],
  [{ name: 'x__c', type: 'textarea' }, 'not mirrored'],
  [{ name: 'x__c', type: 'address' }, 'not mirrored'],
  [{ name: 'x__c', type: 'email' }, 'not mirrored'],
  [{ name: 'x__c', type: 'double', calculated: true }, 'changes and nothing tells when'],
])('the property %j is refused: %s', (field, reason) => {
  const hidden = hiddenFields(field === null ? whole : withProperty(field), ['x__c', 'region__c'])
  expect(hidden).toMatchObject([{ object: 'Property', field: 'x__c' }])
  expect(hidden[0]?.effect).toContain(reason)
  expect(readableProperties({ hidden }, ['x__c', 'region__c'])).toEqual(['region__c'])
})

test.each(['AgeInDays', 'LastActivityInDays', 'LastStageChangeInDays'])(
  '%s counts days by itself and is refused, whatever its description says',
  (name) => {
    const hidden = hiddenFields(withProperty({ name, type: 'int', calculated: false }), [name])
    expect(hidden).toMatchObject([{ object: 'Property', field: name }])
    expect(hidden[0]?.effect).toContain('changes and nothing tells when')
  },
)

test('a field of ours that an org calculates is read all the same', () => {
  const amount: FieldWire = { name: 'Amount', type: 'currency', calculated: true }
  expect(told(withProperty(amount))).toEqual([])
})

test.each<[string, readonly string[], boolean, readonly string[], readonly string[]]>([
  ['without person accounts', ['Account.IsPersonAccount'], true, ['Account.IsPersonAccount'], []],
  ['without record types', ['Opportunity.RecordTypeId'], false, ['Opportunity.RecordTypeId'], []],
  [
    'without the object of record types',
    ['Opportunity.RecordTypeId', 'RecordType'],
    false,
    ['Opportunity.RecordTypeId', 'RecordType.*'],
    [],
  ],
  ['that hides its record types', ['Opportunity.RecordTypeId'], true, [], ['Opportunity.RecordTypeId']],
  [
    'that hides the list of its record types',
    ['RecordType'],
    true,
    [],
    ['Opportunity.RecordTypeId', 'RecordType.*'],
  ],
])('an org %s is told so', (_, missing, types, absent, hidden) => {
  const described = without(...missing)
  expect(absentFields(described, types)).toEqual(absent)
  expect(hiddenFields(described, [], absent).map((one) => `${one.object}.${one.field}`)).toEqual(hidden)
  const account = { hidden: hiddenFields(described, [], absent), absent, multiCurrency: true }
  const names = [
    ...opportunityFields(account, []).map((field) => `Opportunity.${field}`),
    ...visibleFields(account, 'Account').map((field) => `Account.${field}`),
  ]
  for (const name of [...absent, ...hidden]) expect(names).not.toContain(name)
})

test('who owns a deal is read, and is no property for anybody to see', () => {
  const owner: FieldWire = { name: 'OwnerId', type: 'reference', referenceTo: ['User', 'Group'] }
  const hidden = hiddenFields(withProperty(owner), ['OwnerId'])
  expect(hidden).toMatchObject([{ object: 'Property', field: 'OwnerId' }])
  expect(opportunityFields({ hidden, multiCurrency: true }, ['OwnerId'])).toContain('OwnerId')
  expect(readableProperties({ hidden }, ['OwnerId'])).toEqual([])
})

test('a property that refers to a product is kept', () => {
  const product: FieldWire = { name: 'x__c', type: 'reference', referenceTo: ['Product2'] }
  expect(told(withProperty(product), ['x__c'])).toEqual([])
})
