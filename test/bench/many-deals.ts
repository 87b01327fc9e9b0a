/** A HubSpot account with as many deals as one likes: two pipelines, twenty owners, a company for every fifty deals. */
import { createCrm } from '../../connectors/demo/crm.ts'
import type { Crm, CrmPipeline } from '../../connectors/demo/types.ts'
import { addDays } from '../../connectors/values/time.ts'

const OWNERS = 20
const DEALS_PER_COMPANY = 50

const stages = [
  ['open', false, false, '0.3'],
  ['offer', false, false, '0.6'],
  ['won', true, true, '1'],
  ['lost', true, false, '0'],
] as const

function pipeline(id: string): CrmPipeline {
  return {
    ...{ id, label: id, archived: false },
    stages: stages.map(([name, closed, won, probability]) => ({
      ...{ id: `${id}-${name}`, label: name, position: 0, closed, won, probability, archived: false },
    })),
  }
}

/** Deals are as old as their number says, the last of them half a year old at `today`. */
export function manyDeals(count: number, today: string): Crm {
  const crm = createCrm({
    ...{ name: 'Bench', timeZone: 'Europe/Berlin', currency: 'EUR', fiscalYearStartMonth: 1 },
    pipelines: [pipeline('new'), pipeline('renewal')],
    teams: [{ id: '1', name: 'North', parentId: null }],
    users: Array.from({ length: OWNERS }, (_, i) => ({
      ...{
        id: String(100 + i),
        name: `Owner ${i}`,
        email: `owner${i}@example.com`,
        teamId: '1',
        active: true,
      },
    })),
    firstDealId: 1_000_000,
  })
  for (let i = 0; i < count / DEALS_PER_COMPANY; i += 1)
    crm.upsertCompany({ id: String(500_000 + i), name: `Company ${i}` }, '2023-01-01T08:00:00.000Z')
  for (let i = 0; i < count; i += 1) crm.createDeal(deal(i, count, today), createdAt(i, count, today))
  return crm
}

function createdAt(i: number, count: number, today: string): string {
  return `${addDays(today, Math.floor((i * 730) / count) - 910)}T08:00:00.000Z`
}

function deal(i: number, count: number, today: string): Parameters<Crm['createDeal']>[0] {
  const inPipeline = i % 3 === 0 ? 'renewal' : 'new'
  return {
    ...{ name: `Deal ${i}`, companyId: String(500_000 + Math.floor(i / DEALS_PER_COMPANY)) },
    ...{ pipelineId: inPipeline, stageId: `${inPipeline}-${stages[(i >> 1) % 4]?.[0] ?? 'open'}` },
    ...{ amount: String(1_000 + ((i * 7919) % 50_000)), currency: 'EUR', probability: null, type: null },
    closeDate: addDays(createdAt(i, count, today).slice(0, 10), 30 + (i % 90)),
    ...{ ownerId: String(100 + (i % OWNERS)), forecastCategory: null, properties: {} },
  }
}

/** One percent of the deals, spread evenly, gets another amount. */
export function changeSome(crm: Crm, share: number, at: string): string[] {
  const ids = [...crm.deals.keys()].filter((_, i) => i % Math.round(1 / share) === 0)
  for (const id of ids) crm.updateDeal(id, { amount: '4711' }, at)
  return ids
}
