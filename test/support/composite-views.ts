/** Views of a key result made of metrics, and of the form that makes one. */
import { type Composite, compositeSchema } from '../../src/metrics/index.ts'
import type { TermValue } from '../../src/metrics/types.ts'
import type { Entered } from '../../src/web/form-state.ts'
import { startOf } from '../../src/web/key-result-options.ts'
import type { KeyResultPageView } from '../../src/web/key-result-view.ts'
import { keyResult, keyResultView, metricValue } from './views.ts'

const rate = (connection: string, weight: string) => ({
  ...{ metric: 'win_rate', weight, filter: { connections: [connection] } },
})
export const weightedRate: Composite = compositeSchema.parse({
  operation: 'weighted',
  terms: [rate('hubspot', '0.6'), rate('salesforce', '0.4')],
})

const term = (
  weight: string,
  numerator: number,
  denominator: number,
  over: Partial<TermValue> = {},
): TermValue => ({
  ...{ metric: 'win_rate', weight, unit: 'ratio', value: numerator / denominator, numerator, denominator },
  ...{ sampleSize: denominator, complete: true, skipped: 0, ...over },
})

/** One of its terms is incomplete. */
export function compositeView(): KeyResultPageView {
  const shown = keyResultView()
  const terms = [
    term('0.6', 31, 87),
    term('0.4', 12, 40, { complete: false, reason: 'held_deals', skipped: 2 }),
  ]
  const value = { metric: null, unit: 'ratio', value: 0.3338, numerator: 0.3338, denominator: null } as const
  const { currency: _, ...latest } = metricValue({
    ...value,
    ...{ complete: false, reason: 'held_deals', skipped: 2, terms },
  })
  const own = keyResult({
    ...{ origin: 'composite', definition: null, composite: weightedRate, unit: 'ratio', currency: null },
    ...{ baseline: 0.25, target: 0.4, latest, title: 'Abschlussquote über beide CRMs', change: 0.012 },
  })
  const said = 'Abschlussquote (nur Deals aus'
  const when = 'Abschlussdatum vom 1. Oktober bis 31. Dezember 2026'
  return {
    ...shown,
    sentence: `Gewichtete Summe: 0,6 × ${said} HubSpot) plus 0,4 × ${said} Salesforce), ${when}`,
    ...{ question: null, past: null, forecast: null, movement: null, term: 1 },
    terms: ['HubSpot', 'Salesforce'].map((crm) => `Abschlussquote, nur Deals aus ${crm}, ${when}`),
    detail: { ...shown.detail, history: [], pace: [], keyResult: { ...shown.detail.keyResult, ...own } },
  }
}

export const compositeEntries: Entered = {
  ...startOf('growth'),
  ...{ origin: ['composite'], operation: ['weighted'], title: ['Abschlussquote über beide CRMs'] },
  ...{ 'term-1-metric': ['win_rate'], 'term-1-weight': ['0,6'], 'term-2-metric': ['win_rate'] },
  'term-2-weight': ['viel'],
}
