/**
 * A company's contracts from the opening to the closing, one group of facts after the other. Pure. A contract that was
 * gone or could not be read at one end has nothing to compare: it comes or goes as a whole. One that is told for the first
 * time is news of its customer: it comes with the flows.
 */
import type { Day } from '../../../connectors/contract.ts'
import { ABSURD_MINOR, minorDigits, multiplyMinor } from '../../../connectors/values/money.ts'
import type { Contract, Revision } from '../../metrics/retention/ledger.ts'

export interface Ends {
  readonly opening: readonly Contract[]
  /** The opening with what was told later and had been so by then. */
  readonly learned: readonly Contract[]
  readonly closing: readonly Contract[]
}

export interface Worlds {
  readonly opening: readonly Contract[]
  readonly learned: readonly Contract[]
  readonly existing: readonly Contract[]
  readonly termed: readonly Contract[]
  /** With what is told for the first time; what was there brings what it brought. */
  readonly told: readonly Contract[]
  /** At the closing's prices, and the opening's rates. */
  readonly priced: readonly Contract[]
  readonly closing: readonly Contract[]
}

export function counts(contract: Contract | undefined): contract is Contract {
  return contract !== undefined && !contract.deleted && !contract.held
}

export function worldsOf({ opening, learned, closing }: Ends, day: Day, currency: string): Worlds {
  const before = new Map(learned.map((contract) => [contract.id, contract]))
  /** The contract as it was learned, where it counts then and at the closing. */
  const lasting = (to: Contract) => {
    const from = before.get(to.id)
    return counts(from) && counts(to) ? from : null
  }
  const existing = closing.flatMap((to) => {
    const from = lasting(to)
    if (from !== null) return [withCustomer(from, to)]
    const known = before.get(to.id)
    if (known !== undefined) return [atOnce(known, to, day)]
    return counts(to) ? [] : [to]
  })
  const ends = new Map(closing.map((contract) => [contract.id, contract]))
  const termed = existing.map((from) => {
    const to = ends.get(from.id)
    return to === undefined || lasting(to) === null ? from : withTerm(from, to)
  })
  const fresh = closing.filter((to) => !before.has(to.id) && counts(to))
  const priced = closing.map((to) => {
    const from = lasting(to)
    return from === null ? to : { ...to, revisions: atRatesOf(from, to, currency) }
  })
  return { opening, learned, existing, termed, told: [...termed, ...fresh], priced, closing }
}

/** It vanished, or came back, as if that had been so by the opening's day: else the days that passed would do it. */
function atOnce(from: Contract, to: Contract, day: Day): Contract {
  const known = new Set(from.revisions.map(({ seq }) => seq))
  const early = (one: Revision) => known.has(one.seq) || one.from <= day
  return { ...to, revisions: to.revisions.map((one) => (early(one) ? one : { ...one, from: day })) }
}

function withCustomer(from: Contract, { customer, customerId, name }: Contract): Contract {
  return { ...from, customer, customerId, name }
}

function withTerm(from: Contract, { startsOn, endsOn, product, replaces }: Contract): Contract {
  return { ...from, startsOn, endsOn, product, replaces }
}

/** What was told since, at the rate it was counted with before: another currency brings its own, and so does a first amount. */
function atRatesOf(from: Contract, to: Contract, currency: string): Revision[] {
  const known = new Set(from.revisions.map(({ seq }) => seq))
  const base = from.revisions.at(-1)
  return to.revisions.map((revision) =>
    base === undefined || known.has(revision.seq) ? revision : atRateOf(base, revision, currency),
  )
}

function atRateOf(base: Revision, revision: Revision, home: string): Revision {
  const { amountMinor, currency } = revision
  if (currency !== base.currency || amountMinor === null || base.amountMinor === null) return revision
  const rated = { ...revision, rate: base.rate, rateRule: base.rateRule }
  if (amountMinor === base.amountMinor) return { ...rated, homeMinor: base.homeMinor }
  if (base.homeMinor === null) return { ...rated, homeMinor: null }
  if (base.rateRule === 'same' || base.rate === null) return revision
  const [digits, homeDigits] = [minorDigits(currency ?? ''), minorDigits(home)]
  if (digits === null || homeDigits === null) return revision
  const product = multiplyMinor(amountMinor, base.rate, digits, homeDigits)
  return { ...rated, homeMinor: product === null || Math.abs(product) > ABSURD_MINOR ? null : product }
}
