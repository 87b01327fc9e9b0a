/** Random nights: deals that are created, edited, won, lost, reopened, merged, deleted and restored, at moving rates. */
import {
  type Definition,
  dealMetricIds,
  type Filter,
  filterOps,
  type MetricId,
} from '../../../src/metrics/types.ts'
import { valued } from '../../oracles/movement.ts'
import type { LedgerDeal, LedgerRevision } from '../../support/metric-ledger.ts'
import fc from '../../support/properties.ts'

/** Pairs asked of one ledger. */
export const PAIRS_EACH = 50

export const dayOf = (n: number) =>
  new Date(Date.parse('2026-01-01') + n * 86_400_000).toISOString().slice(0, 10)
export const instantOf = (hours: number) =>
  new Date(Date.parse('2026-01-01') + hours * 3_600_000).toISOString()

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 5 })
const word = fc.constantFrom('a', 'b', 'c')
const status = fc.constantFrom('open' as const, 'open' as const, 'won' as const, 'lost' as const)

const start = fc.record({
  status,
  pipelineId: word,
  open: fc.constantFrom('s1', 's2', 'open'),
  closeDate: maybe(fc.integer({ min: 0, max: 99 }).map(dayOf)),
  amountMinor: maybe(fc.integer({ min: -500, max: 100_000 })),
  currency: fc.constantFrom('EUR', 'USD', 'USD'),
  rate: fc.constantFrom('0.9', '0.855', '1.1', '1.25', null),
  probability: maybe(fc.constantFrom('0', '0.2', '0.55', '1')),
  teamId: maybe(word),
  type: maybe(word),
  forecastCategory: maybe(fc.constantFrom('commit', 'best_case', 'most_likely', 'pipeline')),
  properties: maybe(fc.dictionary(fc.constantFrom('region'), fc.constantFrom('a', 'b', ''))),
})
type Fields = typeof start extends fc.Arbitrary<infer T> ? T : never

/** One edit of a few fields, or an end, a restore, something that cannot be read. */
const edit = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        start,
        fc.subarray(
          [
            ...(['status', 'pipelineId', 'open', 'closeDate', 'amountMinor', 'currency', 'rate'] as const),
            ...(['probability', 'teamId', 'type', 'forecastCategory', 'properties'] as const),
          ],
          { minLength: 2, maxLength: 6 },
        ),
      )
      .map(([fields, keys]) => ({
        kind: 'edit' as const,
        fields: Object.fromEntries(keys.map((key) => [key, fields[key]])) as Partial<Fields>,
      })),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'delete' as const, fields: {} }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'merge' as const, fields: {} }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('amount', 'closeDate', 'stage').map((field) => ({
      kind: 'unreadable' as const,
      field,
      fields: {},
    })),
  },
)

const lost = {
  amount: { amountMinor: null, homeMinor: null, weightedMinor: null },
  closeDate: { closeDate: null },
  stage: { status: null, stageId: 'x' },
} as const

const deal = fc
  .record({
    source: fc.constantFrom('hubspot', 'salesforce'),
    created: fc.integer({ min: 0, max: 60 }),
    first: start,
    edits: fc.array(fc.record({ edit, hours: fc.integer({ min: 1, max: 400 }), late: fc.boolean() }), {
      minLength: 1,
      maxLength: 6,
      size: 'max',
    }),
    history: fc.option(fc.tuple(start, fc.integer({ min: 1, max: 200 })), { nil: null, freq: 6 }),
  })
  .map(({ source, created, first, edits, history }): Omit<LedgerDeal, 'id'> => {
    let fields = first
    let hour = created * 24 + 13
    const revisions = [stateOf(fields, hour, {})]
    for (const { edit: next, hours, late } of edits) {
      fields = { ...fields, ...next.fields }
      // Now and then something is told late: effective before what was told already.
      hour = late && hours > 300 ? hour - hours / 8 : hour + hours
      revisions.push(stateOf(fields, Math.max(hour, 0), next))
    }
    if (history !== null) {
      const past = stateOf(history[0], Math.max(0, created * 24 + 13 - history[1]), {})
      revisions.push({ ...past, timeFrom: 'history', unknown: [] })
    }
    return { source, createdDay: dayOf(created), revisions }
  })

function stateOf(
  { open, ...fields }: Fields,
  hour: number,
  { kind, field }: { readonly kind?: string; readonly field?: string },
): LedgerRevision {
  const stageId = fields.status === 'open' ? open : fields.status
  const rate = fields.currency === 'EUR' || fields.amountMinor === null ? null : fields.rate
  const state = valued({ ...fields, rate, stageId, effectiveAt: instantOf(hour), deleted: false })
  if (kind === 'delete') return { ...state, deleted: true }
  if (kind === 'merge') return { ...state, deleted: true, mergedInto: '0' }
  if (kind !== 'unreadable') return state
  const problem = [{ field: field ?? 'amount', code: 'absurd', raw: '?' }]
  return { ...state, ...lost[(field ?? 'amount') as keyof typeof lost], problem }
}

export interface Ledger {
  readonly deals: readonly LedgerDeal[]
  readonly order: readonly { readonly deal: number; readonly revision: number }[]
  readonly leading: string | null
}

/** Some deals name one of the other CRM, from one of their revisions on. */
export const world: fc.Arbitrary<Ledger> = fc
  .array(deal, { minLength: 12, maxLength: 24, size: 'max' })
  .chain((deals) => {
    const places = deals.flatMap(({ revisions }, index) => revisions.map(() => index))
    return fc.record({
      deals: fc
        .array(fc.nat({ max: 45 }), { minLength: deals.length, maxLength: deals.length })
        .map((twins) =>
          deals.map((each, index) => ({
            ...each,
            id: String(index),
            revisions: each.revisions.map((revision, n) =>
              n < index % 3 || revision.timeFrom === 'history'
                ? revision
                : { ...revision, twinId: String(twins[index]) },
            ),
          })),
        ),
      order: fc
        .shuffledSubarray(places, { minLength: places.length, maxLength: places.length })
        .map((turns) => {
          const next = deals.map(() => 0)
          return turns.map((index) => {
            const revision = next[index] ?? 0
            next[index] = revision + 1
            return { deal: index, revision }
          })
        }),
      leading: fc.constantFrom(null, 'hubspot', 'salesforce'),
    })
  })

const fields: { readonly [K in keyof Filter]-?: fc.Arbitrary<NonNullable<Filter[K]>> } = {
  connections: fc.constantFrom(['hubspot'], ['salesforce'], ['hubspot', 'salesforce']),
  pipelines: fc.uniqueArray(word, { minLength: 1 }),
  stages: fc.constantFrom(['s1', 's2', 'won'], ['won', 'lost'], ['open', 's1']),
  teams: fc.uniqueArray(word, { minLength: 1 }),
  dealTypes: fc.uniqueArray(word, { minLength: 1 }),
  properties: fc.array(
    fc.record({
      name: fc.constant('region'),
      op: fc.constantFrom(...filterOps),
      values: fc.constantFrom(['a'], ['a', 'b']),
    }),
    { minLength: 1, maxLength: 1 },
  ),
  minAmountMinor: fc.constantFrom(0, 1, 5_000),
}
const filter: fc.Arbitrary<Filter> = fc
  .oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    {
      weight: 3,
      arbitrary: fc.subarray(Object.keys(fields) as (keyof Filter)[], { minLength: 1, maxLength: 1 }),
    },
  )
  .chain((keys) => fc.record(Object.fromEntries(keys.map((key) => [key, fields[key]])) as typeof fields))

const window = fc.oneof(
  fc
    .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 20, max: 99 }))
    .map(([first, length]) => ({ from: dayOf(first), to: dayOf(first + length) })),
  fc.integer({ min: 10, max: 90 }).map((trailingDays) => ({ trailingDays })),
)
const stageIds = fc.constantFrom('s1', 's2', 'open', 'won', 'lost')
const paramsOf: Partial<Record<MetricId, fc.Arbitrary<Record<string, unknown>>>> = {
  sales_cycle_days: fc.constantFrom({ statistic: 'mean' }, { statistic: 'median' }),
  pipeline_coverage: fc.integer({ min: 1, max: 900_000 }).map((amountMinor) => ({ target: { amountMinor } })),
  stage_conversion: fc
    .record({ from: stageIds, to: stageIds })
    .map(({ from, to }) => ({ from, to: from === to ? (from === 's1' ? 's2' : 's1') : to })),
  stalled_deals: fc.integer({ min: 1, max: 60 }).map((days) => ({ days })),
}

const definition: fc.Arbitrary<Definition> = fc
  // Weights and rates play a part in few of them: those come more often.
  .constantFrom(
    ...dealMetricIds,
    ...(['weighted_pipeline', 'weighted_pipeline', 'open_pipeline', 'pipeline_created'] as const),
  )
  .chain((metric) =>
    fc.record(
      { metric: fc.constant(metric), window, params: paramsOf[metric] ?? fc.constant({}), filter },
      { requiredKeys: ['metric', 'window', 'params'] },
    ),
  )

const share = fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000)
export const NIGHTS = 6

/** Nights in their order, as shares of what was committed; and pairs of them with what was asked on each. */
export const asked = fc.record({
  nights: fc
    .tuple(
      fc.array(share, { minLength: NIGHTS, maxLength: NIGHTS }),
      fc.array(fc.integer({ min: 20, max: 95 }), { minLength: NIGHTS, maxLength: NIGHTS }),
      // Mostly so early that nothing was told late.
      fc.array(fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 0, max: 2400 })), {
        ...{ minLength: NIGHTS, maxLength: NIGHTS },
      }),
    )
    .map(([places, days, hours]) => {
      const [seqs, order] = [[...places].sort(), [...days].sort()]
      return seqs.map((place, n) => ({
        ...{ place, day: dayOf(order[n] ?? 0), through: instantOf(hours[n] ?? 0) },
      }))
    }),
  definitions: fc.array(definition, { minLength: 24, maxLength: 24 }),
  pairs: fc.array(
    fc.record({
      nights: fc.tuple(fc.nat({ max: NIGHTS - 1 }), fc.nat({ max: NIGHTS - 1 })).map(([one, other]) => ({
        ...{ from: Math.min(one, other), to: Math.max(one, other) },
      })),
      before: fc.nat({ max: 23 }),
      // Mostly the same question on both nights.
      after: fc.oneof(
        { weight: 4, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.nat({ max: 23 }) },
      ),
    }),
    { minLength: PAIRS_EACH, maxLength: PAIRS_EACH },
  ),
})
