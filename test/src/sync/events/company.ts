/** A company small enough to know by heart: two pipelines, two teams, and one deal for each thing that may happen to it. */
import { createCrm } from '../../../../connectors/demo/crm.ts'
import type { Crm, CrmDealFields, CrmStage } from '../../../../connectors/demo/types.ts'

/** Half past eleven in the evening in Berlin; in Tokyo it is the next day. */
export const FOUNDED = '2026-03-01T22:30:00.000Z'

/** Labels mislead: they are for people and decide nothing. */
const stage = (id: string, label: string, position: number, probability: string): CrmStage => {
  const won = probability === '1'
  return { id, label, position, probability, closed: won || probability === '0', won, archived: false }
}

const pipeline = (id: string, label: string) => ({
  id,
  label,
  archived: false,
  stages: [
    stage(`${id}1`, `As good as won ${id}`, 0, '0.2'),
    stage(`${id}2`, `Lost interest? ${id}`, 1, '0.6'),
    stage(`${id}3`, `Signed ${id}`, 2, '1'),
    stage(`${id}4`, `Won by others ${id}`, 3, '0'),
  ],
})

const fields = (deal: Partial<CrmDealFields>): CrmDealFields => ({
  ...{ name: 'Deal', companyId: '900', pipelineId: '1', stageId: '12', amount: '1000.00', currency: 'EUR' },
  ...{ closeDate: '2026-03-20', probability: null, type: 'newbusiness', ownerId: '700' },
  ...{ forecastCategory: null, properties: {} },
  ...deal,
})

/** By what they are for; the values are the ids. */
export const deals = { open: '1', won: '2', lost: '3', other: '4', double: '5', gone: '6' } as const

export function company(): Crm {
  const crm = createCrm({
    ...{ name: 'Rohrbau', timeZone: 'Europe/Berlin', currency: 'EUR', fiscalYearStartMonth: 1 },
    pipelines: [pipeline('1', 'New business'), pipeline('2', 'Renewals')],
    teams: [
      { id: '31', name: 'South', parentId: null },
      { id: '32', name: 'North', parentId: null },
    ],
    users: ['31', '32', '31'].map((teamId, n) => ({
      ...{ id: String(700 + n), name: `Person ${n}`, email: `person${n}@example.com`, teamId, active: true },
    })),
    rates: [{ currency: 'CHF', factor: '1.05', from: null }],
    customFields: [],
  })
  crm.upsertCompany({ id: '900', name: 'Kunde' }, FOUNDED)
  crm.upsertCompany({ id: '901', name: 'Kunde (doppelt)' }, FOUNDED)
  crm.createDeal(fields({}), FOUNDED, deals.open)
  crm.createDeal(fields({ stageId: '13', amount: '2000.00', closeDate: '2026-03-01' }), FOUNDED, deals.won)
  crm.createDeal(fields({ stageId: '14', amount: '500.00', closeDate: '2026-03-01' }), FOUNDED, deals.lost)
  const other = { pipelineId: '2', stageId: '21', amount: '300.00', ownerId: '701', companyId: '901' }
  crm.createDeal(fields(other), FOUNDED, deals.other)
  crm.createDeal(fields({ amount: '70.00' }), FOUNDED, deals.double)
  crm.createDeal(fields({ amount: '9.00' }), FOUNDED, deals.gone)
  crm.deleteDeal(deals.gone, '2026-03-01T23:00:00.000Z')
  return crm
}

/** Minor units: what stands in the company above before anything happens. */
export const before = { won: 2000_00, open: 1370_00, south: 1070_00, north: 300_00 } as const

export { fields as dealFields }
