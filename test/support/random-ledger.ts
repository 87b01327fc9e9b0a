/** Random ledgers and random questions about them: what the tables of examples do not think of. */
import {
  type Definition,
  dealMetricIds,
  type Filter,
  filterOps,
  type MetricId,
} from '../../src/metrics/types.ts'
import type { LedgerDeal, LedgerRevision } from './metric-ledger.ts'
import fc from './properties.ts'

export const dayOf = (n: number) =>
  new Date(Date.parse('2026-01-01') + n * 86_400_000).toISOString().slice(0, 10)
const day = fc.integer({ min: 0, max: 99 }).map(dayOf)
export const instant = fc
  .integer({ min: 0, max: 99 * 24 })
  .map((hours) => new Date(Date.parse('2026-01-01') + hours * 3_600_000).toISOString())
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 4 })
const word = fc.constantFrom('a', 'b', 'c')

const amount = fc.oneof(
  fc.record({ amountMinor: fc.constantFrom(0, 1, 999, 5_000, 10_000, 123_456_789_012) }),
  fc.record({
    amountMinor: fc.integer({ min: -1_000, max: 1_000_000 }),
    homeMinor: maybe(fc.integer({ min: 0, max: 9_999 })),
    currency: fc.constant('USD'),
  }),
  fc.constant({ amountMinor: null }),
)
const readable = fc
  .record({
    amount,
    rest: fc.record({
      status: fc.constantFrom('open' as const, 'won' as const, 'lost' as const),
      pipelineId: word,
      open: fc.constantFrom('s1', 's2', 'open'),
      closeDate: maybe(day),
      weightedMinor: maybe(fc.integer({ min: 0, max: 10_000 })),
      teamId: maybe(word),
      type: maybe(word),
      forecastCategory: maybe(fc.constantFrom('commit', 'best_case', 'most_likely', 'pipeline', 'omitted')),
      properties: maybe(
        fc.dictionary(fc.constantFrom('region', 'Term__c'), fc.constantFrom('a', 'b', '', "o'x")),
      ),
      deleted: fc.boolean(),
      effectiveAt: instant,
    }),
  })
  .map(({ amount: money, rest: { open, ...rest } }): LedgerRevision => {
    // Nothing times a probability is nothing, and without an amount there is nothing to weigh.
    const weightedMinor = money.amountMinor === null ? null : money.amountMinor === 0 ? 0 : rest.weightedMinor
    const rated = 'homeMinor' in money && money.homeMinor === null ? null : weightedMinor
    const stageId = rest.status === 'open' ? open : rest.status
    return { ...rest, ...money, stageId, weightedMinor: rated }
  })
const problems = fc.constantFrom('amount', 'closeDate', 'stage', 'rate')
const revision = fc.oneof(
  { weight: 7, arbitrary: readable.map((state) => ({ ...state, deleted: false })) },
  { weight: 1, arbitrary: readable },
  {
    weight: 1,
    arbitrary: fc.tuple(readable, problems).map(([state, field]): LedgerRevision => {
      const lost = {
        amount: { amountMinor: null },
        closeDate: { closeDate: null },
        stage: { status: null, stageId: 'x' },
        rate: { homeMinor: null },
      }
      return {
        ...state,
        ...lost[field as keyof typeof lost],
        deleted: false,
        problem: [{ field, code: 'absurd', raw: '"stage"' }],
      }
    }),
  },
)
/** What a history may not hold, and what follows from it. */
const unknowns: Readonly<Record<string, readonly string[]>> = {
  stage: ['stage_id', 'status'],
  status: ['status'],
  pipeline: ['pipeline_id', 'status'],
  close: ['close_date'],
  amount: ['amount_minor', 'currency', 'home_minor', 'rate', 'weighted_minor'],
  rate: ['home_minor', 'rate', 'weighted_minor'],
  weighted: ['weighted_minor', 'probability'],
  team: ['team_id'],
  type: ['type'],
  category: ['forecast_category'],
  properties: ['properties'],
}
const fieldOf: Readonly<Record<string, keyof LedgerRevision>> = {
  stage_id: 'stageId',
  status: 'status',
  pipeline_id: 'pipelineId',
  close_date: 'closeDate',
  amount_minor: 'amountMinor',
  currency: 'currency',
  home_minor: 'homeMinor',
  weighted_minor: 'weightedMinor',
  team_id: 'teamId',
  type: 'type',
  forecast_category: 'forecastCategory',
  properties: 'properties',
}
const reconstructed = fc
  .tuple(readable, fc.subarray(Object.keys(unknowns), { maxLength: 4 }))
  .map(([state, lost]): LedgerRevision => {
    const unknown = [...new Set(lost.flatMap((each) => unknowns[each] ?? []))]
    const none = Object.fromEntries(
      unknown.flatMap((column) => (fieldOf[column] ? [[fieldOf[column], null]] : [])),
    )
    return { ...state, deleted: false, ...none, timeFrom: 'history', unknown }
  })

const deal = fc
  .record({
    source: fc.constantFrom('hubspot', 'salesforce'),
    createdDay: day,
    fresh: fc.boolean(),
    told: fc.array(revision, { minLength: 1, maxLength: 4 }),
    past: fc.array(reconstructed, { maxLength: 3 }),
  })
  .map(({ told, past, fresh, createdDay, ...rest }) => {
    const first = told.map(({ effectiveAt = '' }) => effectiveAt).sort()[0] ?? ''
    // A history only fills the time before the first read, one state an instant.
    const before = past.filter(
      ({ effectiveAt = '' }, index) =>
        effectiveAt < first && past.findIndex((each) => each.effectiveAt === effectiveAt) === index,
    )
    const revisions = [...told, ...before]
    const born = revisions.map(({ effectiveAt = '' }) => effectiveAt.slice(0, 10)).sort()[0] ?? createdDay
    return { ...rest, createdDay: fresh ? born : createdDay, revisions }
  })

/** Some of them name a deal, of the other CRM or not, from one of their revisions on. */
function named(deals: readonly Omit<LedgerDeal, 'id'>[], twins: readonly number[]): LedgerDeal[] {
  return deals.map((each, index) => {
    const twinId = String(twins[index])
    const since = index % 3
    const revisions = each.revisions.map((revision, n) =>
      n < since || revision.timeFrom === 'history' ? revision : { ...revision, twinId },
    )
    return { ...each, id: String(index), revisions }
  })
}

export const ledger = fc.array(deal, { minLength: 4, maxLength: 25, size: 'max' }).chain((deals) => {
  const places = deals.flatMap(({ revisions }, index) => revisions.map(() => index))
  return fc.record({
    deals: fc
      .array(fc.nat({ max: 40 }), { minLength: deals.length, maxLength: deals.length })
      .map((twins) => named(deals, twins)),
    leading: fc.constantFrom(null, 'hubspot', 'salesforce'),
    // Which deal is written next: commits of several deals interleave, each in its own order.
    turns: fc.shuffledSubarray(places, { minLength: places.length, maxLength: places.length }),
    begin: fc.oneof(
      { weight: 2, arbitrary: fc.constant('2020-01-01T00:00:00.000Z') },
      { weight: 1, arbitrary: instant },
    ),
    histories: fc.subarray(['hubspot', 'salesforce']),
    lostRecords: fc.array(fc.constantFrom('hubspot', 'salesforce'), { maxLength: 1 }),
  })
})

const property = fc.record({
  name: fc.constantFrom('region', 'Term__c'),
  op: fc.constantFrom(...filterOps),
  values: fc.uniqueArray(fc.constantFrom('a', 'b', "o'x"), { minLength: 1 }),
})
const fields: { readonly [K in keyof Filter]-?: fc.Arbitrary<NonNullable<Filter[K]>> } = {
  connections: fc.constantFrom(['hubspot'], ['salesforce'], ['hubspot', 'salesforce']),
  pipelines: fc.uniqueArray(word, { minLength: 1 }),
  stages: fc.constantFrom(['s1', 's2', 'won'], ['won', 'lost'], ['x', 'open', 's1']),
  teams: fc.uniqueArray(word, { minLength: 1 }),
  dealTypes: fc.uniqueArray(word, { minLength: 1 }),
  properties: fc.array(property, { minLength: 1, maxLength: 2 }),
  minAmountMinor: fc.constantFrom(0, 1, 5_000),
}
// Mostly none or one field: with all of them nothing is left to count.
export const filter: fc.Arbitrary<Filter> = fc
  .oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 6,
      arbitrary: fc.subarray(Object.keys(fields) as (keyof Filter)[], { minLength: 1, maxLength: 1 }),
    },
    {
      weight: 1,
      arbitrary: fc.subarray(Object.keys(fields) as (keyof Filter)[], { minLength: 2, maxLength: 3 }),
    },
  )
  .chain((keys) => fc.record(Object.fromEntries(keys.map((key) => [key, fields[key]])) as typeof fields))

const period = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 60 }))
  .map(([start, length]) => ({ from: dayOf(start), to: dayOf(start + length) }))

const stageIds = fc.constantFrom('s1', 's2', 'open', 'won', 'lost', 'x')
export const paramsOf: Partial<Record<MetricId, fc.Arbitrary<Record<string, unknown>>>> = {
  sales_cycle_days: fc.constantFrom({ statistic: 'mean' }, { statistic: 'median' }),
  pipeline_coverage: fc.integer({ min: 1, max: 100_000 }).map((amountMinor) => ({ target: { amountMinor } })),
  stage_conversion: fc
    .record({ from: stageIds, to: stageIds })
    .map(({ from, to }) => ({ from, to: from === to ? (from === 's1' ? 's2' : 's1') : to })),
  stalled_deals: fc.integer({ min: 1, max: 60 }).map((days) => ({ days })),
}
export const definition: fc.Arbitrary<Definition> = fc
  .constantFrom(...dealMetricIds)
  .chain((metric) =>
    fc.record(
      { metric: fc.constant(metric), window: period, params: paramsOf[metric] ?? fc.constant({}), filter },
      { requiredKeys: ['metric', 'window', 'params'] },
    ),
  )

/** Commits of several deals interleave, each in its own order. */
export function orderOf(deals: readonly LedgerDeal[], turns: readonly number[]) {
  const next = deals.map(() => 0)
  return turns.map((index) => {
    const revision = next[index] ?? 0
    next[index] = revision + 1
    return { deal: index, revision }
  })
}
