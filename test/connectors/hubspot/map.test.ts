import { expect, test } from 'vitest'
import { accountRecord, ownerRecord, pipelineRecord, rateRecord } from '../../../connectors/hubspot/map.ts'
import { parseBody, parsePage, parseRows } from '../../../connectors/hubspot/parse.ts'
import { accountWire, pipelineWire } from '../../../connectors/hubspot/wire.ts'

const pipelineOf = (probability: string | number | null | undefined) => {
  const stages = [{ id: 's', label: 'Won!', displayOrder: 1, metadata: { probability } }]
  const { records } = parseRows([{ id: 'p', label: 'P', stages }], pipelineWire, pipelineRecord)
  return records[0]?.stages[0]
}

test.each([
  ['1.0', true, true],
  ['1', true, true],
  [1, true, true],
  ['1.2', true, true],
  ['0.0', true, false],
  ['-0.1', true, false],
  ['0.999999999999999999', false, false],
  ['0.000000000000000001', false, false],
  ['0.5', false, false],
  [null, false, false],
  [undefined, false, false],
  ['', false, false],
  ['surely', false, false],
])('a stage of probability %s is closed: %s, won: %s', (probability, closed, won) => {
  expect(pipelineOf(probability)).toMatchObject({ closed, won })
})

test('an account that tells little is still read', () => {
  const wire = parseBody(accountWire, '{"portalId":7,"timeZone":"Europe/Berlin"}')
  expect(accountRecord(wire, { hidden: [], absent: [] })).toMatchObject({
    id: '7',
    currency: null,
    multiCurrency: false,
    uiHost: 'app.hubspot.com',
  })
})

test('an account without a zone is unreadable: every day would be guessed', () => {
  expect(() => parseBody(accountWire, '{"portalId":7}')).toThrow(
    expect.objectContaining({ failure: expect.objectContaining({ kind: 'unreadable', path: 'timeZone' }) }),
  )
})

test.each([
  [{}, { currency: 'CHF', factor: '1.05', from: null, to: null }],
  [{ conversionRate: '0.00000001' }, { currency: 'CHF', factor: '0.00000001', from: null, to: null }],
  [{ fromCurrencyCode: 'franc' }, 'fromCurrencyCode: franc'],
  [{ toCurrencyCode: 'USD' }, "toCurrencyCode: USD, but the company's is EUR"],
  [{ conversionRate: '0' }, 'conversionRate: 0'],
  [{ conversionRate: 'x' }, 'conversionRate: x'],
])('a rate with %j is %j', (change, expected) => {
  const rate = { fromCurrencyCode: 'CHF', toCurrencyCode: 'EUR', conversionRate: '1.05', ...change }
  expect(rateRecord(rate, 'EUR')).toEqual(expected)
})

test('an owner without teams belongs to none', () => {
  expect(ownerRecord({ id: '1', archived: null, teams: null })).toEqual({
    id: '1',
    teamId: null,
    active: true,
  })
})

test.each([
  ['not JSON', '{"results":[', ''],
  ['without rows', '{"total":0}', 'results'],
  ['with rows of another shape', '{"results":{}}', 'results'],
  ['with a broken mark', '{"results":[],"paging":{"next":{"after":true}}}', 'paging.next.after'],
])('a page %s is unreadable and says where', (_, body, path) => {
  expect(() => parsePage(body)).toThrow(
    expect.objectContaining({ failure: expect.objectContaining({ kind: 'unreadable', path }) }),
  )
})
