/** Pages of an installation, filled by hand. */
import type { ImportView } from '../../src/install/import-view.ts'
import type { MappingView } from '../../src/install/mapping-page.ts'
import type { TemplateView } from '../../src/install/template-page.ts'

const none = {
  ...{ source: 'none', amount: null, months: null, term: null, start: null, end: null, endInclusive: false },
  ...{ product: null, replaces: [], adds: [] },
} as const

export function mappingView(over: Partial<MappingView> = {}): MappingView {
  return {
    ...{ source: 'hubspot', crm: 'hubspot', uses: {} },
    proposal: {
      pipelines: [
        { id: 'default', label: 'Neukunden', use: 'new' },
        { id: '11', label: 'Erweiterungen im Bestand, Maschinen und Anlagen', use: 'expansion' },
        { id: '12', label: 'Verlängerungen', use: 'renewal' },
      ],
      ...{ teams: 4, whole: false },
    },
    contracts: {
      ...{ id: 'hubspot', crm: 'hubspot', mapping: null, contracts: 0, held: 0, undecided: [] },
      found: {
        at: '2026-11-24T09:00:00.000Z',
        offers: [
          { mapping: { ...none, source: 'line_items' }, count: 1430, sample: [] },
          { mapping: { ...none, source: 'deals', amount: 'hs_mrr', months: 1 }, count: 312, sample: [] },
        ],
      },
    },
    ...over,
  }
}

export function importView(over: Partial<ImportView> = {}): ImportView {
  return {
    ...{ source: 'salesforce', crm: 'salesforce', status: 'running', failure: null, skipped: 3 },
    parts: [
      { stream: 'account', state: 'finished', records: 1 },
      { stream: 'pipelines', state: 'finished', records: 4 },
      { stream: 'teams', state: 'finished', records: 9 },
      { stream: 'companies', state: 'running', records: 12400 },
      { stream: 'deals', state: 'waiting', records: 0 },
    ],
    ...over,
  }
}

export function templateView(over: Partial<TemplateView> = {}): TemplateView {
  return {
    ...{ company: 'Brückner Antriebstechnik', currency: 'EUR', waitsFor: null, undecided: true },
    refused: ['dealSize'],
    templates: [
      {
        ...{ id: 'growth', without: ['dealSize'] },
        drafts: [
          {
            key: 'wonRevenue',
            definition: { metric: 'won_revenue', window: 'cycle' },
            aim: { kind: 'reach', baseline: 0, target: 1_900_000_00 },
          },
          {
            key: 'winRate',
            definition: { metric: 'win_rate', window: 'cycle' },
            aim: { kind: 'hold', lower: 0.32 },
          },
        ],
      },
      {
        ...{ id: 'pipeline', without: [] },
        drafts: [
          {
            key: 'coverage',
            definition: { metric: 'pipeline_coverage', window: 'cycle' },
            aim: { kind: 'hold', lower: 1.5 },
          },
          {
            key: 'cycleDays',
            definition: { metric: 'sales_cycle_days', window: 'cycle' },
            aim: { kind: 'reach', baseline: 61, target: 55 },
          },
        ],
      },
      { id: 'customers', drafts: [], without: ['renewals'] },
    ],
    ...over,
  }
}
