import { expect, test } from 'vitest'
import { createCrm } from '../../../connectors/demo/crm.ts'
import type { CrmDealFields } from '../../../connectors/demo/types.ts'

const fields: CrmDealFields = {
  name: 'Palettierer',
  companyId: null,
  pipelineId: 'p',
  stageId: 's1',
  amount: '100.00',
  currency: 'EUR',
  closeDate: '2026-03-31',
  probability: null,
  type: null,
  ownerId: '7',
  forecastCategory: null,
  properties: { region: 'Nord' },
}
const t1 = '2026-01-01T08:00:00.000Z'
const t2 = '2026-01-02T08:00:00.000Z'
const t3 = '2026-01-03T08:00:00.000Z'

const empty = (firstDealId = 100) =>
  createCrm({ name: 'N', timeZone: 'Europe/Berlin', currency: 'EUR', fiscalYearStartMonth: 1, firstDealId })

test('deal ids ascend from the first one and step over ids that are taken', () => {
  const crm = empty(98)
  const ids = [crm.createDeal(fields, t1), crm.createDeal(fields, t1, '99'), crm.createDeal(fields, t1)]
  expect(ids.map((deal) => deal.id)).toEqual(['98', '99', '100'])
  expect(() => crm.createDeal(fields, t1, '98')).toThrow('exists')
})

test('an edit moves the change time and records only what changed', () => {
  const crm = empty()
  const { id } = crm.createDeal(fields, t1)
  crm.updateDeal(id, { stageId: 's2', amount: '100.00', properties: { term: '12' } }, t2)
  const deal = crm.deals.get(id)
  expect(deal?.updatedAt).toBe(t2)
  expect(deal?.history.filter((entry) => entry.at === t2)).toEqual([
    { at: t2, field: 'stageId', value: 's2' },
  ])
  expect(deal?.history).toHaveLength(6)
  expect(deal?.properties).toEqual({ region: 'Nord', term: '12' })
})

test('a deleted deal comes back, a merged one does not', () => {
  const crm = empty()
  const a = crm.createDeal(fields, t1).id
  const b = crm.createDeal(fields, t1).id
  crm.deleteDeal(a, t2)
  expect(() => crm.updateDeal(a, { name: 'x' }, t2)).toThrow('is deleted')
  crm.restoreDeal(a, t2)
  crm.mergeDeals(a, b, t3)
  expect(crm.deals.get(a)).toMatchObject({ mergedIds: [b], updatedAt: t3, deletedAt: null })
  expect(crm.deals.get(b)).toMatchObject({ mergedInto: a, deletedAt: t3 })
  expect(() => crm.restoreDeal(b, t3)).toThrow('merged')
})

test('an edit before the last change is refused', () => {
  const crm = empty()
  const { id } = crm.createDeal(fields, t2)
  expect(() => crm.updateDeal(id, { name: 'x' }, t1)).toThrow('later than')
  expect(crm.deals.get(id)?.name).toBe('Palettierer')
})

test('a caller who keeps the fields cannot change the deal with them', () => {
  const crm = empty()
  const mine = { ...fields, properties: { region: 'Nord' as string | null } }
  const { id } = crm.createDeal(mine, t1)
  mine.properties.region = 'Süd'
  expect(crm.deals.get(id)?.properties.region).toBe('Nord')
})
