/**
 * The movement of a metric of contracts between two moments, from the meaning of its steps: a company as it would have been
 * after each, asked as a whole by `retention.ts` beside it. Imports nothing of ours.
 */
import { type Answer, type Contract, type Question, retention, type State } from './retention.ts'

export interface RatedState extends State {
  readonly currency: string
  /** Hundredths of the company's currency for one of this; null: nobody knows. */
  readonly rate: number | null
  /** Instant at which it took effect. */
  readonly at: string
}
export interface RatedContract extends Contract {
  readonly states: readonly RatedState[]
}
export interface Merge {
  readonly source: string
  readonly from: string
  readonly into: string
}

export type Sides = readonly [bigint, bigint]
export interface Moment {
  readonly seq: number
  readonly day: string
  readonly through: string
  readonly merges: readonly Merge[]
  readonly metric: string
  /** Window of the definition on a day. */
  readonly window: (day: string) => { readonly from: string; readonly to: string }
  readonly grace: number
  readonly perMonths: 1 | 12
}

export const sidesOf: Readonly<Record<string, (answer: Answer) => Sides>> = {
  recurring_revenue: ({ recurring }) => [recurring, 0n],
  active_customers: ({ customers }) => [BigInt(customers), 0n],
  gross_revenue_retention: ({ keptGross, opening }) => [keptGross, opening],
  net_revenue_retention: ({ kept, opening }) => [kept, opening],
  logo_retention: ({ logos, logosKept }) => [BigInt(logosKept), BigInt(logos)],
  new_recurring_revenue: ({ fresh }) => [fresh, 0n],
  expansion_recurring_revenue: ({ expansion }) => [expansion, 0n],
  contraction_recurring_revenue: ({ contraction }) => [contraction, 0n],
  churned_recurring_revenue: ({ churned }) => [churned, 0n],
  reactivated_recurring_revenue: ({ reactivated }) => [reactivated, 0n],
  renewal_rate: ({ due, followed }) => [BigInt(followed), BigInt(due)],
  renewal_rate_value: ({ dueValue, followedValue }) => [followedValue, dueValue],
  renewals_due: ({ due }) => [BigInt(due), 0n],
}

interface Company {
  readonly contracts: readonly RatedContract[]
  readonly merged: readonly Merge[]
}

const lastOf = ({ states }: RatedContract) => states.reduce((x, y) => (y.seq > x.seq ? y : x))

function isReadable(contract: RatedContract): boolean {
  const { unreadable, start, end, months, home, amount } = lastOf(contract)
  const absurd = [home, amount].some((minor) => Math.abs(minor ?? 0) > 10 ** 13)
  return !unreadable && start !== null && !absurd && months > 0 && (end === null || end >= start)
}

/** It is there and can be read. */
const counts = (contract: RatedContract | undefined) =>
  contract !== undefined && lastOf(contract).gone === 'no' && isReadable(contract)

function until(contracts: readonly RatedContract[], keep: (state: RatedState) => boolean): RatedContract[] {
  return contracts
    .map((contract) => ({ ...contract, states: contract.states.filter(keep) }))
    .filter((contract) => contract.states.length > 0 && lastOf(contract).gone !== 'never')
}

/** The same states, the last one telling other terms. */
function retold(contract: RatedContract, terms: Partial<RatedState>): RatedContract {
  const last = lastOf(contract)
  return {
    ...contract,
    states: contract.states.map((state) => (state === last ? { ...state, ...terms } : state)),
  }
}

function halfEven(above: bigint, below: bigint): bigint {
  const floor = above >= 0n || above % below === 0n ? above / below : above / below - 1n
  const rest = (above - floor * below) * 2n
  return rest > below || (rest === below && floor % 2n !== 0n) ? floor + 1n : floor
}

/** What was told since, in the company's currency as if no rate had changed. */
function atOldRates(from: RatedContract, to: RatedContract): RatedContract {
  const known = new Set(from.states.map(({ seq }) => seq))
  const base = lastOf(from)
  const states = to.states.map((state): RatedState => {
    if (known.has(state.seq) || state.currency !== base.currency) return state
    if (state.amount === null || base.amount === null) return state
    if (state.amount === base.amount) return { ...state, home: base.home }
    if (base.rate === null) return { ...state, home: null }
    // The company's own currency needs no rate.
    if (state.currency === 'EUR') return state
    const home = Number(halfEven(BigInt(state.amount) * BigInt(base.rate), 100n))
    // What would be absurd is taken for a wrong rate.
    return { ...state, home: Math.abs(home) > 10 ** 13 ? null : home }
  })
  return { ...to, states }
}

/** Gone or back whatever day it is: what was told since holds from the opening's day. */
function vanished(from: RatedContract | undefined, to: RatedContract, day: string): RatedContract {
  if (from === undefined) return to
  const known = new Set(from.states.map(({ seq }) => seq))
  const states = to.states.map((state) =>
    known.has(state.seq) || state.day <= day ? state : { ...state, day },
  )
  return { ...to, states }
}

function ask({ contracts, merged }: Company, question: Question): Answer {
  return retention({ contracts, merged }, question)
}

function customerOf({ merged }: Company, contract: RatedContract): string {
  const { customer } = lastOf(contract)
  if (customer === null) return `alone ${contract.id}`
  let at = customer
  for (;;) {
    const next = merged.find(({ source, from }) => source === contract.source && from === at)
    if (next === undefined) return `${contract.source} ${at}`
    at = next.into
  }
}

const addDays = (day: string, n: number) =>
  new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10)

export function movementOf(all: readonly RatedContract[], one: Moment, two: Moment): Map<string, Sides> {
  const told = (keep: (state: RatedState) => boolean, merged: readonly Merge[]) => ({
    contracts: until(all, keep),
    merged,
  })
  const opening = told(({ seq }) => seq <= one.seq, one.merges)
  const learned = told(({ seq, at }) => seq <= one.seq || (seq <= two.seq && at <= one.through), one.merges)
  const closing = told(({ seq }) => seq <= two.seq, two.merges)
  const was = new Map(learned.contracts.map((contract) => [contract.id, contract]))
  const lasting = (to: RatedContract) => {
    const from = was.get(to.id)
    return from !== undefined && counts(from) && counts(to) ? from : null
  }
  const isFresh = (to: RatedContract) => !was.has(to.id) && counts(to)
  const built = (
    what: (from: RatedContract, to: RatedContract) => RatedContract,
    fresh: boolean,
    atOnce = true,
  ): Company => ({
    contracts: closing.contracts.flatMap((to) => {
      const from = lasting(to)
      if (from !== null) return [what(from, to)]
      if (isFresh(to) && !fresh) return []
      return [atOnce ? vanished(was.get(to.id), to, one.day) : to]
    }),
    merged: two.merges,
  })
  const existing = built((from, to) => retold(from, { customer: lastOf(to).customer }), false)
  const terms = (to: RatedContract) => {
    const { customer, start, end, product, replaces } = lastOf(to)
    return { customer, start, end, product, replaces }
  }
  const termed = built((from, to) => retold(from, terms(to)), false)
  const news = built((from, to) => retold(from, terms(to)), true)
  const priced = built(atOldRates, true, false)

  const question = (
    of: Moment,
    day: string,
    from = of.window(day).from,
    to = of.window(day).to,
  ): Question => ({
    ...{ a: from, b: to, day, grace: of.grace, perMonths: of.perMonths },
  })
  const reachedQuestion = question(two, two.day, two.window(one.day).from, two.window(two.day).to)
  const part = (company: Company, of: Moment, asked: Question): Sides =>
    sidesOf[of.metric]?.(ask(company, asked)) ?? [0n, 0n]
  const minus = (x: Sides, y: Sides): Sides => [x[0] - y[0], x[1] - y[1]]

  const lines = new Map<string, Sides>()
  const add = (step: string, sides: Sides) => {
    const before = lines.get(step) ?? [0n, 0n]
    lines.set(step, [before[0] + sides[0], before[1] + sides[1]])
  }
  const stands = [
    ['opening', part(opening, one, question(one, one.day))],
    ['learned_later', part(learned, one, question(one, one.day))],
    ['definition', part(learned, two, question(two, one.day))],
    ['existence', part(existing, two, question(two, one.day))],
    ['term', part(termed, two, question(two, one.day))],
    ...(two.metric.startsWith('renewal')
      ? [
          ['renewal', part(news, two, reachedQuestion)],
          ['price', part(priced, two, reachedQuestion)],
        ]
      : [['flow', part(priced, two, reachedQuestion)]]),
    ['rate', part(closing, two, reachedQuestion)],
    ['time', part(closing, two, question(two, two.day))],
  ] as [string, Sides][]
  for (const [index, [step, sides]] of stands.entries()) {
    const [, before] = stands[index - 1] ?? ['', sides]
    if (step !== 'opening' && step !== 'flow') add(step, minus(sides, before))
  }
  if (two.metric.startsWith('renewal')) return lines

  // Each customer by what became of it.
  const own = (company: Company, customer: string): Company => ({
    ...company,
    contracts: company.contracts.filter((contract) => customerOf(company, contract) === customer),
  })
  const on = (company: Company, day: string) =>
    ask(company, { ...reachedQuestion, day, a: addDays(day, 1), b: addDays(day, 2) })
  for (const customer of new Set(
    [termed, priced].flatMap((all) => all.contracts.map((each) => customerOf(all, each))),
  )) {
    const [then, now] = [own(termed, customer), own(priced, customer)]
    const sides = minus(part(now, two, reachedQuestion), part(then, two, question(two, one.day)))
    if (sides[0] === 0n && sides[1] === 0n) continue
    const [before, after] = [on(then, one.day), on(now, two.day)]
    const everBefore = () => {
      const starts = now.contracts
        .flatMap(({ states }) => states.flatMap(({ start, day }) => [start ?? day, day]))
        .sort()
      for (let day = starts[0] ?? one.day; day < one.day; day = addDays(day, 1))
        if (on(now, day).customers > 0) return true
      return false
    }
    if (before.customers > 0 && after.customers === 0) add('churned', sides)
    else if (before.customers === 0 && after.customers > 0) add(everBefore() ? 'reactivated' : 'new', sides)
    else if (after.recurring > before.recurring) add('expansion', sides)
    else if (after.recurring < before.recurring) add('contraction', sides)
    else add(sides[0] > 0n ? 'expansion' : 'contraction', sides)
  }
  return lines
}
