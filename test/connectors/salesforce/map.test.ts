import { expect, test } from 'vitest'
import type { StageRecord } from '../../../connectors/contract.ts'
import {
  accountRecord,
  companyRecord,
  datedRateRecord,
  fraction,
  ownerRecord,
  pipelineRecords,
  rateRecord,
  stageRecord,
  teamRecord,
} from '../../../connectors/salesforce/map.ts'
import { organizationWire, stageWire } from '../../../connectors/salesforce/wire.ts'

const ROLE = '00EgL0000000001QAA'

test.each([
  ['50', '0.5'],
  ['100', '1'],
  ['0', '0'],
  ['12.5', '0.125'],
  ['33.3', '0.333'],
  ['7', '0.07'],
  ['29', '0.29'],
  ['57', '0.57'],
  ['1e-7', '0.000000001'],
  ['1e2', '1'],
  ['100.000001', null],
  ['-1', null],
  ['abc', null],
  ['', null],
])('%s percent is %s of 1, exactly', (percent, expected) => {
  expect(fraction(percent)).toBe(expected)
})

test.each([
  ['0.5', '2'],
  ['1', '1'],
  ['4', '0.25'],
  ['0.8', '1.25'],
  ['161.5', '0.00619195046439628'],
  ['0.00619195046439628', '161.5'],
  ['1E+15', '0.000000000000001'],
  // What a binary number makes of 1 / 1.05, 1 / 0.92 and 1 / 1.1.
  ['0.9523809523809523', '1.05'],
  ['1.0869565217391304', '0.92'],
  ['0.9090909090909091', '1.1'],
  ['3', '0.333333333333333'],
])('%s units for one corporate unit is a factor of %s', (conversion, factor) => {
  expect(rateRecord({ IsoCode: 'CHF', ConversionRate: conversion, IsCorporate: false })).toEqual({
    currency: 'CHF',
    factor,
    from: null,
    to: null,
  })
})

test.each([
  [{ IsoCode: 'CHF', ConversionRate: '0' }, 'ConversionRate: 0'],
  [{ IsoCode: 'CHF', ConversionRate: '-1' }, 'ConversionRate: -1'],
  [{ IsoCode: 'CHF', ConversionRate: 'x' }, 'ConversionRate: x'],
  [{ IsoCode: 'CHF', ConversionRate: null }, 'ConversionRate: missing'],
  [{ IsoCode: 'CHF', ConversionRate: '1e60' }, 'ConversionRate: 1e60'],
  [{ IsoCode: 'Francs', ConversionRate: '1' }, 'IsoCode: Francs'],
])('the rate %j is skipped with its reason', (wire, reason) => {
  expect(rateRecord({ IsCorporate: false, ...wire })).toBe(reason)
})

test('a dated rate is valid from its day until the next one starts', () => {
  const wire = { IsoCode: 'USD', ConversionRate: '2', StartDate: '2026-01-01', NextStartDate: '2026-02-01' }
  expect(datedRateRecord(wire)).toEqual({
    currency: 'USD',
    factor: '0.5',
    from: '2026-01-01',
    to: '2026-02-01',
  })
  for (const NextStartDate of [null, undefined, '9999-12-31'])
    expect(datedRateRecord({ ...wire, NextStartDate })).toMatchObject({ from: '2026-01-01', to: null })
  expect(datedRateRecord({ ...wire, StartDate: '2026-02-30' })).toBe('StartDate: 2026-02-30')
  expect(datedRateRecord({ ...wire, NextStartDate: 'soon' })).toBe('NextStartDate: soon')
})

test('flags and never labels decide what is won', () => {
  const wire = { ApiName: 'Lost', MasterLabel: 'Closed Won', IsClosed: true, IsWon: false, SortOrder: 7 }
  expect(stageRecord(stageWire.parse({ ...wire, IsActive: false, DefaultProbability: 0 }))).toEqual({
    id: 'Lost',
    label: 'Closed Won',
    position: 7,
    closed: true,
    won: false,
    probability: '0',
    archived: true,
  })
  expect(stageRecord(stageWire.parse({ ...wire, IsClosed: false, IsWon: true }))).toMatchObject({
    won: false,
    archived: false,
    probability: null,
  })
  expect(stageWire.safeParse({ ...wire, IsWon: undefined }).success).toBe(false)
})

test('every pipeline has all stages, and deals without a record type have a pipeline too', () => {
  const stages: StageRecord[] = []
  const types = [
    { Id: '012gL0000000001QAA', Name: 'Renewal', IsActive: true },
    { Id: '012gL0000000002QAA', Name: null, IsActive: false },
    { Id: '012gL0000000003QAA', Name: 'New', IsActive: null },
  ]
  expect(pipelineRecords(types, stages)).toEqual([
    { id: 'master', label: 'Master', archived: false, stages },
    { id: '012gL0000000001QAA', label: 'Renewal', archived: false, stages },
    { id: '012gL0000000002QAA', label: '012gL0000000002QAA', archived: true, stages },
    { id: '012gL0000000003QAA', label: 'New', archived: false, stages },
  ])
})

test('people come without a name', () => {
  const Id = '005gL0000000001QAA'
  expect(ownerRecord({ Id, UserRoleId: ROLE, IsActive: false })).toEqual({
    id: Id,
    teamId: ROLE,
    active: false,
  })
  expect(ownerRecord({ Id, UserRoleId: undefined, IsActive: undefined })).toEqual({
    id: Id,
    teamId: null,
    active: true,
  })
  expect(teamRecord({ Id: ROLE, Name: undefined, ParentRoleId: null })).toEqual({
    id: ROLE,
    name: ROLE,
    parentId: null,
  })
})

test('a company that was merged away names its survivor; one without a time is skipped', () => {
  const wire = { Id: '001gL0000000001QAA', Name: 'A', IsDeleted: true, MasterRecordId: '001gL0000000002QAA' }
  expect(companyRecord({ ...wire, SystemModstamp: '2026-01-01T00:00:00.000+0000' })).toEqual({
    id: '001gL0000000001QAA',
    name: 'A',
    version: '2026-01-01T00:00:00.000Z',
    mergedInto: '001gL0000000002QAA',
  })
  expect(companyRecord({ ...wire, SystemModstamp: null })).toBe('SystemModstamp: missing')
  expect(companyRecord({ ...wire, SystemModstamp: 'yesterday' })).toBe('SystemModstamp: yesterday')
})

test.each([
  ['https://acme.my.salesforce.com', 'acme.lightning.force.com'],
  ['https://acme--uat.sandbox.my.salesforce.com', 'acme--uat.sandbox.lightning.force.com'],
  ['https://acme.my.salesforce.mil', 'acme.my.salesforce.mil'],
  ['http://127.0.0.1:8080', '127.0.0.1:8080'],
])('the screens of %s are at %s', (baseUrl, host) => {
  const wire = organizationWire.parse({ Id: '00DgL0000000001', TimeZoneSidKey: 'Europe/Berlin' })
  const facts = { baseUrl, apiVersion: '68.0', hidden: [], multiCurrency: false, corporate: null }
  expect(accountRecord(wire, facts)).toMatchObject({
    id: '00DgL0000000001UAA',
    uiHost: host,
    currency: null,
    fiscalYearStartMonth: 1,
  })
  const told = organizationWire.parse({ ...wire, DefaultCurrencyIsoCode: 'JPY', FiscalYearStartMonth: 4 })
  expect(accountRecord(told, facts)).toMatchObject({ currency: 'JPY', fiscalYearStartMonth: 4 })
  expect(accountRecord(told, { ...facts, corporate: 'EUR' })).toMatchObject({ currency: 'EUR' })
})
