/** A small company for the conformance suite: every deal made in the same instant, so that ties are everywhere. */
import { createCrm } from '../../../connectors/demo/crm.ts'
import type { Crm, CrmDealFields, CrmStage } from '../../../connectors/demo/types.ts'
import { addDays } from '../../../connectors/values/time.ts'

/** An hour before local midnight, so that a connector that takes days in UTC is a day off. */
export const FOUNDED = '2026-03-01T22:30:00.000Z'

/** Labels mislead: they are for people and decide nothing. */
const stage = (id: string, label: string, position: number, probability: string): CrmStage => ({
  id,
  label,
  position,
  closed: probability === '1' || probability === '0',
  won: probability === '1',
  probability,
  archived: false,
})

export function dealFields(n: number): CrmDealFields {
  return {
    name: `Deal ${n}`,
    companyId: String(900 + (n % 7)),
    pipelineId: 'new',
    stageId: ['lead', 'offer', 'closedwon', 'closedlost'][n % 4] ?? 'lead',
    amount: n % 11 === 0 ? null : `${n * 37}.${String(n % 100).padStart(2, '0')}`,
    currency: ['EUR', 'CHF', 'USD'][n % 3] ?? 'EUR',
    closeDate: addDays('2026-03-27', n % 5),
    probability: null,
    type: 'newbusiness',
    ownerId: String(700 + (n % 6)),
    forecastCategory: 'pipeline',
    properties: { region: n % 2 === 0 ? 'North' : null },
  }
}

export function smallCompany(deals: number): Crm {
  const crm = createCrm({
    name: 'Rohrbau',
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    fiscalYearStartMonth: 1,
    pipelines: [
      {
        id: 'new',
        label: 'New business',
        archived: false,
        stages: [
          stage('lead', 'As good as won', 0, '0.2'),
          stage('offer', 'Not lost yet', 1, '0.6'),
          stage('closedwon', 'Signed', 2, '1'),
          stage('closedlost', 'Won by others', 3, '0'),
        ],
      },
    ],
    teams: [
      { id: '31', name: 'South', parentId: null },
      { id: '32', name: 'North', parentId: null },
    ],
    users: Array.from({ length: 6 }, (_, n) => ({
      id: String(700 + n),
      name: `Person ${n}`,
      email: `person${n}@example.com`,
      teamId: n % 2 === 0 ? '31' : '32',
      active: n < 5,
    })),
    rates: [
      { currency: 'CHF', factor: '1.05', from: null },
      { currency: 'USD', factor: '0.92', from: null },
    ],
    customFields: ['region'],
    firstDealId: 1,
  })
  for (let n = 0; n < 7; n += 1) crm.upsertCompany({ id: String(900 + n), name: `Company ${n}` }, FOUNDED)
  for (let n = 0; n < deals; n += 1) crm.createDeal(dealFields(n), FOUNDED)
  return crm
}
