import { expect, test } from 'vitest'
import { expectLedger, expectMetric, held, lost, open, Q1, won } from './expect-metric.ts'

test('won revenue adds the amounts of deals won in the window, which ends before its last day', async () => {
  await expectMetric({ metric: 'won_revenue', window: Q1 }, [
    [
      [won('2026-01-01'), won('2026-03-31', { amountMinor: 250 })],
      { value: 10_250, sample: 2, complete: true },
    ],
    [[won('2026-04-01'), won('2025-12-31'), lost('2026-02-01'), open('2026-02-01')], { value: 0, sample: 0 }],
    [[won('2026-02-01', { amountMinor: null })], { value: 0, sample: 1, withoutAmount: 1, complete: true }],
    [[won(null)], { value: 0, sample: 0 }],
  ])
})

test('win rate counts the deals closed in the quarter and is null when none closed', async () => {
  await expectMetric({ metric: 'win_rate', window: Q1 }, [
    [[won('2026-01-10'), lost('2026-03-31')], { value: 0.5, numerator: 1, denominator: 2, sample: 2 }],
    [[won('2026-04-01'), open('2026-02-01')], { value: null, sample: 0, reason: 'nothing_closed' }],
    [[lost('2026-02-01')], { value: 0, sample: 1 }],
  ])
})

test('win rate by value leaves out deals without value, and is incomplete above five percent of them', async () => {
  const nineteen = Array.from({ length: 19 }, () => won('2026-01-10', { amountMinor: 100 }))
  const nothing = { amountMinor: 0 }
  await expectMetric({ metric: 'win_rate_value', window: Q1 }, [
    [
      [won('2026-01-10', { amountMinor: 300 }), lost('2026-01-10', { amountMinor: 100 })],
      { value: 0.75, sample: 2 },
    ],
    [[...nineteen, lost('2026-01-10', nothing)], { value: 1, complete: true, leftOut: 1 }],
    [
      [...nineteen.slice(1), lost('2026-01-10', { amountMinor: null })],
      { value: 1, complete: false, leftOut: 1, reason: 'deals_without_value' },
    ],
    [[won('2026-01-10', nothing)], { value: null, reason: 'deals_without_value', leftOut: 1 }],
    [[], { value: null, reason: 'nothing_closed' }],
  ])
})

test('the average size asks only won deals that have an amount, and rounds half to even', async () => {
  await expectMetric({ metric: 'average_deal_size', window: Q1 }, [
    [
      [won('2026-01-10', { amountMinor: 2 }), won('2026-01-10', { amountMinor: 3 })],
      { value: 2, numerator: 5 },
    ],
    [
      [won('2026-01-10', { amountMinor: null }), won('2026-01-10', { amountMinor: 0 })],
      { value: 0, leftOut: 1 },
    ],
    [[won('2026-01-10', { amountMinor: null })], { value: null, reason: 'nothing_to_average' }],
    // Nothing is nothing in every currency.
    [
      [won('2026-01-10', { amountMinor: 0, homeMinor: null, currency: 'CHF' })],
      { value: 0, sample: 1, complete: true },
    ],
    [[lost('2026-01-10')], { value: null, denominator: 0 }],
  ])
})

test('the sales cycle counts local days from create to close, leaves negative ones out and counts them', async () => {
  const deals = [
    won('2026-03-31', {}, '2026-03-28'),
    won('2026-03-31', {}, '2026-03-31'),
    won('2026-03-31', {}, '2026-02-28'),
    won('2026-02-01', {}, '2026-02-02'),
  ]
  await expectMetric({ metric: 'sales_cycle_days', window: Q1 }, [
    [deals, { value: 34 / 3, numerator: 34, denominator: 3, sample: 3, leftOut: 1, complete: true }],
    [[won('2026-02-01', {}, '2026-02-02')], { value: null, reason: 'nothing_to_average' }],
  ])
  await expectMetric({ metric: 'sales_cycle_days', params: { statistic: 'median' }, window: Q1 }, [
    [deals, { value: 3, sample: 3 }],
    [deals.slice(0, 2), { value: 1.5, sample: 2 }],
    [[], { value: null }],
  ])
})

test('a deal that cannot be read adds nothing and makes every value incomplete that it could touch', async () => {
  const outside = { status: 'won', closeDate: '2026-05-01' } as const
  const inside = { status: 'won', closeDate: '2026-02-01' } as const
  await expectMetric({ metric: 'won_revenue', window: Q1 }, [
    [[held('amount', inside)], { value: 0, skipped: 1, complete: false, reason: 'held_deals' }],
    [[held('amount', outside)], { value: 0, skipped: 0, complete: true }],
    [[held('amount', { ...inside, status: 'lost' })], { skipped: 0, complete: true }],
    [[held('closeDate', { status: 'won', closeDate: null })], { skipped: 1, complete: false }],
    [[held('stage', { ...inside, status: null })], { skipped: 1, complete: false }],
    [[held('stage', { ...outside, status: null })], { skipped: 0, complete: true }],
  ])
})

// A negative cycle had no reason at all, and one deal without amount was told "more than 5 % of the deals".
test('the evidence says of each deal that is left out why', async () => {
  const state = { status: 'won', closeDate: '2026-02-01' } as const
  const negative = { id: '1', createdDay: '2026-02-02', revisions: [state] }
  const cycle = await expectLedger({ deals: [negative] }, { metric: 'sales_cycle_days', window: Q1 })
  expect(cycle.rows.map((row) => row.skipped)).toEqual(['closed_before_created'])

  const empty = { id: '1', revisions: [{ ...state, amountMinor: null }] }
  for (const metric of ['average_deal_size', 'win_rate_value'] as const) {
    const { rows } = await expectLedger({ deals: [empty] }, { metric, window: Q1 })
    expect(rows.map((row) => row.skipped)).toEqual(['without_value'])
  }
})
