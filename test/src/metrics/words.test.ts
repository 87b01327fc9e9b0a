import { expect, test } from 'vitest'
import { describeDefinition } from '../../../src/metrics/index.ts'
import type { Definition } from '../../../src/metrics/types.ts'

const names = {
  pipeline: (id: string) => ({ p1: 'Neugeschäft', p2: 'Ausbau' })[id] ?? id,
  stage: (id: string) => id,
  team: (id: string) => id,
  connection: (id: string) => ({ hubspot: 'HubSpot' })[id] ?? id,
  keyResult: () => 'Umsatz Q4',
  currency: 'EUR',
}
const Q4 = { from: '2026-10-01', to: '2027-01-01' }

test.each<[Definition, string, string]>([
  [
    { metric: 'won_revenue', filter: { pipelines: ['p1'] }, window: Q4 },
    'Gewonnener Umsatz der Pipeline Neugeschäft, Abschlussdatum vom 1. Oktober bis 31. Dezember 2026',
    'Won revenue in pipeline Neugeschäft, close date from 1 October to 31 December 2026',
  ],
  [
    { metric: 'deals_created', window: { from: '2026-12-01', to: '2027-02-01' } },
    'Neue Deals, Anlagedatum vom 1. Dezember 2026 bis 31. Januar 2027',
    'Deals created, create date from 1 December 2026 to 31 January 2027',
  ],
  [
    {
      metric: 'win_rate',
      filter: {
        pipelines: ['p1', 'p2'],
        teams: ['Nord'],
        connections: ['hubspot'],
        minAmountMinor: 1_000_000,
        properties: [{ name: 'region', op: 'not_in', values: ['A', 'B'] }],
      },
      window: { trailingDays: 90 },
    },
    'Abschlussquote der Pipelines Neugeschäft oder Ausbau des Teams Nord aus HubSpot ab 10.000\u00a0€ mit region ≠ A oder B, Abschlussdatum in den letzten 90 Tagen',
    'Win rate in pipelines Neugeschäft or Ausbau of team Nord from HubSpot from €10,000 with region ≠ A or B, close date in the last 90 days',
  ],
  [
    { metric: 'stalled_deals', params: { days: 30 }, window: 'cycle' },
    'Stockende Deals seit 30 Tagen oder länger',
    'Stalled deals for 30 days or longer',
  ],
  [
    { metric: 'pipeline_coverage', params: { target: { keyResult: 'k' } }, window: { fiscal: 'quarter' } },
    'Pipeline-Abdeckung des Ziels „Umsatz Q4“, Abschlussdatum im laufenden Geschäftsquartal',
    'Pipeline coverage of the target “Umsatz Q4”, close date in the current fiscal quarter',
  ],
])('a definition is one plain sentence in both languages (%#)', (definition, german, english) => {
  expect(describeDefinition(definition, 'de', names)).toBe(german)
  expect(describeDefinition(definition, 'en', names)).toBe(english)
})

test('a cycle gets its dates when they are known', () => {
  const definition: Definition = { metric: 'won_deals', window: 'cycle' }
  expect(describeDefinition(definition, 'de', names)).toBe('Gewonnene Deals, Abschlussdatum im Zyklus')
  expect(describeDefinition(definition, 'de', names, Q4)).toBe(
    'Gewonnene Deals, Abschlussdatum vom 1. Oktober bis 31. Dezember 2026',
  )
})
