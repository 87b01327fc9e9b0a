/**
 * The order of the steps, one deal each. Planted and seen red: amount before status; the new rate with the amount; a
 * created deal at its earlier state; a held deal's last amount as an amount; the stage with the filter; the twin late.
 */
import { expect, test } from 'vitest'
import { evaluate } from '../../../src/metrics/index.ts'
import type { Definition } from '../../../src/metrics/types.ts'
import { explain } from '../../../src/movement/explain.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { type LedgerDeal, type LedgerRevision, writeLedger } from '../../support/metric-ledger.ts'
import { company, movement, type Night, Q1, steps } from './moves.ts'

const at = (day: string) => `2026-02-${day}T12:00:00.000Z`
const revenue: Definition = { metric: 'won_revenue', window: Q1 }
const open: Definition = { metric: 'open_pipeline', window: Q1 }
const state = (over: LedgerRevision): LedgerRevision => ({
  ...{ status: 'open', amountMinor: 100, closeDate: '2026-03-01', effectiveAt: at('01') },
  ...over,
})
const deal = (...revisions: LedgerRevision[]): LedgerDeal => ({ id: '1', revisions })

/** From the first revision to the last. */
async function between(
  definition: Definition,
  revisions: readonly LedgerRevision[],
  more: Partial<Night> = {},
): Promise<Record<string, number>> {
  const [first, ...rest] = revisions
  if (first === undefined) throw new Error('no deal')
  const night = { definition, ...more }
  return steps(
    await movement(
      [deal(first, ...rest)],
      [
        { ...night, seq: 1 },
        { ...night, seq: revisions.length },
      ],
    ),
  )
}

test('an open 100 won at 150 is status 100 and amount 50, and nothing else', async () => {
  const won = state({ status: 'won', amountMinor: 150, effectiveAt: at('10') })
  expect(await between(revenue, [state({}), won])).toEqual({ status: 100, amount: 50 })
  expect(await between(open, [state({}), won])).toEqual({ status: -100 })
})

test('each step is worked out with the earlier ones applied', async () => {
  const before = state({ currency: 'USD', homeMinor: 90, rate: '0.9', probability: '0.5', weightedMinor: 45 })
  const after = state({
    ...{ currency: 'USD', amountMinor: 200, homeMinor: 220, rate: '1.1', effectiveAt: at('10') },
    ...{ probability: '1', weightedMinor: 220 },
  })
  const weighted: Definition = { metric: 'weighted_pipeline', window: Q1 }
  // 45, then 200 at 0.9 by half, then at 1.1, then wholly.
  expect(await between(weighted, [before, after])).toEqual({ amount: 45, rate: 20, probability: 110 })
  expect(await between(open, [before, after])).toEqual({ amount: 90, rate: 40 })
})

test('another currency brings its rate: nothing is left for a rate that did not move', async () => {
  const dollars = state({ currency: 'USD', homeMinor: 90, rate: '0.9', effectiveAt: at('10') })
  expect(await between(open, [state({}), dollars])).toEqual({ amount: -10 })
  const empty = state({ amountMinor: null })
  expect(await between(open, [empty, dollars])).toEqual({ amount: 90 })
  const unrated = state({ currency: 'USD', homeMinor: null })
  expect(await between(open, [unrated, dollars])).toEqual({ rate: 90 })
  expect(await between(open, [dollars, unrated])).toEqual({ rate: -90 })
})

test('what comes or goes does so as a whole, whatever else changed', async () => {
  const dearer = state({ status: 'won', amountMinor: 150, effectiveAt: at('10') })
  const gone = { ...dearer, deleted: true }
  const won = state({ status: 'won' })
  expect(await between(revenue, [won, gone])).toEqual({ existence: -100 })
  expect(await between(revenue, [{ ...won, deleted: true }, dearer])).toEqual({ existence: 150 })
  const found = await movement(
    [deal(dearer)],
    [
      { definition: revenue, seq: 0 },
      { definition: revenue, seq: 1 },
    ],
  )
  expect(found.lines[0]?.deals[0]).toMatchObject({ coming: 'created', numerator: 150, externalId: '1' })
})

test('a merged deal goes, and what the survivor took over is its own', async () => {
  const won = state({ status: 'won' })
  const small = { ...won, amountMinor: 80 }
  const deals: LedgerDeal[] = [
    { id: '1', revisions: [won, { ...won, amountMinor: 180, effectiveAt: at('10') }] },
    { id: '2', revisions: [small, { ...small, deleted: true, mergedInto: '1', effectiveAt: at('10') }] },
  ]
  const order = [0, 1].flatMap((revision) => [0, 1].map((which) => ({ deal: which, revision })))
  const nights = [2, 4].map((seq) => ({ definition: revenue, seq })) as [Night, Night]
  const found = await movement(deals, nights, {}, order)
  expect(steps(found)).toEqual({ existence: -80, amount: 80 })
  expect(found.lines[0]?.deals).toMatchObject([{ externalId: '2', coming: 'merged' }])
})

test('a deal that can no longer be read goes, and comes back as a whole', async () => {
  const held = state({
    ...{ amountMinor: null, homeMinor: null, effectiveAt: at('10') },
    problem: [{ field: 'amount', code: 'absurd', raw: '?' }],
  })
  expect(await between(open, [state({}), held])).toEqual({ existence: -100 })
  expect(await between(open, [held, state({ amountMinor: 120, effectiveAt: at('11') })])).toEqual({
    existence: 120,
  })
})

test('pipeline, team, type and property decide before the date, the date before the status', async () => {
  const narrowed: Definition = { ...revenue, filter: { pipelines: ['new'] } }
  const moved = state({ status: 'won', pipelineId: 'other', closeDate: '2026-05-01', effectiveAt: at('10') })
  expect(await between(narrowed, [state({ status: 'won' }), moved])).toEqual({ filter: -100 })
  expect(await between(revenue, [state({ status: 'won' }), moved])).toEqual({ date: -100 })
  const lost = state({ status: 'lost', closeDate: '2026-02-10', effectiveAt: at('10') })
  expect(await between(revenue, [state({ status: 'won' }), lost])).toEqual({ status: -100 })
})

test('a stage belongs to the filter that names it, while the status stays', async () => {
  const early: Definition = { ...open, filter: { stages: ['open', 'won'] } }
  const later = state({ stageId: 'offer', effectiveAt: at('10') })
  expect(await between(early, [state({}), later])).toEqual({ filter: -100 })
  const won = state({ status: 'won', effectiveAt: at('10') })
  expect(await between(early, [state({}), won])).toEqual({ status: -100 })
})

test('time alone: a deal falls due, leaves a rolling window, grows old in its stage', async () => {
  const [before, after] = [
    { seq: 1, day: '2026-02-27' },
    { seq: 1, day: '2026-03-05' },
  ] as const
  const won = deal(state({ status: 'won', closeDate: '2026-02-01' }))
  const one = (definition: Definition, which: LedgerDeal) =>
    movement(
      [which],
      [
        { ...before, definition },
        { ...after, definition },
      ],
    ).then(steps)
  expect(await one({ metric: 'overdue_deals', window: Q1 }, deal(state({})))).toEqual({ time: 1 })
  expect(await one({ ...revenue, window: { trailingDays: 30 } }, won)).toEqual({ time: -100 })
  const stalled: Definition = { metric: 'stalled_deals', params: { days: 30 }, window: Q1 }
  expect(await one(stalled, deal(state({})))).toEqual({ time: 1 })
})

test('another definition and another target come before everything that happened to the deals', async () => {
  const all = [
    deal(state({ status: 'won' }), state({ status: 'won', amountMinor: 130, effectiveAt: at('10') })),
  ]
  const small: Definition = { ...revenue, filter: { minAmountMinor: 120 } }
  const found = await movement(all, [
    { definition: revenue, seq: 1 },
    { definition: small, seq: 2 },
  ])
  expect(steps(found)).toEqual({ definition: -100, amount: 130 })
  const coverage = (amountMinor: number): Definition => ({
    ...{ metric: 'pipeline_coverage', window: Q1 },
    params: { target: { amountMinor } },
  })
  const target = await movement(
    [deal(state({}))],
    [
      { definition: coverage(1000), seq: 1, target: 1000 },
      { definition: coverage(800), seq: 1, target: 800 },
    ],
  )
  expect(target.lines).toMatchObject([
    { step: 'definition', numerator: 0, denominator: -200, withoutDeal: { denominator: -200 } },
  ])
  expect(target.lines[0]?.effect).toBeCloseTo(0.125 - 0.1)
})

test('what had been so before the opening and was told after it was learned later', async () => {
  const late = state({ status: 'won', effectiveAt: at('05') })
  const dearer = state({ status: 'won', amountMinor: 150, effectiveAt: at('20') })
  const through = at('15')
  expect(await between(revenue, [state({}), late], { through })).toEqual({ learned_later: 100 })
  expect(await between(revenue, [state({}), late, dearer], { through })).toEqual({
    learned_later: 100,
    amount: 50,
  })
  expect(await between(revenue, [state({}), dearer], { through })).toEqual({ status: 100, amount: 50 })
})

test('a copy stops counting when its twin comes, and counts again when that is gone', async () => {
  const sources = [{ id: 'hubspot' }, { id: 'salesforce' }]
  const won = state({ status: 'won' })
  const deals: LedgerDeal[] = [
    { id: '1', revisions: [{ ...won, twinId: '006A' }] },
    {
      id: '006A',
      source: 'salesforce',
      revisions: [state({ status: 'won', amountMinor: 90 }), { ...won, deleted: true }],
    },
  ]
  const night = (seq: number) => ({ definition: revenue, seq })
  const content = { sources, leading: 'salesforce' }
  const came = await movement(deals, [night(1), night(2)], content)
  expect(steps(came)).toEqual({ existence: -10 })
  expect(came.lines[0]?.deals.map(({ coming }) => coming)).toEqual(['counted_as_twin', 'created'])
  const went = await movement(deals, [night(2), night(3)], content)
  expect(went.lines[0]?.deals.map(({ coming, numerator }) => [coming, numerator])).toEqual([
    ['twin_counts', 100],
    ['deleted', -90],
  ])
})

test('a setting that keeps no past is told apart: no deal explains it', async () => {
  const sources = [{ id: 'hubspot' }, { id: 'salesforce' }]
  const won = state({ status: 'won' })
  const deals: LedgerDeal[] = [
    { id: '1', revisions: [{ ...won, twinId: '006A' }] },
    { id: '006A', source: 'salesforce', revisions: [won] },
  ]
  // Published while nobody had named a side: both counted.
  const db = await emptyWorkspace()
  await writeLedger(db, { deals, sources, leading: 'hubspot' })
  const day = '2026-02-15'
  const [value] = await evaluate(
    db,
    [{ definition: revenue, definitionVersion: 1 }],
    { kind: 'known', seq: 2 },
    { ...company, day },
  )
  if (value === undefined) throw new Error('no value')
  const made = { definition: revenue, cycle: Q1, target: null }
  const end = (numerator: number) => ({
    ...{ day, publishedAt: at('16'), made },
    value: { ...value, value: numerator, numerator },
  })
  const { movement: found } = await explain(db, { opening: end(200), closing: end(100), company }, 10)
  expect(found.lines).toMatchObject([
    { step: 'learned_later', numerator: -100, total: 0, withoutDeal: { numerator: -100 }, effect: -100 },
  ])
})

test('a median names who entered and who left; its lines are of days and deals', async () => {
  const median: Definition = { metric: 'sales_cycle_days', params: { statistic: 'median' }, window: Q1 }
  const deals: LedgerDeal[] = [
    { id: '1', createdDay: '2026-01-20', revisions: [state({ status: 'won' }), state({ status: 'lost' })] },
    { id: '2', createdDay: '2026-01-30', revisions: [state({ status: 'won' })] },
  ]
  const order = await movement(deals, [
    { definition: median, seq: 1 },
    { definition: median, seq: 3 },
  ])
  expect(order.median).toMatchObject({
    entered: [{ externalId: '2', before: null, after: 30 }],
    left: [{ externalId: '1', before: 40, after: null }],
    changed: [],
  })
  expect(order.lines.map(({ step, denominator, effect }) => [step, denominator, effect])).toEqual([
    ['existence', 1, null],
    ['status', -1, null],
  ])
})
