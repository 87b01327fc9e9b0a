// What the edit form shows, sent back untouched, is what was stored. Planted: the last day taken for the day after it,
// params of a metric without fields dropped, a ratio not typed as percent, stages left out.
import { expect, test } from 'vitest'
import { locales } from '../../../src/app-env.ts'
import type { Definition } from '../../../src/metrics/types.ts'
import { enteredKeyResult } from '../../../src/web/entered-key-result.ts'
import { typedKeyResult } from '../../../src/web/key-result-input.ts'
import { keyResult, keyResultOptions } from '../../support/views.ts'

const definitions: readonly Definition[] = [
  { metric: 'won_revenue', window: 'cycle' },
  { metric: 'won_revenue', window: { fiscal: 'quarter' } },
  { metric: 'won_revenue', window: { trailingDays: 14 } },
  { metric: 'won_revenue', window: { from: '2026-10-01', to: '2027-01-01' } },
  { metric: 'sales_cycle_days', params: { statistic: 'median' }, window: 'cycle' },
  { metric: 'stalled_deals', params: { days: 30 }, window: 'cycle' },
  { metric: 'pipeline_coverage', params: { target: { amountMinor: 100_000_01 } }, window: 'cycle' },
  { metric: 'pipeline_coverage', params: { target: { keyResult: 'won' } }, window: 'cycle' },
  { metric: 'stage_conversion', params: { from: 'a', to: 'b' }, window: 'cycle' },
  {
    metric: 'win_rate',
    window: 'cycle',
    filter: {
      ...{ connections: ['hubspot'], pipelines: ['default'], stages: ['offer', 'gone'], teams: ['t1'] },
      ...{ dealTypes: ['newbusiness'], minAmountMinor: 500_000 },
      properties: [
        { name: 'branche', op: 'in', values: ['Holz', 'Glas, Keramik'] },
        { name: 'gone', op: 'unknown', values: [] },
      ],
    },
  },
]

for (const locale of locales)
  test(`a definition goes through the form and comes back as it was: ${locale}`, () => {
    for (const definition of definitions) {
      const entered = enteredKeyResult(keyResult({ definition }), 'EUR', locale)
      const { raw, issues } = typedKeyResult(entered, keyResultOptions, locale, definition)
      expect(issues, definition.metric).toEqual([])
      expect(raw.definition).toEqual(definition)
    }
  })

test('the numbers of a key result come back in their unit', () => {
  const of = (over: Parameters<typeof keyResult>[0]) =>
    typedKeyResult(enteredKeyResult(keyResult(over), 'EUR', 'de'), keyResultOptions, 'de').raw
  expect(of({ baseline: 12_50, target: 200_000_000, weight: 1.5 })).toMatchObject({
    ...{ baseline: 12_50, target: 200_000_000, weight: 1.5, lower: null },
  })
  const held = { kind: 'hold', lower: 0.255, upper: null, requiredShare: 0.85 } as const
  const manual = { origin: 'manual', definition: null, unit: 'ratio', cadenceDays: 14 } as const
  expect(of({ ...held, ...manual, baseline: null, target: null })).toMatchObject({ ...held, ...manual })
})
