/**
 * Every contract behind a value as it counts at both ends, with all that is needed to work the value out again from the
 * lines alone. The part of a customer stands on its first line. Pure.
 */
import type { Day } from '../../../connectors/contract.ts'
import type { Standing } from '../evidence-lines.ts'
import type { MetricId, Reason } from '../types.ts'
import type { Answer } from './answer.ts'
import type { ContractRole } from './ids.ts'
import type { Contract, Revision } from './ledger.ts'
import type { Part } from './parts.ts'
import type { Counted, Term } from './running.ts'

/** One end: the state of that day and what recurs by it, rounded half-even to the minor unit; null without a rate. */
export interface Recurring {
  readonly minor: number | null
  readonly state: Revision
  readonly pending: boolean
}

export interface ContractLine {
  readonly source: string
  readonly externalId: string
  readonly kind: string
  /** One customer, whatever was merged into it; null: the contract names none and is one of its own. */
  readonly customer: string | null
  readonly name: string | null
  readonly product: string | null
  readonly startsOn: Day
  /** The first day it does not run any more: its own end or the start of what replaces it; null: open. */
  readonly endsOn: Day | null
  /** Start of the one that follows within the grace time. */
  readonly followedOn: Day | null
  readonly role: ContractRole
  readonly before: Recurring | null
  readonly after: Recurring | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly standing: Standing
  readonly skipped: Reason | null
}

/** Customers together, largest part first; what adds nothing last. */
export function contractLines({ parts, held, leftOut, value }: Answer): ContractLine[] {
  const sorted = [...parts].sort(
    (a, b) =>
      b.numerator - a.numerator ||
      (b.denominator ?? 0) - (a.denominator ?? 0) ||
      compared(orderOf(a.terms[0]), orderOf(b.terms[0])),
  )
  return [
    ...sorted.flatMap((part) => linesOf(part, value.metric)),
    ...held.map((contract) => aside(contract, 'held', 'held_contracts')),
    ...leftOut.map((contract) => aside(contract, 'left_out', 'without_revenue')),
  ]
}

function linesOf(part: Part, metric: MetricId | null): ContractLine[] {
  const { change, terms } = part
  const one = (counted: readonly Counted[], { contract }: Term) =>
    counted.find((each) => each.contract.id === contract.id)
  return terms.map((term, index): ContractLine => {
    const before = change === undefined ? undefined : one(change.before, term)
    const after = change === undefined ? term : one(change.after, term)
    const missing = [before, after].some((end) => end !== undefined && end.minor === null)
    return {
      ...identity(term.contract),
      ...{ endsOn: term.end, followedOn: term.next, role: roleOf(part, term, metric) },
      ...{ before: recurring(before, part), after: recurring(after, part) },
      numerator: index === 0 ? part.numerator : null,
      denominator: index === 0 ? part.denominator : null,
      standing: missing ? 'no_rate' : 'counted',
      skipped: missing ? 'rate_missing' : null,
    }
  })
}

function recurring(term: Term | undefined, { pending }: Part): Recurring | null {
  if (term === undefined) return null
  return { minor: term.minor, state: term.revision, pending: pending.some((each) => each === term) }
}

export function roleOf({ change }: Part, { next }: Term, metric: MetricId | null): ContractRole {
  if (change === undefined) {
    if (metric?.startsWith('renewal') !== true) return 'running'
    return next === null ? 'not_renewed' : 'renewed'
  }
  const { flow, start, end } = change
  if (flow !== 'kept') return flow
  return end > start ? 'expansion' : end < start ? 'contraction' : 'kept'
}

function aside(contract: Contract, standing: 'held' | 'left_out', skipped: Reason): ContractLine {
  const state = contract.revisions.at(-1)
  return {
    ...identity(contract),
    ...{ endsOn: contract.endsOn, followedOn: null, role: 'aside', before: null },
    after: state === undefined ? null : { minor: null, state, pending: false },
    ...{ numerator: null, denominator: null, standing, skipped },
  }
}

function identity({ source, externalId, kind, customerId, name, product, startsOn }: Contract) {
  return { source, externalId, kind, customer: customerId, name, product, startsOn }
}

function orderOf(term: Term | undefined): string {
  if (term === undefined) return ''
  const { source, kind, externalId, customer } = term.contract
  return `${customer} ${source} ${kind} ${externalId}`
}

function compared(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
