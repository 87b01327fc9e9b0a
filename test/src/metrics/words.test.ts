/**
 * Each kind of metric, window and filter has its words written out below, in both languages; then every combination is
 * made of them. Planted and seen red: a plural for one team; "oder" between pipelines; the stage's id for its label;
 * "den letzten 1 Tagen"; the last day not taken one back.
 */
import { expect, test } from 'vitest'
import { catalogue, describeDefinition } from '../../../src/metrics/index.ts'
import { contractMetricIds, isContractMetric } from '../../../src/metrics/retention/ids.ts'
import { type Definition, type Filter, type MetricId, metricIds } from '../../../src/metrics/types.ts'

const labels: Record<string, string> = {
  p1: 'Neugeschäft',
  p2: 'Ausbau',
  s1: 'Angebot',
  s2: 'Verhandlung',
  t1: 'Nord',
  t2: 'Süd',
  'crm-1': 'HubSpot',
  'crm-2': 'Salesforce',
  k1: 'Umsatz Q4',
}
const label = (id: string) => labels[id] ?? id
const names = {
  pipeline: label,
  stage: label,
  team: label,
  connection: label,
  keyResult: label,
  currency: 'EUR',
}
const Q4 = { from: '2026-10-01', to: '2027-01-01' }

type Both = readonly [german: string, english: string]

/** What a metric counts, and what its params add behind the selection. */
const subjects: Partial<Record<MetricId, Both>> = {
  won_revenue: ['Gewonnener Umsatz', 'Won revenue'],
  won_deals: ['Gewonnene Deals', 'Won deals'],
  lost_deals: ['Verlorene Deals', 'Lost deals'],
  lost_revenue: ['Verlorener Umsatz', 'Lost revenue'],
  average_deal_size: ['Durchschnittliche Dealgröße', 'Average deal size'],
  win_rate: ['Abschlussquote', 'Win rate'],
  win_rate_value: ['Wertbezogene Abschlussquote', 'Value-based win rate'],
  sales_cycle_days: ['Median der Verkaufsdauer', 'Median sales cycle'],
  deals_created: ['Neue Deals', 'New deals'],
  pipeline_created: ['Wert neuer Deals', 'Value of new deals'],
  open_pipeline: ['Offener Umsatz', 'Open revenue'],
  open_deals: ['Offene Deals', 'Open deals'],
  weighted_pipeline: ['Gewichteter offener Umsatz', 'Weighted open revenue'],
  pipeline_coverage: [
    'Abdeckung des Ziels von 500.000\u00a0€ durch offene Deals',
    'Coverage of the target of €500,000 by open deals',
  ],
  forecast_commit: ['Forecast Commit', 'Commit forecast'],
  forecast_best_case: ['Forecast Best Case', 'Best case forecast'],
  stage_conversion: ['Phasen-Konversion', 'Stage conversion'],
  sales_velocity: ['Vertriebsgeschwindigkeit', 'Sales velocity'],
  overdue_deals: ['Überfällige Deals', 'Overdue deals'],
  stalled_deals: ['Stockende Deals', 'Stalled deals'],
  slipped_value: ['Verschobener Umsatz', 'Slipped revenue'],
  recurring_revenue: ['Wiederkehrender Umsatz', 'Recurring revenue'],
  active_customers: ['Aktive Kunden', 'Active customers'],
  gross_revenue_retention: ['Brutto-Umsatzbindung (GRR)', 'Gross revenue retention (GRR)'],
  net_revenue_retention: ['Netto-Umsatzbindung (NRR)', 'Net revenue retention (NRR)'],
  logo_retention: ['Kundenbindung', 'Logo retention'],
  new_recurring_revenue: ['Neuer wiederkehrender Umsatz', 'New recurring revenue'],
  expansion_recurring_revenue: ['Ausbau des wiederkehrenden Umsatzes', 'Expansion of recurring revenue'],
  contraction_recurring_revenue: [
    'Minderung des wiederkehrenden Umsatzes',
    'Contraction of recurring revenue',
  ],
  churned_recurring_revenue: ['Verlorener wiederkehrender Umsatz', 'Churned recurring revenue'],
  reactivated_recurring_revenue: ['Zurückgewonnener wiederkehrender Umsatz', 'Reactivated recurring revenue'],
  renewal_rate: ['Verlängerungsquote', 'Renewal rate'],
  renewal_rate_value: ['Verlängerungsquote nach Wert', 'Renewal rate by value'],
  renewals_due: ['Anstehende Verlängerungen', 'Renewals due'],
}
const tails: Partial<Record<MetricId, Both>> = {
  stage_conversion: [' von „Angebot“ nach „Verhandlung“', ' from “Angebot” to “Verhandlung”'],
  stalled_deals: [
    ', seit 30 Tagen oder länger in derselben Phase',
    ', in the same stage for 30 days or longer',
  ],
}
const grace: Both = [
  ', mit 30 Tagen Karenz nach Vertragsende',
  ', with 30 days of grace after a contract ends',
]
for (const id of contractMetricIds) {
  const counts = ['active_customers', 'logo_retention', 'renewal_rate', 'renewals_due'].includes(id)
  tails[id] = counts ? grace : [`, je Jahr${grace[0]}`, `, a year${grace[1]}`]
}
const params: Partial<Record<MetricId, Record<string, unknown>>> = {
  sales_cycle_days: { statistic: 'median' },
  pipeline_coverage: { target: { amountMinor: 50_000_000 } },
  stage_conversion: { from: 's1', to: 's2' },
  stalled_deals: { days: 30 },
}

/** What is said of the window's days: `D` stands for what of a deal lies in it. */
const windows: readonly [Definition['window'], Both][] = [
  ['cycle', ['D im Zyklus', 'D in the cycle']],
  [Q4, ['D vom 1. Oktober bis 31. Dezember 2026', 'D from 1 October to 31 December 2026']],
  [{ from: '2026-10-01', to: '2026-10-02' }, ['D am 1. Oktober 2026', 'D on 1 October 2026']],
  [
    { from: '2026-12-01', to: '2027-02-01' },
    ['D vom 1. Dezember 2026 bis 31. Januar 2027', 'D from 1 December 2026 to 31 January 2027'],
  ],
  [{ trailingDays: 1 }, ['D am Tag des Werts', 'D on the day of the value']],
  [{ trailingDays: 90 }, ['D in den letzten 90 Tagen', 'D in the last 90 days']],
  [{ fiscal: 'month' }, ['D im laufenden Monat', 'D in the current month']],
  [{ fiscal: 'quarter' }, ['D im laufenden Geschäftsquartal', 'D in the current fiscal quarter']],
  [{ fiscal: 'year' }, ['D im laufenden Geschäftsjahr', 'D in the current fiscal year']],
]
const bases = {
  close: ['Abschlussdatum', 'close date'],
  created: ['Anlagedatum', 'create date'],
} as const
const pasts: Partial<Record<MetricId, Both>> = {
  stage_conversion: ['Eintritt in die erste Phase', 'entry into the first stage'],
  slipped_value: ['früheres Abschlussdatum', 'earlier close date'],
  renewal_rate: ['Vertragsende', 'contract end'],
  renewal_rate_value: ['Vertragsende', 'contract end'],
  renewals_due: ['Vertragsende', 'contract end'],
}
const stays: Both = ['Zeitraum', 'period']

const property = (op: 'eq' | 'in' | 'neq' | 'not_in' | 'known' | 'unknown', ...values: string[]): Filter => ({
  properties: [{ name: 'region', op, values }],
})
/** Whose, and which of their deals. */
const filters: readonly [Filter | undefined, of: Both, only: Both][] = [
  [undefined, ['', ''], ['', '']],
  [{ pipelines: ['p1'] }, [' der Pipeline Neugeschäft', ' of the pipeline Neugeschäft'], ['', '']],
  [
    { pipelines: ['p1', 'p2'] },
    [' der Pipelines Neugeschäft und Ausbau', ' of the pipelines Neugeschäft and Ausbau'],
    ['', ''],
  ],
  [{ teams: ['t1'] }, [' des Teams Nord', ' of the team Nord'], ['', '']],
  [{ teams: ['t1', 't2'] }, [' der Teams Nord und Süd', ' of the teams Nord and Süd'], ['', '']],
  [
    { pipelines: ['p1'], teams: ['t1'] },
    [' der Pipeline Neugeschäft im Team Nord', ' of the pipeline Neugeschäft in the team Nord'],
    ['', ''],
  ],
  [
    { pipelines: ['p1'], teams: ['t1', 't2'] },
    [
      ' der Pipeline Neugeschäft in den Teams Nord und Süd',
      ' of the pipeline Neugeschäft in the teams Nord and Süd',
    ],
    ['', ''],
  ],
  [{ stages: ['s1'] }, ['', ''], ['in der Phase Angebot', 'in the stage Angebot']],
  [
    { stages: ['s1', 's2'] },
    ['', ''],
    ['in den Phasen Angebot oder Verhandlung', 'in the stages Angebot or Verhandlung'],
  ],
  [{ dealTypes: ['Neukunde'] }, ['', ''], ['vom Typ Neukunde', 'of type Neukunde']],
  [{ dealTypes: ['A', 'B', 'C'] }, ['', ''], ['vom Typ A, B oder C', 'of type A, B or C']],
  [{ connections: ['crm-1'] }, ['', ''], ['aus HubSpot', 'from HubSpot']],
  [
    { connections: ['crm-1', 'crm-2'] },
    ['', ''],
    ['aus HubSpot oder Salesforce', 'from HubSpot or Salesforce'],
  ],
  [{ minAmountMinor: 1_000_000 }, ['', ''], ['ab 10.000\u00a0€', 'of at least €10,000']],
  [property('eq', 'A'), ['', ''], ['mit „A“ im Feld „region“', 'with “A” in the field “region”']],
  [
    property('in', 'A', 'B'),
    ['', ''],
    ['mit „A“ oder „B“ im Feld „region“', 'with “A” or “B” in the field “region”'],
  ],
  [property('neq', 'A'), ['', ''], ['ohne „A“ im Feld „region“', 'without “A” in the field “region”']],
  [
    property('not_in', 'A', 'B'),
    ['', ''],
    ['ohne „A“ oder „B“ im Feld „region“', 'without “A” or “B” in the field “region”'],
  ],
  [property('known'), ['', ''], ['mit ausgefülltem Feld „region“', 'with the field “region” filled in']],
  [property('unknown'), ['', ''], ['mit leerem Feld „region“', 'with the field “region” left empty']],
  [
    {
      pipelines: ['p1'],
      teams: ['t1'],
      stages: ['s1'],
      dealTypes: ['A'],
      connections: ['crm-1'],
      minAmountMinor: 1_000_000,
      properties: [{ name: 'region', op: 'neq', values: ['A'] }],
    },
    [' der Pipeline Neugeschäft im Team Nord', ' of the pipeline Neugeschäft in the team Nord'],
    [
      'vom Typ A, in der Phase Angebot, aus HubSpot, ab 10.000\u00a0€ und ohne „A“ im Feld „region“',
      'of type A, in the stage Angebot, from HubSpot, of at least €10,000 and without “A” in the field “region”',
    ],
  ],
]

const things = (metric: MetricId): Both =>
  isContractMetric(metric) ? ['nur Verträge', 'only contracts'] : ['nur Deals', 'only deals']

test.each(metricIds)('%s is one plain sentence in every window and with every filter', (metric) => {
  const { timeBasis } = catalogue[metric]
  for (const [window, spans] of windows) {
    for (const [filter, of, only] of filters) {
      for (const [i, locale] of (['de', 'en'] as const).entries()) {
        const what = subjects[metric]?.[i] ?? catalogue[metric].title[locale]
        const basis =
          pasts[metric]?.[i] ??
          (timeBasis === 'terms' ? stays : timeBasis === 'created' ? bases.created : bases.close)[i]
        const state = i === 0 ? 'Stand am Tag des Werts' : 'as of the day of the value'
        const clause = only[i] === '' ? '' : `, ${things(metric)[i]} ${only[i]}`
        const when = timeBasis === 'day' ? state : spans[i]?.replace('D', basis ?? '')
        const definition: Definition = {
          ...{ metric, window },
          ...(params[metric] === undefined ? {} : { params: params[metric] }),
          ...(filter === undefined ? {} : { filter }),
        }
        expect(describeDefinition(definition, locale, names)).toBe(
          `${what}${of[i]}${tails[metric]?.[i] ?? ''}${clause}, ${when}`,
        )
      }
    }
  }
})

test.each<[Definition, string, string]>([
  [
    { metric: 'won_revenue', filter: { pipelines: ['p1'] }, window: Q4 },
    'Gewonnener Umsatz der Pipeline Neugeschäft, Abschlussdatum vom 1. Oktober bis 31. Dezember 2026',
    'Won revenue of the pipeline Neugeschäft, close date from 1 October to 31 December 2026',
  ],
  [
    { metric: 'stalled_deals', params: { days: 1 }, window: 'cycle' },
    'Stockende Deals, seit einem Tag oder länger in derselben Phase, Stand am Tag des Werts',
    'Stalled deals, in the same stage for a day or longer, as of the day of the value',
  ],
  [
    { metric: 'sales_cycle_days', window: 'cycle' },
    'Mittlere Verkaufsdauer, Abschlussdatum im Zyklus',
    'Mean sales cycle, close date in the cycle',
  ],
  [
    { metric: 'pipeline_coverage', params: { target: { keyResult: 'k1' } }, window: { fiscal: 'quarter' } },
    'Abdeckung des Ziels „Umsatz Q4“ durch offene Deals, Abschlussdatum im laufenden Geschäftsquartal',
    'Coverage of the target “Umsatz Q4” by open deals, close date in the current fiscal quarter',
  ],
])('other params have words of their own (%#)', (definition, german, english) => {
  expect(describeDefinition(definition, 'de', names)).toBe(german)
  expect(describeDefinition(definition, 'en', names)).toBe(english)
})

test('a window gets its dates when they are known', () => {
  const said = (window: Definition['window']) =>
    describeDefinition({ metric: 'won_deals', window }, 'de', names, Q4)
  const dates = 'vom 1. Oktober bis 31. Dezember 2026'
  expect(said('cycle')).toBe(`Gewonnene Deals, Abschlussdatum ${dates}`)
  expect(said({ trailingDays: 92 })).toBe(
    `Gewonnene Deals, Abschlussdatum in den letzten 92 Tagen (${dates})`,
  )
  expect(said({ fiscal: 'quarter' })).toBe(
    `Gewonnene Deals, Abschlussdatum im laufenden Geschäftsquartal (${dates})`,
  )
})
