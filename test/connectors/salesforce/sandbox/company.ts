/** A small company for the sandbox's own tests: every case by hand, no generator. */
import { createCrm } from '../../../../connectors/demo/crm.ts'
import type { Crm, CrmDealFields } from '../../../../connectors/demo/types.ts'

export const NOW = '2026-11-24T08:00:00.000Z'

const stage = (
  id: string,
  label: string,
  probability: string,
  closed = false,
  won = false,
  position = 0,
) => ({
  id,
  label,
  position,
  closed,
  won,
  probability,
  archived: false,
})

export const dealFields: CrmDealFields = {
  name: 'Deal',
  companyId: '1',
  pipelineId: '1',
  stageId: '11',
  amount: '1000.50',
  currency: 'EUR',
  closeDate: '2026-12-15',
  probability: null,
  type: 'New Business',
  ownerId: '1',
  forecastCategory: null,
  properties: {},
}

export function smallCompany(options: { rates?: boolean; fiscalYearStartMonth?: number } = {}): Crm {
  const crm = createCrm({
    name: 'Muster GmbH',
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    fiscalYearStartMonth: options.fiscalYearStartMonth ?? 1,
    pipelines: [
      {
        id: '1',
        label: 'New',
        archived: false,
        stages: [
          stage('11', 'Qualified', '0.2'),
          stage('12', 'Offer', '0.6'),
          stage('13', 'Closed Won', '1', true, true),
          stage('14', 'Closed Lost', '0', true),
        ],
      },
      {
        id: '2',
        label: 'Renewal',
        archived: false,
        stages: [
          stage('21', 'Upcoming', '0.8'),
          stage('22', 'Offer', '0.9'),
          stage('23', 'Closed Won', '1', true, true),
          stage('24', 'Closed Lost', '0', true),
        ],
      },
    ],
    teams: [
      { id: '1', name: 'Sales', parentId: null },
      { id: '2', name: 'North', parentId: '1' },
    ],
    users: [
      { id: '1', name: 'Ada Lovelace', email: 'ada@example.com', teamId: '2', active: true },
      { id: '2', name: 'Bo Diddley', email: 'bo@example.com', teamId: null, active: false },
    ],
    rates: options.rates
      ? [
          { currency: 'USD', factor: '0.8', from: null },
          { currency: 'USD', factor: '0.5', from: '2026-06-01' },
          { currency: 'CHF', factor: '1.25', from: null },
        ]
      : [],
    customFields: ['region'],
  })
  crm.upsertCompany({ id: '1', name: 'Acme' }, '2026-01-01T00:00:00.000Z')
  crm.upsertCompany({ id: '2', name: 'Betax' }, '2026-01-02T00:00:00.000Z')
  return crm
}
