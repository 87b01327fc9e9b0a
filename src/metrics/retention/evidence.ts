/** The contracts or customers behind a value, largest part first. Pure. */
import type { Evidence, MetricId, RecurringEvidence } from '../types.ts'
import type { Answer } from './answer.ts'
import type { Contract } from './ledger.ts'
import { roleOf } from './lines.ts'
import { total } from './movement.ts'
import type { Part } from './parts.ts'
import type { Term } from './running.ts'

/** Held ones and those without recurring revenue come last, their parts null. */
/** Contracts listed of one customer; all of them are in its sums. */
export const LISTED_CONTRACTS = 20

export function evidenceRows({ parts, held, leftOut, value }: Answer): Evidence[] {
  const sorted = [...parts].sort(
    (a, b) =>
      b.numerator - a.numerator ||
      (b.denominator ?? 0) - (a.denominator ?? 0) ||
      orderOf(a).localeCompare(orderOf(b)),
  )
  return [
    ...sorted.map((part) => ({ ...partRow(part), recurring: recurringOf(part, value.metric) })),
    ...held.map((contract) => aside(contract, 'held_contracts')),
    ...leftOut.map((contract) => aside(contract, 'without_revenue')),
  ]
}

function orderOf({ of, terms: [first] }: Part): string {
  if (first === undefined) return ''
  const { source, externalId, kind, customer } = first.contract
  return of === 'contract' ? `${source} ${kind} ${externalId}` : customer
}

function partRow(part: Part): Evidence {
  const [first] = part.terms
  // A part is made of at least one contract.
  if (first === undefined) throw new Error('a part without a contract')
  const { contract, revision } = first
  const whole = part.of === 'customer'
  const missing = part.terms.some(({ minor }) => minor === null)
  return {
    ...(whole ? ofCustomer(contract, part.terms) : ofContract(contract, first.end)),
    amountMinor: whole ? null : revision.amountMinor,
    currency: whole ? null : revision.currency,
    homeMinor: whole ? null : revision.homeMinor,
    rate: whole ? null : revision.rate,
    ...{ numerator: part.numerator, denominator: part.denominator },
    skipped: missing ? 'rate_missing' : null,
    ...(part.pending.length > 0 ? { pending: true } : {}),
  }
}

function recurringOf(part: Part, metric: MetricId | null): RecurringEvidence {
  const { change, terms } = part
  const [first] = terms
  const at = (counted: readonly Term[] | undefined, { contract }: Term) => {
    const found = counted?.find((each) => each.contract.id === contract.id)
    return found === undefined ? null : (found.minor ?? 0)
  }
  const after = change === undefined ? terms : change.after
  return {
    role: first === undefined ? 'running' : roleOf(part, first, metric),
    before: change === undefined || change.before.length === 0 ? null : change.start,
    after: after.length === 0 ? null : total(after),
    contracts: terms.slice(0, LISTED_CONTRACTS).map((term) => ({
      ...{ externalId: term.contract.externalId, kind: term.contract.kind, product: term.contract.product },
      ...{ startsOn: term.contract.startsOn, endsOn: term.end },
      ...{ before: at(change?.before, term), after: at(after, term) },
    })),
  }
}

function aside(contract: Contract, skipped: 'held_contracts' | 'without_revenue'): Evidence {
  const last = contract.revisions.at(-1)
  return {
    ...ofContract(contract, contract.endsOn),
    ...{ amountMinor: last?.amountMinor ?? null, currency: last?.currency ?? null },
    ...{ homeMinor: last?.homeMinor ?? null, rate: last?.rate ?? null },
    ...{ numerator: null, denominator: null, skipped },
  }
}

const noDeal = { status: null, pipelineId: null, stageId: null } as const

function ofContract(contract: Contract, end: string | null) {
  const { source, externalId, kind, name, product, startsOn } = contract
  return {
    ...{ source, externalId, name: name ?? product, ...noDeal, closeDate: end, createdDay: startsOn },
    contract: { kind, customer: contract.customerId, product, startsOn, endsOn: end },
  }
}

function ofCustomer({ source, externalId, customerId, name }: Contract, terms: readonly Term[]) {
  const starts = terms.map(({ contract }) => contract.startsOn).sort()
  return {
    ...{ source, externalId: customerId ?? externalId, name, ...noDeal },
    ...{ closeDate: null, createdDay: starts[0] ?? '' },
    customer: { contracts: terms.length },
  }
}
