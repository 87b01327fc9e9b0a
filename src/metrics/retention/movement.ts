/** Two days compared, customer by customer, and the contracts that end between them. Pure. */
import type { Day } from '../../../connectors/contract.ts'
import { addDays } from '../../../connectors/values/time.ts'
import type { Days } from '../window.ts'
import type { Contract } from './ledger.ts'
import { type Counted, type Counting, countedOn, type Term, termsOn } from './running.ts'

export const flows = ['kept', 'churned', 'reactivated', 'new'] as const
export type Flow = (typeof flows)[number]

/** One customer at both ends. */
export interface CustomerChange {
  readonly customer: string
  readonly flow: Flow
  readonly before: readonly Counted[]
  readonly after: readonly Counted[]
  /** Recurring revenue at both ends; a contract without rate adds nothing. */
  readonly start: number
  readonly end: number
}

/** The last day before the window and its last day, neither later than the day of the value. */
export function endsOfWindow({ from, to }: Days, day: Day): { readonly opens: Day; readonly closes: Day } {
  const [opens, closes] = [addDays(from, -1), addDays(to, -1)]
  return { opens: opens < day ? opens : day, closes: closes < day ? closes : day }
}

export function changesIn(
  contracts: readonly Contract[],
  days: Days,
  day: Day,
  counting: Counting,
): CustomerChange[] {
  const { opens, closes } = endsOfWindow(days, day)
  const on = (at: Day) =>
    Map.groupBy(
      countedOn(termsOn(contracts, at, counting), at, counting),
      ({ contract }) => contract.customer,
    )
  const [before, after] = [on(opens), on(closes)]
  const own = Map.groupBy(contracts, ({ customer }) => customer)
  return [...new Set([...before.keys(), ...after.keys()])].map((customer): CustomerChange => {
    const [then, now] = [before.get(customer) ?? [], after.get(customer) ?? []]
    const returned = () => wasActiveBefore(own.get(customer) ?? [], opens, counting)
    const flow = then.length > 0 ? (now.length > 0 ? 'kept' : 'churned') : returned() ? 'reactivated' : 'new'
    return { customer, flow, before: then, after: now, start: total(then), end: total(now) }
  })
}

export function total(counted: readonly Term[]): number {
  return counted.reduce((sum, { minor }) => sum + (minor ?? 0), 0)
}

/** A customer becomes active only where a contract starts or is told anew: those days are enough to look at. */
export function wasActiveBefore(own: readonly Contract[], opens: Day, counting: Counting): boolean {
  const days = own.flatMap(({ startsOn, revisions }) => [startsOn, ...revisions.map(({ from }) => from)])
  const early = [...new Set(days)].filter((day) => day !== '' && day < opens).sort()
  return early.some((day) => countedOn(termsOn(own, day, counting), day, counting).length > 0)
}

/** Contracts that end in the window, by what is known on its last day so far. */
export function endingIn(contracts: readonly Contract[], days: Days, day: Day, counting: Counting): Term[] {
  return termsOn(contracts, endsOfWindow(days, day).closes, counting).filter(
    ({ contract, end }) => end !== null && end > contract.startsOn && end >= days.from && end < days.to,
  )
}
