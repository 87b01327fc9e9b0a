import { expect, test } from 'vitest'
import { unitOfComposite } from '../../../../src/metrics/composite/units.ts'
import { midSentence } from '../../../../src/metrics/composite/words.ts'
import { catalogue, compositeSchema, describeComposite, type Names } from '../../../../src/metrics/index.ts'
import { metricIds } from '../../../../src/metrics/types.ts'

const plain = (id: string) => id
const names: Names = {
  ...{ pipeline: plain, stage: plain, team: plain, keyResult: plain },
  connection: (id) => ({ hubspot: 'HubSpot', salesforce: 'Salesforce' })[id] ?? id,
  currency: 'EUR',
}
const context = {
  ...{ day: '2026-11-23', fiscalYearStartMonth: 1 },
  cycle: { from: '2026-10-01', to: '2027-01-01' },
}
const said = (composite: unknown) => {
  const parsed = compositeSchema.parse(composite)
  return (['de', 'en'] as const).map((locale) => describeComposite(parsed, locale, names, context))
}

test('a period that is the same for all is said once', () => {
  const terms = [{ metric: 'won_revenue', filter: { pipelines: ['Neu'] } }, { metric: 'won_deals' }]
  expect(said({ operation: 'ratio', terms })).toEqual([
    'Gewonnener Umsatz der Pipeline Neu geteilt durch gewonnene Deals, Abschlussdatum vom 1. Oktober bis 31. Dezember 2026',
    'Won revenue of the pipeline Neu divided by won deals, close date from 1 October to 31 December 2026',
  ])
})

test('each term with a period of its own says it', () => {
  const terms = [{ metric: 'deals_created', window: { trailingDays: 30 } }, { metric: 'lost_deals' }]
  expect(said({ operation: 'difference', terms })).toEqual([
    'Neue Deals (Anlagedatum in den letzten 30 Tagen (vom 25. Oktober bis 23. November 2026)) minus verlorene Deals (Abschlussdatum vom 1. Oktober bis 31. Dezember 2026)',
    'New deals (create date in the last 30 days (from 25 October to 23 November 2026)) minus lost deals (close date from 1 October to 31 December 2026)',
  ])
})

test('a weighted sum says its weights as the language writes them', () => {
  const rate = (connection: string, weight: string) => ({
    ...{ metric: 'win_rate', weight, filter: { connections: [connection] } },
  })
  const terms = [rate('hubspot', '0.6'), rate('salesforce', '-0.4')]
  expect(said({ operation: 'weighted', terms })).toEqual([
    'Gewichtete Summe: 0,6 × Abschlussquote (nur Deals aus HubSpot) minus 0,4 × Abschlussquote (nur Deals aus Salesforce), Abschlussdatum vom 1. Oktober bis 31. Dezember 2026',
    'Weighted sum: 0.6 × win rate (only deals from HubSpot) minus 0.4 × win rate (only deals from Salesforce), close date from 1 October to 31 December 2026',
  ])
})

// A title whose adjective is not known would keep its capital in the middle of a sentence.
test('in the middle of a German sentence every adjective of the catalogue is small, and every noun is not', () => {
  const endings = /^[A-ZÄÖÜ][a-zäöüß]+(er|e|es) [a-zA-ZÄÖÜ]/
  const titles = metricIds.map((id) => catalogue[id].title.de)
  const kept = titles.filter(
    (title) => endings.test(title) && !/quote nach /.test(title) && midSentence(title, 'de') === title,
  )
  expect(kept).toEqual([])
  expect(midSentence('Umsatz', 'de')).toBe('Umsatz')
  expect(midSentence('Abschlussquote nach Wert', 'de')).toBe('Abschlussquote nach Wert')
  expect(midSentence('Win rate', 'en')).toBe('win rate')
})

test.each([
  ['ratio', ['won_revenue', 'won_deals'], 'money'],
  ['ratio', ['won_revenue', 'lost_revenue'], 'ratio'],
  ['ratio', ['won_deals', 'lost_deals'], 'ratio'],
  ['ratio', ['won_revenue', 'sales_cycle_days'], 'money'],
  ['ratio', ['win_rate', 'win_rate_value'], 'ratio'],
  ['ratio', ['won_deals', 'won_revenue'], null],
  ['ratio', ['won_revenue', 'win_rate'], null],
  ['sum', ['new_recurring_revenue', 'expansion_recurring_revenue'], 'money'],
  ['difference', ['new_recurring_revenue', 'churned_recurring_revenue'], 'money'],
  ['difference', ['win_rate', 'win_rate'], 'ratio'],
  ['sum', ['won_deals', 'sales_cycle_days'], null],
] as const)('the %s of %s is of unit %s', (operation, metrics, unit) => {
  const terms = metrics.map((metric) => ({ metric }))
  expect(unitOfComposite(compositeSchema.parse({ operation, terms }))).toBe(unit)
})
