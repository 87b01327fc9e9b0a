import { expect, test } from 'vitest'
import type { LedgerDeal } from '../../support/metric-ledger.ts'
import { expectLedger, expectMetric, held, lost, open, Q1, won } from './expect-metric.ts'

test('open pipeline adds the amounts of open deals that close in the window; a deal without stage is open', async () => {
  await expectMetric({ metric: 'open_pipeline', window: Q1 }, [
    [
      [open('2026-01-01'), open('2026-03-31', { stageId: null, pipelineId: null })],
      { value: 20_000, sample: 2 },
    ],
    [[open('2026-04-01'), open(null), won('2026-02-01'), lost('2026-02-01')], { value: 0, sample: 0 }],
    [[open('2026-02-01', { amountMinor: null })], { value: 0, sample: 1, withoutAmount: 1, complete: true }],
  ])
})

test('the weighted pipeline adds what was rounded deal by deal', async () => {
  await expectMetric({ metric: 'weighted_pipeline', window: Q1 }, [
    [
      [open('2026-02-01', { weightedMinor: 3 }), open('2026-02-01', { weightedMinor: 4 })],
      { value: 7, sample: 2 },
    ],
    [[open('2026-02-01')], { value: 0, sample: 1, withoutAmount: 1 }],
  ])
})

test('a missing rate makes money incomplete, and a count of the same deals not', async () => {
  const foreign = { currency: 'CHF', amountMinor: 500, homeMinor: null }
  await expectMetric({ metric: 'open_pipeline', window: Q1 }, [
    [
      [open('2026-02-01', foreign), open('2026-02-01')],
      { value: 10_000, sample: 1, skipped: 1, complete: false, reason: 'rate_missing' },
    ],
    [[open('2026-02-01', { ...foreign, amountMinor: 0 })], { value: 0, sample: 1, complete: true }],
    [[open('2026-04-01', foreign)], { skipped: 0, complete: true }],
  ])
  await expectMetric({ metric: 'open_deals', window: Q1 }, [
    [[open('2026-02-01', foreign)], { value: 1, skipped: 0, complete: true }],
  ])
  // Whether it reaches the minimum cannot be told: then the count is not sure either.
  await expectMetric({ metric: 'open_deals', window: Q1, filter: { minAmountMinor: 100 } }, [
    [[open('2026-02-01', foreign)], { value: 0, skipped: 1, complete: false, reason: 'rate_missing' }],
    [
      [open('2026-02-01', { amountMinor: 100 }), open('2026-02-01', { amountMinor: 99 })],
      { value: 1, complete: true },
    ],
  ])
})

test('coverage sets the open pipeline against what is missing to the target, and is null once it is reached', async () => {
  const params = { target: { amountMinor: 30_000 } }
  await expectMetric({ metric: 'pipeline_coverage', params, window: Q1 }, [
    [
      [open('2026-02-01'), won('2026-02-01')],
      { value: 0.5, numerator: 10_000, denominator: 20_000, sample: 2 },
    ],
    [
      [won('2026-02-01', { amountMinor: 30_000 })],
      { value: null, reason: 'target_reached', denominator: 0, complete: true },
    ],
    [[won('2026-04-01'), open('2026-04-01')], { value: 0, denominator: 30_000 }],
  ])
})

test('coverage takes its target from a key result, and has no value while that has none', async () => {
  const params = { target: { keyResult: 'goal' } }
  await expectMetric({ metric: 'pipeline_coverage', params, window: Q1 }, [
    [[open('2026-02-01')], { value: null, reason: 'factor_missing' }],
    [
      [open('2026-02-01')],
      { value: 0.25, denominator: 40_000 },
      { keyResults: [{ id: 'goal', target: 40_000 }] },
    ],
  ])
})

test('forecasts hold what is won in the window and what is open there in their categories', async () => {
  const deals = [
    won('2026-02-01', { amountMinor: 1 }),
    open('2026-02-01', { amountMinor: 10, forecastCategory: 'commit' }),
    open('2026-02-01', { amountMinor: 100, forecastCategory: 'best_case' }),
    open('2026-02-01', { amountMinor: 1_000, forecastCategory: 'most_likely' }),
    open('2026-02-01', { amountMinor: 10_000, forecastCategory: 'pipeline' }),
    open('2026-02-01', { amountMinor: 100_000, forecastCategory: null }),
    lost('2026-02-01', { amountMinor: 1_000_000, forecastCategory: 'commit' }),
  ]
  await expectMetric({ metric: 'forecast_commit', window: Q1 }, [[deals, { value: 11, sample: 2 }]])
  await expectMetric({ metric: 'forecast_best_case', window: Q1 }, [[deals, { value: 1_111, sample: 4 }]])
})

test('velocity multiplies and divides its four factors over one window', async () => {
  const deals = [
    open('2026-03-01'),
    open('2026-03-02'),
    won('2026-02-01', { amountMinor: 3_000 }, '2026-01-22'),
    won('2026-02-01', { amountMinor: null }, '2026-01-12'),
    lost('2026-02-01'),
    lost('2026-02-01'),
  ]
  // 2 open x 2/4 won x 3000 / ((10 + 20) / 2)
  await expectMetric({ metric: 'sales_velocity', window: Q1 }, [
    [deals, { value: 200, numerator: 3_000, denominator: 30, sample: 6, complete: true }],
    [deals.slice(0, 2), { value: null, reason: 'factor_missing' }],
    [[open('2026-03-01'), won('2026-02-01', {}, '2026-02-01')], { value: null, reason: 'cycle_zero' }],
    [[won('2026-02-01', {}, '2026-01-22')], { value: 0 }],
  ])
})

test('overdue deals are open with a close date before the day, whatever the window', async () => {
  await expectMetric({ metric: 'overdue_deals', window: { trailingDays: 1 } }, [
    [
      [open('2026-02-14'), open('2026-02-15'), open(null), won('2026-02-01'), open('2025-01-01')],
      { value: 2 },
    ],
    [[held('closeDate', { status: 'open', closeDate: null })], { value: 0, skipped: 1, complete: false }],
  ])
})

const stage = (stageId: string, effectiveAt: string, amountMinor = 1) => ({
  stageId,
  effectiveAt,
  amountMinor,
})

test('a stalled deal has been in its stage for n days or longer; an edit of its amount does not move it', async () => {
  // On 15 February, 30 days ago was 16 January: the local day ended at 23:00 UTC.
  const deals: LedgerDeal[] = [
    { id: 'just', revisions: [stage('a', '2026-01-16T22:59:59.999Z')] },
    { id: 'not yet', revisions: [stage('a', '2026-01-16T23:00:00.000Z')] },
    {
      id: 'edited',
      revisions: [stage('a', '2026-01-02T00:00:00.000Z'), stage('a', '2026-02-01T00:00:00.000Z', 2)],
    },
    {
      id: 'moved',
      revisions: [stage('a', '2026-01-02T00:00:00.000Z'), stage('b', '2026-02-01T00:00:00.000Z')],
    },
    {
      id: 'there and back',
      revisions: [
        stage('a', '2026-01-02T00:00:00.000Z'),
        stage('b', '2026-02-01T00:00:00.000Z'),
        stage('a', '2026-02-02T00:00:00.000Z'),
      ],
    },
  ]
  const found = await expectLedger({ deals }, { metric: 'stalled_deals', params: { days: 30 }, window: Q1 })
  expect(found.value.value).toBe(2)
  expect(found.rows.map(({ externalId }) => externalId)).toEqual(['edited', 'just'])
})

test('stalled deals are unknown until the ledger is as old as the question', async () => {
  const stalled = (days: number) => ({ metric: 'stalled_deals', params: { days }, window: Q1 }) as const
  const runs = [{ dataThrough: '2026-02-01T03:00:00.000Z', finishedAt: '2026-02-01T04:00:00.000Z' }]
  const old = await expectLedger({ runs }, stalled(14))
  expect(old.value).toMatchObject({ value: 0, complete: true })
  const young = await expectLedger({ runs }, stalled(15))
  expect(young.value).toMatchObject({
    value: null,
    reason: 'unknown_before',
    since: '2026-02-16',
    complete: false,
  })
})
