/** What each contract or customer adds to a metric: a value adds these up, and its evidence shows them. Pure. */
import type { Day } from '../../../connectors/contract.ts'
import type { Days } from '../window.ts'
import type { ContractMetricId } from './ids.ts'
import type { Contract } from './ledger.ts'
import { type CustomerChange, changesIn, endingIn } from './movement.ts'
import { type Counted, type Counting, countedOn, type Term, termsOn } from './running.ts'

export interface Part {
  readonly of: 'contract' | 'customer'
  /** The contract, or those of the customer at both ends. */
  readonly terms: readonly Term[]
  readonly numerator: number
  readonly denominator: number | null
  /** Contracts in it that ended and are not renewed yet. */
  readonly pending: readonly Counted[]
  /** A customer at both ends of the window. */
  readonly change?: CustomerChange
}

export interface Asked {
  readonly metric: ContractMetricId
  readonly days: Days
  /** The day of the value. */
  readonly day: Day
  readonly counting: Counting
}

export function partsOf(contracts: readonly Contract[], { metric, days, day, counting }: Asked): Part[] {
  const running = () => countedOn(termsOn(contracts, day, counting), day, counting)
  const customers = (side: (change: CustomerChange) => readonly [number, number | null] | null) =>
    changesIn(contracts, days, day, counting).flatMap((change) => ofCustomer(change, side(change)))
  const ending = (side: (term: Term) => readonly [number, number | null]) =>
    endingIn(contracts, days, day, counting).map((term) => ofContract(term, side(term)))
  const followed = ({ next }: Term, much: number) => (next === null ? 0 : much)

  switch (metric) {
    case 'recurring_revenue':
      return running().map((term) => ofContract(term, [term.minor ?? 0, null]))
    case 'active_customers':
      return [...Map.groupBy(running(), ({ contract }) => contract.customer).values()].map(
        (terms): Part => ({
          ...{ of: 'customer', terms, numerator: 1, denominator: null },
          pending: terms.filter(({ pending }) => pending),
        }),
      )
    case 'gross_revenue_retention':
      return customers(({ flow, start, end }) =>
        flow === 'kept' ? [Math.min(start, end), start] : flow === 'churned' ? [0, start] : null,
      )
    case 'net_revenue_retention':
      return customers(({ flow, start, end }) =>
        flow === 'kept' ? [end, start] : flow === 'churned' ? [0, start] : null,
      )
    case 'logo_retention':
      return customers(({ flow }) => (flow === 'kept' ? [1, 1] : flow === 'churned' ? [0, 1] : null))
    case 'new_recurring_revenue':
      return customers(({ flow, end }) => (flow === 'new' ? [end, null] : null))
    case 'reactivated_recurring_revenue':
      return customers(({ flow, end }) => (flow === 'reactivated' ? [end, null] : null))
    case 'churned_recurring_revenue':
      return customers(({ flow, start }) => (flow === 'churned' ? [start, null] : null))
    case 'expansion_recurring_revenue':
      return customers(({ flow, start, end }) =>
        flow === 'kept' && end > start ? [end - start, null] : null,
      )
    case 'contraction_recurring_revenue':
      return customers(({ flow, start, end }) =>
        flow === 'kept' && end < start ? [start - end, null] : null,
      )
    case 'renewal_rate':
      return ending((term) => [followed(term, 1), 1])
    case 'renewal_rate_value':
      return ending((term) => [followed(term, term.minor ?? 0), term.minor ?? 0])
    case 'renewals_due':
      return ending(() => [1, null])
    default:
      return metric satisfies never
  }
}

function ofContract(term: Term | Counted, [numerator, denominator]: readonly [number, number | null]): Part {
  const pending = 'pending' in term && term.pending ? [term] : []
  return { of: 'contract', terms: [term], numerator, denominator, pending }
}

function ofCustomer(change: CustomerChange, sides: readonly [number, number | null] | null): Part[] {
  if (sides === null) return []
  const [numerator, denominator] = sides
  const { before, after } = change
  // A contract that runs at both ends is shown as it is at the last.
  const kept = new Set(after.map(({ contract }) => contract.id))
  const terms = [...after, ...before.filter(({ contract }) => !kept.has(contract.id))]
  const pending = after.filter((term) => term.pending)
  return [{ of: 'customer', terms, numerator, denominator, pending, change }]
}
