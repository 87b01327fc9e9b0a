/** Random contracts over their nights: new ones, other terms, prices, rates, customers; deleted, restored, held, merged. */
import { contractMetricIds } from '../../../src/metrics/retention/ids.ts'
import type { Definition } from '../../../src/metrics/types.ts'
import type { Merge, RatedContract, RatedState } from '../../oracles/contract-movement.ts'
import type { ContractRow } from '../../support/contract-ledger.ts'
import fc from '../../support/properties.ts'

export const NIGHTS = 4
export const PAIRS_EACH = 8
export const dayOf = (n: number) => new Date(Date.UTC(2025, 0, 1) + n * 86_400_000).toISOString().slice(0, 10)
const customers = ['a', 'b', 'c', 'd'] as const

interface Fields {
  readonly customer: string | null
  readonly product: string | null
  readonly start: number
  readonly length: number | null
  readonly amount: number | null
  readonly foreign: boolean
  readonly rate: number | null
  readonly months: number
  readonly replaces: boolean
}
const amount = fc.oneof(
  { weight: 14, arbitrary: fc.noBias(fc.integer({ min: 1_000, max: 900_000 })) },
  { weight: 1, arbitrary: fc.constantFrom(null, 0, -500, 10 ** 13, 10 ** 13 + 1) },
)
const rate = fc.constantFrom(90, 107, 131, 131, null)
const first = fc.record({
  customer: fc.constantFrom('a', 'a', 'b', 'b', 'c', 'd', null),
  product: fc.constantFrom('x', 'x', 'y', null),
  start: fc.noBias(fc.integer({ min: 0, max: 180 })),
  length: fc.oneof(fc.constantFrom(null, 365, 90, 30), fc.noBias(fc.integer({ min: 30, max: 200 }))),
  amount,
  foreign: fc.boolean(),
  rate,
  months: fc.constantFrom(1, 7, 12, 12, 12),
  replaces: fc.boolean(),
})
const edit: fc.Arbitrary<{ kind?: 'gone' | 'never' | 'unreadable'; fields: Partial<Fields> }> = fc.oneof(
  { weight: 4, arbitrary: amount.map((to) => ({ fields: { amount: to } })) },
  { weight: 4, arbitrary: rate.map((to) => ({ fields: { rate: to } })) },
  { weight: 2, arbitrary: fc.integer({ min: -5, max: 200 }).map((length) => ({ fields: { length } })) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 260 }).map((start) => ({ fields: { start } })) },
  { weight: 1, arbitrary: fc.constantFrom(...customers).map((customer) => ({ fields: { customer } })) },
  { weight: 1, arbitrary: fc.boolean().map((replaces) => ({ fields: { replaces } })) },
  { weight: 1, arbitrary: fc.constantFrom('x', 'y').map((product) => ({ fields: { product } })) },
  { weight: 1, arbitrary: fc.boolean().map((foreign) => ({ fields: { foreign } })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('gone' as const, 'never' as const).map((kind) => ({ kind, fields: {} })),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'unreadable' as const, fields: {} }) },
)
const contract = fc.record({
  source: fc.constantFrom('hubspot', 'hubspot', 'salesforce'),
  first,
  told: fc.integer({ min: 0, max: 160 }),
  edits: fc.array(fc.record({ edit, days: fc.integer({ min: -40, max: 120 }) }), {
    maxLength: 4,
    size: 'max',
  }),
})

function halfEven(above: bigint, below: bigint): bigint {
  const floor = above >= 0n ? above / below : -((-above + below - 1n) / below)
  const rest = (above - floor * below) * 2n
  return rest > below || (rest === below && floor % 2n !== 0n) ? floor + 1n : floor
}

function stateOf(
  fields: Fields,
  day: number,
  kind?: 'gone' | 'never' | 'unreadable',
): Omit<RatedState, 'seq'> {
  const { customer, product, start, length, amount: minor, foreign, months, replaces } = fields
  const factor = foreign ? fields.rate : 100
  const home =
    minor === null || factor === null ? null : Number(halfEven(BigInt(minor) * BigInt(factor), 100n))
  return {
    ...{ day: dayOf(Math.max(0, day)), at: `${dayOf(Math.max(0, day))}T12:00:00.000Z`, customer, product },
    ...{ start: dayOf(start), end: length === null ? null : dayOf(start + length), amount: minor, home },
    ...{ months, replaces, currency: foreign ? 'USD' : 'EUR', rate: factor },
    ...{
      gone: kind === 'gone' ? 'removed' : kind === 'never' ? 'never' : 'no',
      unreadable: kind === 'unreadable',
    },
  }
}

/** Contracts with their states in the order in which they were committed. */
export const contracts: fc.Arbitrary<readonly RatedContract[]> = fc
  .array(contract, { minLength: 8, maxLength: 16, size: 'max' })
  .chain((rows) => {
    const told = rows.map(({ source, first: begun, told: since, edits }, n) => {
      let [fields, day] = [begun as Fields, since]
      const states = [stateOf(fields, day)]
      for (const { edit: next, days } of edits) {
        fields = { ...fields, ...next.fields }
        day = Math.max(0, day + days)
        states.push(stateOf(fields, day, next.kind))
      }
      return { id: `c${n}`, source, states }
    })
    const places = told.flatMap(({ states }, index) => states.map(() => index))
    return fc
      .shuffledSubarray(places, { minLength: places.length, maxLength: places.length })
      .map((order) => {
        const seqs = told.map((): number[] => [])
        for (const [n, index] of order.entries()) seqs[index]?.push(n + 1)
        return told.map(({ states, ...rest }, index) => ({
          ...rest,
          states: states.map((state, n) => ({ ...state, seq: seqs[index]?.[n] ?? 0 })),
        }))
      })
  })

/** Of customers into a later one, so that there is no circle; from that night on. */
export const merges = fc.uniqueArray(
  fc
    .tuple(
      fc.constantFrom('hubspot', 'salesforce'),
      fc.constantFrom('ab', 'ac', 'bc', 'bd', 'cd'),
      fc.nat(NIGHTS),
    )
    .map(([source, [from = '', into = ''], night]) => ({ source, from, into, night })),
  { selector: ({ source, from }) => source + from, maxLength: 3 },
)
export type LateMerge = Merge & { readonly night: number }

const window = fc.oneof(
  fc
    .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 20, max: 200 }))
    .map(([from, length]) => ({ from: dayOf(from), to: dayOf(from + length) })),
  fc.integer({ min: 20, max: 200 }).map((trailingDays) => ({ trailingDays })),
)
const definition = fc
  .record({
    // Prices play a part in few of those that renew: that one comes more often.
    metric: fc.constantFrom(...contractMetricIds, 'renewal_rate_value' as const),
    window,
    graceDays: fc.constantFrom(0, 30),
    view: fc.constantFrom('monthly', 'yearly'),
  })
  .map(({ metric, window: of, graceDays, view }): Definition => {
    const money = /revenue|_value/.test(metric)
    return { metric, window: of, params: { graceDays, ...(money ? { view } : {}) } }
  })

export const asked = fc.record({
  places: fc.array(fc.noBias(fc.integer({ min: 150, max: 1000 })), { minLength: NIGHTS, maxLength: NIGHTS }),
  days: fc.array(fc.noBias(fc.integer({ min: 60, max: 300 })), { minLength: NIGHTS, maxLength: NIGHTS }),
  // How many days of the opening's night are not in yet.
  lags: fc.array(fc.constantFrom(0, 0, 0, 60), { minLength: NIGHTS, maxLength: NIGHTS }),
  pairs: fc.array(
    fc.record({
      nights: fc.constantFrom([0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3], [0, 3], [1, 3]),
      before: definition,
      after: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: definition }),
    }),
    { minLength: PAIRS_EACH, maxLength: PAIRS_EACH },
  ),
})

export function rowsOf(all: readonly RatedContract[]): ContractRow[] {
  return all.map(({ id, source, states }) => ({
    ...{ id, source },
    states: states.map((state) => ({
      ...{ seq: state.seq, effectiveAt: state.at, company: state.customer, product: state.product },
      ...{ start: state.start, end: state.end, amount: state.amount, home: state.home, months: state.months },
      ...{ currency: state.currency, rate: state.rate === null ? null : String(state.rate / 100) },
      rateRule: state.currency === 'EUR' ? 'same' : state.rate === null ? 'missing' : 'deal',
      ...{ overlap: state.replaces ? ('replaces' as const) : null, problem: state.unreadable },
      deleted: state.gone !== 'no',
      cause: state.gone === 'never' ? 'derived' : state.gone === 'removed' ? 'removed' : 'read',
    })),
  }))
}
