/** Views of the page *Sync health*: one that runs well, one with everything that can be wrong at once. */
import { noContracts } from '../../connectors/contract.ts'
import { hubspot } from '../../connectors/hubspot/index.ts'
import { salesforce } from '../../connectors/salesforce/index.ts'
import type { ConnectionHealth } from '../../src/health/types.ts'
import type { ContractChoice } from '../../src/okr/contracts.ts'
import type { Mapping } from '../../src/okr/mapping.ts'
import type { HealthView } from '../../src/web/health-page.ts'
import { now } from './views.ts'

const well: ConnectionHealth = {
  source: 'salesforce',
  crm: 'salesforce',
  label: 'salesforce',
  status: 'active',
  reason: null,
  token: { state: 'valid', expiresAt: '2026-11-24T08:40:00.000Z' },
  lastRun: {
    ...{ id: 'r', kind: 'night', day: '2026-11-23', status: 'complete', failure: null },
    ...{ startedAt: '2026-11-24T03:31:00.000Z', finishedAt: '2026-11-24T03:31:09.000Z' },
    ...{ records: 412, calls: 5 },
    spent: [
      { purpose: 'changes', bucket: 'api', calls: 2, refused: 0 },
      { purpose: 'deletions', bucket: 'api', calls: 1, refused: 0 },
      { purpose: 'reconciliation', bucket: 'api', calls: 1, refused: 0 },
      { purpose: 'setup', bucket: 'api', calls: 1, refused: 0 },
    ],
  },
  lastDay: '2026-11-23',
  dataThrough: '2026-11-24T03:30:00.000Z',
  background: [
    {
      ...{ kind: 'census', status: 'complete', records: 8_214, failure: null },
      ...{ startedAt: '2026-11-22T03:33:00.000Z', finishedAt: '2026-11-22T03:35:00.000Z' },
    },
    {
      ...{ kind: 'history', status: 'running', records: 5_300, failure: null },
      ...{ startedAt: '2026-11-24T03:33:00.000Z', finishedAt: null },
    },
  ],
  skipped: { total: 0, first: [] },
  held: { total: 0, first: [] },
  parked: [],
  hidden: [],
  check: { at: '2026-11-24T03:31:08.000Z', slices: 3, differing: 0, drift: [], heldRemovals: 0 },
  native: { total: 3, sick: [] },
  push: { received: 38, lastAt: '2026-11-24T07:04:00.000Z', waiting: 0 },
}

const drift = (pipelineId: string, pipeline: string | null, status: string, ids: readonly string[]) => ({
  ...{ pipelineId, pipeline, status, measure: 'count', ours: 1_204, theirs: 1_204 + ids.length, ids },
  ...{ nights: 2, seenAt: '2026-11-24T03:31:08.000Z' },
})

const troubled: ConnectionHealth = {
  ...well,
  source: 'hubspot',
  crm: 'hubspot',
  label: 'HubSpot Vertrieb Süd',
  token: { state: 'valid', expiresAt: null },
  lastRun: {
    ...{ id: 'r', kind: 'manual', day: '2026-11-23', status: 'failed', records: 1_200, calls: 31 },
    ...{ startedAt: '2026-11-24T03:31:00.000Z', finishedAt: '2026-11-24T03:39:09.000Z' },
    failure: { kind: 'unavailable', status: 503, retryAfterMs: null, detail: 'outage' },
    spent: [
      { purpose: 'changes', bucket: 'search', calls: 24, refused: 2 },
      { purpose: 'setup', bucket: 'api', calls: 7, refused: 0 },
    ],
  },
  dataThrough: '2026-11-23T03:30:00.000Z',
  background: [],
  skipped: {
    total: 31,
    first: [
      { stream: 'deals', id: '18203341177', reason: 'createdate: missing' },
      { stream: 'owners', id: '77120', reason: 'id: Invalid input: expected string, received undefined' },
    ],
  },
  held: {
    total: 1,
    first: [
      { id: '18203349001', problems: [{ field: 'amount', code: 'not_a_number', raw: '12.000,- EUR zzgl.' }] },
    ],
  },
  parked: [
    {
      stream: 'deals',
      failure: { kind: 'unavailable', status: 503, retryAfterMs: null, detail: 'outage' },
    },
  ],
  native: {
    total: 4,
    sick: [
      {
        id: 'kr-9',
        title: 'Gewonnener Umsatz laut Bericht der Geschäftsführung',
        trouble: { code: 'report_gone', found: 'The data you’re trying to access is unavailable.' },
      },
      { id: 'kr-8', title: 'Angebote über 50.000 €', trouble: { code: 'rows', found: '3' } },
    ],
  },
  hidden: [
    { object: 'companies', field: 'name', effect: 'Deals are shown without their company.' },
    { object: 'account', field: 'teams', effect: 'Teams without an owner are not shown.' },
  ],
  check: {
    ...{ at: '2026-11-24T03:31:08.000Z', slices: 3, differing: 2, heldRemovals: 64 },
    drift: [
      drift('default', 'Neugeschäft Maschinenbau und Anlagen', 'won', ['18203341177', '18203341180']),
      drift('7741', null, 'open', ['18203341181']),
    ],
  },
  push: { received: 0, lastAt: null, waiting: 0 },
}

const contracts: readonly ContractChoice[] = [
  {
    ...{ id: 'hubspot', crm: 'hubspot', contracts: 1_295, held: 2 },
    mapping: {
      ...{ ...noContracts, source: 'deals', amount: 'hs_arr', months: 12, term: 'term_months' },
      ...{ replaces: ['renewal'], adds: ['newbusiness'] },
    },
    undecided: [{ type: 'existingbusiness', pipelineId: '2200', pipeline: 'Erweiterung', contracts: 214 }],
    found: null,
  },
  {
    ...{ id: 'salesforce', crm: 'salesforce', contracts: 0, held: 0, mapping: null, undecided: [] },
    found: {
      at: '2026-11-24T08:00:00.000Z',
      offers: [
        {
          mapping: { ...noContracts, source: 'assets', amount: 'CurrentMrr', months: 1 },
          count: 578,
          sample: [
            {
              ...{ id: 'a', kind: 'asset', version: '2026-11-20T08:00:00.000Z', companyId: '1' },
              ...{ product: 'Robotik', dealId: null, startsOn: '2026-01-01', endsOn: '2027-01-01' },
              ...{ amountMinor: 41_650, periodMonths: 1, currency: 'EUR', rate: null },
              ...{ overlap: null, problems: [] },
            },
          ],
        },
      ],
    },
  },
]

const mapping: Mapping = {
  sides: [
    { id: 'hubspot', crm: 'hubspot', deals: 4_120, originals: 41 },
    { id: 'salesforce', crm: 'salesforce', deals: 2_050, originals: 271 },
  ],
  pairs: 312,
  leading: null,
  proposed: 'salesforce',
}

const connectors = [hubspot, salesforce]

export function healthView(connections: readonly ConnectionHealth[] = [troubled, well]): HealthView {
  return {
    ...{ workspace: 'acme', now, nextNight: '2026-11-25T03:20:00.000Z', connections },
    ...{ timeZone: 'Europe/Berlin', news: { source: 'salesforce', texts: [] } },
    mapping,
    contracts,
    lookFailed: null,
    buckets: (crm) => connectors.find(({ id }) => id === crm)?.buckets ?? {},
  }
}

export const healthyView = () => healthView([well])
