/** Section 5.3 of the facts: search and everything it turns down. */
import { expect, test } from 'vitest'
import type { CrmDealFields } from '../../../../connectors/demo/types.ts'
import { callerOf, smallAccount, someDeal, T0 } from './account.ts'

const byId = [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }]
const where = (...filters: object[]) => ({ filterGroups: [{ filters }], sorts: byId })
const ids = (reply: { body: { results: { id: string }[] } }) => reply.body.results.map((row) => row.id)
const ms = (instant: string) => String(Date.parse(instant))

function withDeals(...fields: Partial<CrmDealFields>[]) {
  const crm = smallAccount()
  for (const one of fields) crm.createDeal({ ...someDeal, ...one }, T0)
  return crm
}
const many = (count: number) => withDeals(...Array.from({ length: count }, () => ({})))
const filter = { propertyName: 'hs_object_id', operator: 'GT', value: '0' }

test('[D] a page is 10 by default and 200 at most', () => {
  const { search } = callerOf(many(210), { searchPerSecond: 50 })
  expect(search({}).body.results).toHaveLength(10)
  const page = search({ limit: 200 }).body
  expect(page.results).toHaveLength(200)
  expect(page).toMatchObject({ total: 210, paging: { next: { after: '200' } } })
  for (const limit of [201, 0, 2.5, '10']) expect(search({ limit }).status).toBe(400)
})

test('[D] after is a whole offset as text and the last page has no paging', () => {
  const { search } = callerOf(many(15), { searchPerSecond: 50 })
  const last = search({ sorts: byId, limit: 10, after: '10' }).body
  expect(last.results).toHaveLength(5)
  expect(last.paging).toBeUndefined()
  for (const after of ['abc', '', 10]) expect(search({ after }).status).toBe(400)
})

test('[D] beyond 10,000 results paging is refused, the total stays true', () => {
  const { search } = callerOf(many(10_050))
  expect(search({ limit: 200, after: '9800', sorts: byId }).body).toMatchObject({
    total: 10_050,
    paging: { next: { after: '10000' } },
  })
  expect(search({ limit: 200, after: '10000', sorts: byId })).toMatchObject({
    status: 400,
    body: { category: 'VALIDATION_ERROR' },
  })
  expect(search({ limit: 200, after: '9900', sorts: byId }).status).toBe(400)
})

test('[D, V] 5 groups of 6 filters, 18 in all, and not one more', () => {
  const { search } = callerOf(many(1), { searchPerSecond: 50 })
  const groups = (...sizes: number[]) => ({
    filterGroups: sizes.map((size) => ({ filters: Array.from({ length: size }, () => filter) })),
  })
  expect(search(groups(6, 6, 6)).status).toBe(200)
  expect(search(groups(4, 4, 4, 3, 3)).status).toBe(200)
  for (const tooMany of [groups(7), groups(1, 1, 1, 1, 1, 1), groups(6, 6, 6, 1)])
    expect(search(tooMany)).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR' } })
})

test('[D] a body over 3,000 characters is refused', () => {
  const { search } = callerOf(many(1))
  expect(search({ query: 'x'.repeat(2980) }).status).toBe(200)
  expect(search({ query: 'x'.repeat(3000) }).status).toBe(400)
})

test('[D, V] one sort rule, as object or as text', () => {
  const { search } = callerOf(withDeals({ amount: '5' }, { amount: '40' }, { amount: null }), {
    searchPerSecond: 50,
  })
  expect(ids(search({ sorts: [{ propertyName: 'amount', direction: 'ASCENDING' }] }))).toEqual([
    '100',
    '101',
    '102',
  ])
  expect(ids(search({ sorts: [{ propertyName: 'amount', direction: 'DESCENDING' }] }))).toEqual([
    '101',
    '100',
    '102',
  ])
  expect(ids(search({ sorts: ['amount'] }))).toEqual(['100', '101', '102'])
  expect(search({ sorts: [...byId, ...byId] }).status).toBe(400)
  expect(search({ sorts: ['nosuch'] }).status).toBe(400)
})

test('[V] rows that sort equal come in an order of no meaning', () => {
  const reply = callerOf(many(50)).search({
    sorts: [{ propertyName: 'hs_lastmodifieddate', direction: 'ASCENDING' }],
    limit: 50,
  })
  expect(ids(reply)).not.toEqual(ids(reply).toSorted())
  expect(new Set(ids(reply)).size).toBe(50)
})

test.each<[string, object, string[]]>([
  ['EQ', { propertyName: 'dealstage', operator: 'EQ', value: 'closedwon' }, ['101']],
  ['NEQ', { propertyName: 'dealstage', operator: 'NEQ', value: 'closedwon' }, ['100', '102']],
  ['IN', { propertyName: 'dealstage', operator: 'IN', values: ['closedwon', 'closedlost'] }, ['101', '102']],
  ['NOT_IN', { propertyName: 'dealstage', operator: 'NOT_IN', values: ['closedwon', 'closedlost'] }, ['100']],
  ['GT', { propertyName: 'amount', operator: 'GT', value: '90' }, ['101']],
  ['GTE', { propertyName: 'amount', operator: 'GTE', value: '90' }, ['100', '101']],
  ['LT', { propertyName: 'amount', operator: 'LT', value: '100' }, ['100']],
  ['LTE', { propertyName: 'amount', operator: 'LTE', value: '100.0' }, ['100', '101']],
  ['BETWEEN', { propertyName: 'amount', operator: 'BETWEEN', value: '90', highValue: '95' }, ['100']],
  ['HAS_PROPERTY', { propertyName: 'amount', operator: 'HAS_PROPERTY' }, ['100', '101']],
  ['NOT_HAS_PROPERTY', { propertyName: 'amount', operator: 'NOT_HAS_PROPERTY' }, ['102']],
  [
    'CONTAINS_TOKEN',
    { propertyName: 'dealname', operator: 'CONTAINS_TOKEN', value: 'halle*' },
    ['100', '101'],
  ],
  [
    'NOT_CONTAINS_TOKEN',
    { propertyName: 'dealname', operator: 'NOT_CONTAINS_TOKEN', value: 'halle' },
    ['102'],
  ],
  ['GT on ids', { propertyName: 'hs_object_id', operator: 'GT', value: '100' }, ['101', '102']],
])('[V] the operator %s', (_name, one, expected) => {
  const crm = withDeals(
    { amount: '90' },
    { amount: '100', stageId: 'closedwon' },
    { amount: null, stageId: 'closedlost', name: 'Leitstand' },
  )
  expect(ids(callerOf(crm).search(where(one)))).toEqual(expected)
})

test('[D] groups are alternatives, filters of a group hold together', () => {
  const crm = withDeals({ amount: '1' }, { amount: '2' }, { amount: '3' })
  const eq = (value: string) => ({ propertyName: 'amount', operator: 'EQ', value })
  const { search } = callerOf(crm)
  const either = { filterGroups: [{ filters: [eq('1')] }, { filters: [eq('3')] }], sorts: byId }
  expect(ids(search(either))).toEqual(['100', '102'])
  expect(ids(search(where(eq('1'), eq('3'))))).toEqual([])
})

test('[D] times are filtered by epoch milliseconds, both ends of BETWEEN included, and come back in ISO form', () => {
  const crm = withDeals({}, {})
  crm.updateDeal('101', { name: 'x' }, '2026-03-01T09:00:00.500Z')
  const { search } = callerOf(crm, { searchPerSecond: 50 }, '2026-03-02T00:00:00.000Z')
  const between = (value: string, highValue: string) =>
    where({ propertyName: 'hs_lastmodifieddate', operator: 'BETWEEN', value, highValue })
  expect(ids(search(between(ms(T0), ms('2026-03-01T09:00:00.500Z'))))).toEqual(['100', '101'])
  expect(ids(search(between(ms(T0), ms('2026-03-01T09:00:00.499Z'))))).toEqual(['100'])
  const found = search(between(ms('2026-03-01T09:00:00.500Z'), ms('2026-03-02T00:00:00.000Z')))
  expect(found.body.results[0].properties.hs_lastmodifieddate).toBe('2026-03-01T09:00:00.500Z')
  expect(search(between(T0, '2026-03-02T00:00:00.000Z')).status).toBe(400)
})

test('[D] values of IN are in lower case: capitals find nothing in text', () => {
  const { search } = callerOf(withDeals({}))
  const isIn = (value: string) => where({ propertyName: 'region', operator: 'IN', values: [value] })
  expect(ids(search(isIn('nord')))).toEqual(['100'])
  expect(ids(search(isIn('Nord')))).toEqual([])
})

test.each([
  ['an operator nobody knows', { propertyName: 'amount', operator: 'LIKE', value: '1' }],
  ['a property nobody has', { propertyName: 'nosuch', operator: 'EQ', value: '1' }],
  ['BETWEEN without its upper end', { propertyName: 'amount', operator: 'BETWEEN', value: '1' }],
  ['IN without values', { propertyName: 'amount', operator: 'IN', value: '1' }],
  ['a number for text', { propertyName: 'amount', operator: 'EQ', value: 1 }],
  ['text for a number', { propertyName: 'amount', operator: 'GT', value: 'viel' }],
])('[V] %s is refused', (_name, one) => {
  expect(callerOf(withDeals({})).search(where(one))).toMatchObject({
    status: 400,
    body: { category: 'VALIDATION_ERROR' },
  })
})

test('[D] without properties a search returns the default ones', () => {
  const [row] = callerOf(withDeals({})).search({}).body.results
  expect(Object.keys(row.properties)).toEqual([
    'amount',
    'closedate',
    'createdate',
    'dealname',
    'dealstage',
    'hs_lastmodifieddate',
    'hs_object_id',
    'pipeline',
  ])
})

test('[D] archived and merged deals never show up in a search', () => {
  const crm = withDeals({}, {}, {})
  crm.deleteDeal('100', '2026-03-01T09:00:00.000Z')
  crm.mergeDeals('101', '102', '2026-03-01T09:00:00.000Z')
  const { search } = callerOf(crm, {}, '2026-03-02T00:00:00.000Z')
  expect(search({ sorts: byId }).body).toMatchObject({ total: 1, results: [{ id: '101' }] })
})

test('[U] the index is late: an edit is found under its old state until the lag has passed', () => {
  const crm = withDeals({ amount: '1' })
  const { search, get, clock } = callerOf(crm, { searchLagMs: 60_000 }, '2026-03-01T10:00:00.000Z')
  const amounts = () => search({}).body.results.map((row: { properties: object }) => row.properties)
  crm.updateDeal('100', { amount: '2' }, '2026-03-01T10:00:00.000Z')
  crm.createDeal({ ...someDeal, amount: '9' }, '2026-03-01T10:00:00.000Z')
  expect(amounts()).toMatchObject([{ amount: '1' }])
  expect(get('/crm/objects/2026-09/deals/100?properties=amount').body.properties.amount).toBe('2')
  clock.ms += 59_999
  crm.deleteDeal('100', '2026-03-01T10:00:59.999Z')
  expect(amounts()).toMatchObject([{ amount: '1' }])
  clock.ms += 1
  expect(amounts()).toHaveLength(2)
  clock.ms += 60_000
  expect(amounts()).toMatchObject([{ amount: '9' }])
})

test('[U] edits of one moment may show one by one, none later than the lag', () => {
  const crm = many(30)
  const lag = { searchLagMs: 60_000, searchLagVaries: true }
  const { search, clock } = callerOf(crm, { ...lag, searchPerSecond: 50 }, '2026-03-01T10:00:00.000Z')
  for (const id of crm.deals.keys()) crm.updateDeal(id, { amount: '2' }, '2026-03-01T10:00:00.000Z')
  const shown = () =>
    search(where({ propertyName: 'amount', operator: 'EQ', value: '2' })).body.total as number
  const counts = [0, 20_000, 20_000, 20_000].map((ms) => {
    clock.ms += ms
    return shown()
  })
  expect(counts).toEqual(counts.toSorted((a, b) => a - b))
  expect(counts[1]).toBeGreaterThan(0)
  expect(counts[1]).toBeLessThan(30)
  expect(counts.at(-1)).toBe(30)
})

test('[U] ids may be compared as text', () => {
  const crm = smallAccount()
  for (const id of ['99', '100', '1000']) crm.createDeal(someDeal, T0, id)
  const above = where({ propertyName: 'hs_object_id', operator: 'GT', value: '100' })
  expect(ids(callerOf(crm, { idOrder: 'numeric' }).search(above))).toEqual(['1000'])
  expect(ids(callerOf(crm, { idOrder: 'text' }).search(above))).toEqual(['1000', '99'])
})

test('[U] NEQ and NOT_IN may or may not match an empty property', () => {
  const crm = withDeals({ amount: null })
  const unlike = where({ propertyName: 'amount', operator: 'NEQ', value: '1' })
  expect(callerOf(crm, { negationMatchesEmpty: false }).search(unlike).body.total).toBe(0)
  expect(callerOf(crm, { negationMatchesEmpty: true }).search(unlike).body.total).toBe(1)
})
