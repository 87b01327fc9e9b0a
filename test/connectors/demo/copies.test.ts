import { expect, test } from 'vitest'
import { createDemoCompany, liveDay } from '../../../connectors/demo/company.ts'
import { createCopier, isCopy, ORIGINAL } from '../../../connectors/demo/copies.ts'
import type { Crm, CrmDeal } from '../../../connectors/demo/types.ts'

const ANCHOR = '2026-11-20'
const since = '2025-11-20T00:00:00.000Z'
const idOf = (neutral: string) => `006-${neutral}`

function company() {
  const from = createDemoCompany({ seed: 7, anchor: ANCHOR, crm: 'salesforce' })
  const to = createDemoCompany({ seed: 7, anchor: ANCHOR, crm: 'hubspot' })
  return { from, to, copier: createCopier({ from, to, since, idOf }) }
}
const copiesIn = (crm: Crm) => [...crm.deals.values()].filter(isCopy)
const originalOf = (from: Crm, copy: CrmDeal) => from.deals.get(String(copy.properties[ORIGINAL]).slice(4))
const statusOf = (crm: Crm, { pipelineId, stageId }: CrmDeal) => {
  const stage = crm.pipelines.find(({ id }) => id === pipelineId)?.stages.find(({ id }) => id === stageId)
  return stage?.closed === true ? (stage.won ? 'won' : 'lost') : 'open'
}
const shown = (crm: Crm, deal: CrmDeal | undefined) =>
  deal && [statusOf(crm, deal), deal.amount, deal.closeDate, deal.currency, deal.deletedAt === null]

test('a few hundred deals of Salesforce stand in HubSpot too, each as its original stands, a little later', () => {
  const { from, to, copier } = company()
  const own = JSON.stringify([...to.deals.values()])
  copier.catchUp()
  const copies = copiesIn(to)
  expect(copies.length).toBeGreaterThan(200)
  expect(copies.length).toBeLessThan(500)
  for (const copy of copies) {
    const original = originalOf(from, copy)
    expect(shown(to, copy)).toEqual(shown(from, original))
    expect(copy.createdAt > String(original?.createdAt)).toBe(true)
    expect(copy.updatedAt > String(original?.updatedAt)).toBe(true)
  }
  const moves = (deal: CrmDeal | undefined) => deal?.history.filter(({ field }) => field === 'stageId').length
  expect(copies.every((copy) => moves(copy) === moves(originalOf(from, copy)))).toBe(true)
  expect(JSON.stringify([...to.deals.values()].filter((deal) => !isCopy(deal)))).toBe(own)
})

test('copies follow day by day, live no days of their own, and change nothing of the days of others', () => {
  const { from, to, copier } = company()
  copier.catchUp()
  const alone = createDemoCompany({ seed: 7, anchor: ANCHOR, crm: 'hubspot' })
  for (const day of ['2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26']) {
    for (const crm of [from, to, alone]) liveDay(crm, day)
    copier.catchUp()
    const before = JSON.stringify(copiesIn(to))
    copier.catchUp()
    expect(JSON.stringify(copiesIn(to)) === before).toBe(true)
  }
  for (const copy of copiesIn(to)) expect(shown(to, copy)).toEqual(shown(from, originalOf(from, copy)))
  expect(copiesIn(to).some(({ createdAt }) => createdAt > '2026-11-21')).toBe(true)
  const own = [...to.deals.values()].filter((deal) => !isCopy(deal))
  expect(JSON.stringify(own) === JSON.stringify([...alone.deals.values()])).toBe(true)
})

test('an original that is deleted takes its copy along; a copy that was deleted by hand stays so', () => {
  const { from, to, copier } = company()
  copier.catchUp()
  const [first, second] = copiesIn(to).filter((copy) => copy.deletedAt === null)
  const at = '2026-11-23T10:00:00.000Z'
  from.deleteDeal(String(first && originalOf(from, first)?.id), at)
  to.deleteDeal(String(second?.id), at)
  from.updateDeal(String(second && originalOf(from, second)?.id), { amount: '1.00' }, at)
  copier.catchUp()
  expect(first?.deletedAt).toBe('2026-11-23T10:01:30.000Z')
  expect(second?.deletedAt).toBe(at)
})
