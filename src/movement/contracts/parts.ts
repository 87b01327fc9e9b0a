/** What each customer or contract adds in each of the worlds between two values, by a key of its own. Pure. */
import type { Day } from '../../../connectors/contract.ts'
import { countingOf } from '../../metrics/retention/counting.ts'
import type { ContractMetricId } from '../../metrics/retention/ids.ts'
import type { Contract } from '../../metrics/retention/ledger.ts'
import { partsOf } from '../../metrics/retention/parts.ts'
import { type Counted, type Counting, countedOn, termsOn } from '../../metrics/retention/running.ts'
import type { Filter } from '../../metrics/types.ts'
import { type Days, windowDays } from '../../metrics/window.ts'
import type { End, Pair } from '../lenses.ts'
import { nothing, type Part, plus } from '../lines.ts'

/** A definition on a day. */
export interface Look {
  readonly metric: ContractMetricId
  readonly days: Days
  readonly day: Day
  readonly counting: Counting
  readonly filter: Filter | undefined
}

export interface Looks {
  readonly opening: Look
  /** By the closing's definition on the opening's day. */
  readonly defined: Look
  /** On the closing's day, of a window that still begins where the opening's did. */
  readonly reached: Look
  readonly closing: Look
}

export function looksOf({ opening, closing, company }: Pair): Looks {
  const look = ({ made }: End, { day }: End): Look => {
    const { metric, params, window, filter } = made.definition
    const id = metric as ContractMetricId
    const days = windowDays(window, { ...company, day, cycle: made.cycle })
    return { metric: id, days, day, counting: countingOf(id, params), filter }
  }
  const [defined, last] = [look(closing, opening), look(closing, closing)]
  const days = { from: defined.days.from, to: last.days.to }
  return { opening: look(opening, opening), defined, reached: { ...last, days }, closing: last }
}

/** A customer or a contract with what it adds. */
export interface Share {
  readonly part: Part
  /** Contracts in it, those of a customer together. */
  readonly contracts: readonly Contract[]
  readonly of: 'contract' | 'customer'
}

export function sharesOf(contracts: readonly Contract[], look: Look): ReadonlyMap<string, Share> {
  const shares = new Map<string, Share>()
  for (const found of partsOf(selected(contracts, look), look)) {
    const [first] = found.terms
    if (first === undefined) continue
    const { customer, id } = first.contract
    const key = found.of === 'customer' ? `customer ${customer}` : `contract ${id}`
    const part = { numerator: found.numerator, denominator: found.denominator ?? 0 }
    shares.set(key, { part, contracts: found.terms.map(({ contract }) => contract), of: found.of })
  }
  return shares
}

export function selected(contracts: readonly Contract[], { filter }: Look): readonly Contract[] {
  const wanted = filter?.connections
  return wanted === undefined ? contracts : contracts.filter(({ source }) => wanted.includes(source))
}

export function sumOf(shares: ReadonlyMap<string, Share>): Part {
  return [...shares.values()].reduce<Part>((sum, { part }) => plus(sum, part), nothing)
}

/** The contracts that count on the day of the look, by customer. */
export function countedBy(contracts: readonly Contract[], look: Look): ReadonlyMap<string, Counted[]> {
  const counted = countedOn(
    termsOn(selected(contracts, look), look.day, look.counting),
    look.day,
    look.counting,
  )
  return Map.groupBy(counted, ({ contract }) => contract.customer)
}
