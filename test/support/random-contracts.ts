/** Random contracts, and what they are as rows of the ledger and as the oracle reads them. */
import type { Contract, State } from '../oracles/retention.ts'
import type { ContractRow } from './contract-ledger.ts'
import fc from './properties.ts'

export const dayOf = (n: number) => new Date(Date.UTC(2025, 0, 1) + n * 86_400_000).toISOString().slice(0, 10)
export const day = fc.integer({ min: 0, max: 320 })

export interface RandomState {
  readonly at: number
  readonly customer: string | null
  readonly product: string | null
  readonly start: number
  readonly length: number | null
  readonly amount: number | null
  readonly rate: boolean
  readonly months: number
  readonly replaces: boolean
  readonly gone: State['gone']
  readonly unreadable: boolean
}
export const mostly = <T>(usual: T, ...rare: readonly T[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    ...rare.map((one) => ({ weight: 1, arbitrary: fc.constant(one) })),
  )
export const state: fc.Arbitrary<RandomState> = fc.record({
  at: day,
  customer: fc.constantFrom('a', 'a', 'b', 'b', 'c', 'd', null),
  product: fc.constantFrom('x', 'x', 'x', 'y', null),
  start: day,
  length: fc.oneof(fc.constantFrom(0, 30, 90, 91, 180, null, -5), fc.integer({ min: 1, max: 200 })),
  amount: fc.oneof(
    fc.integer({ min: 1, max: 100_000 }),
    mostly(1_200, 0, -500, null, 10 ** 13, 10 ** 13 + 1),
  ),
  rate: mostly(true, false),
  months: fc.constantFrom(1, 3, 7, 12, 12, 12, 24),
  replaces: fc.boolean(),
  gone: mostly<State['gone']>('no', 'removed', 'never'),
  unreadable: mostly(false, true),
})
/** The renewal that follows, or nearly does: what chance alone seldom meets. */
export const contract = fc.record({
  source: fc.constantFrom('hubspot', 'hubspot', 'salesforce'),
  states: fc.array(state, { minLength: 1, maxLength: 3 }),
  after: fc.option(
    fc.record({
      gap: fc.oneof(fc.integer({ min: -125, max: 40 }), fc.constantFrom(-121, -120, 0, 1, 30, 31)),
      state,
      same: mostly(true, false),
    }),
  ),
})

interface RandomContract {
  readonly source: string
  readonly states: readonly RandomState[]
  readonly after: { readonly gap: number; readonly state: RandomState; readonly same: boolean } | null
}

/** Each with the one that follows it, its states numbered in their order. */
export function numberedFrom(contracts: readonly RandomContract[]): Contract[] {
  const told = contracts.flatMap(({ source, states, after }, n) => {
    const last = states.at(-1)
    const one = { source, id: `c${n}`, states }
    if (after === null || last === undefined) return [one]
    const end = last.start + (last.length ?? 100)
    const same = after.same ? { customer: last.customer, product: last.product } : {}
    const next = { ...after.state, ...same, start: Math.max(0, end + after.gap) }
    return [one, { source, id: `c${n}+`, states: [next] }]
  })
  let seq = 0
  return told.map(({ source, id, states }) => ({
    ...{ source, id },
    states: states.map((each) => {
      seq += 1
      return stateOf(each, seq)
    }),
  }))
}

export function rowsFrom(contracts: readonly Contract[]): ContractRow[] {
  return contracts.map(({ source, id, states }) => ({ source, id, states: states.map(rowOf) }))
}

function stateOf(each: RandomState, seq: number): State {
  const { at, customer, product, start, length, amount, rate, months, replaces, gone, unreadable } = each
  return {
    ...{
      seq,
      day: dayOf(at),
      customer,
      product,
      start: dayOf(start),
      amount,
      months,
      replaces,
      gone,
      unreadable,
    },
    ...{ end: length === null ? null : dayOf(start + length), home: rate ? amount : null },
  }
}

function rowOf({
  seq,
  day: at,
  customer,
  gone,
  unreadable,
  replaces,
  ...rest
}: State): ContractRow['states'][number] {
  const { product, start, end, amount, home, months } = rest
  return {
    ...{
      seq,
      effectiveAt: `${at}T12:00:00.000Z`,
      company: customer,
      product,
      start,
      end,
      amount,
      home,
      months,
    },
    ...{ overlap: replaces ? 'replaces' : null, deleted: gone !== 'no', problem: unreadable },
    cause: gone === 'never' ? 'derived' : gone === 'removed' ? 'removed' : 'read',
  }
}
