/** Which contracts count on a day: those that run, and those that ended and may still be renewed. Pure. */
import type { Day } from '../../../connectors/contract.ts'
import { divideHalfEven } from '../../../connectors/values/money.ts'
import { daysBetween } from '../../../connectors/values/time.ts'
import { shifted } from './days.ts'
import type { Contract, Revision } from './ledger.ts'

/** A renewal ends what has at most so many days left when it begins. */
export const RENEWAL_DAYS = 120

export interface Counting {
  /** Months that recurring revenue is told for. */
  readonly perMonths: 1 | 12
  readonly graceDays: number
}

/** A contract with revenue on a day, running or not, with its end as far as it is known. */
export interface Term {
  readonly contract: Contract
  readonly revision: Revision
  /** Recurring revenue; null without a rate. */
  readonly minor: number | null
  /** Its own end, or the start of the renewal that replaces it; null: open. */
  readonly end: Day | null
  /** Start of the one that follows within the grace time. */
  readonly next: Day | null
}

export interface Counted extends Term {
  /** It ended and nothing follows yet: counted for the grace time. */
  readonly pending: boolean
}

/** What the contract was on that day; before its first state that one holds, for terms tell about days before. */
function revisionOn({ revisions }: Contract, day: Day): Revision | null {
  const told = revisions.findLast(({ from }) => from <= day)
  if (told !== undefined) return told.deleted ? null : told
  let first: Revision | null = null
  for (const one of revisions) if (!one.deleted && (first === null || one.from <= first.from)) first = one
  return first
}

/** Half-even to the minor unit, each contract for itself. */
function recurring({ homeMinor, months }: Revision, { perMonths }: Counting): number | null {
  if (homeMinor === null) return null
  return months === perMonths
    ? homeMinor
    : Number(divideHalfEven(BigInt(homeMinor) * BigInt(perMonths), BigInt(months)))
}

/** Contracts of one customer or of many; those that are held are none. */
export function termsOn(contracts: readonly Contract[], day: Day, counting: Counting): Term[] {
  const groups = new Map<string, { contract: Contract; revision: Revision }[]>()
  for (const contract of contracts) {
    if (contract.held) continue
    const revision = revisionOn(contract, day)
    if (revision === null || (revision.amountMinor ?? 0) <= 0) continue
    const key = `${contract.customer}\t${contract.product === null ? '' : `p${contract.product}`}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [{ contract, revision }])
    else group.push({ contract, revision })
  }
  return [...groups.values()].flatMap((group) => {
    const starts = sortedStarts(group)
    const renewals = sortedStarts(group.filter(({ contract }) => contract.replaces))
    return group.map(({ contract, revision }): Term => {
      const end = endOf(contract, renewals)
      const next = end === null || end <= contract.startsOn ? null : (firstFrom(starts, end) ?? null)
      const inTime = next !== null && end !== null && daysBetween(end, next) <= counting.graceDays
      const minor = recurring(revision, counting)
      return { contract, revision, minor, end, next: inTime ? next : null }
    })
  })
}

function sortedStarts(group: readonly { readonly contract: Contract }[]): Day[] {
  return group.map(({ contract }) => contract.startsOn).sort()
}

/** The first of sorted days that is not before `day`. */
function firstFrom(days: readonly Day[], day: Day): Day | undefined {
  let [low, high] = [0, days.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((days[middle] ?? '') < day) low = middle + 1
    else high = middle
  }
  return days[low]
}

/** The first renewal that begins after it, while it has not long to go, ends it. */
function endOf({ startsOn, endsOn }: Contract, renewals: readonly Day[]): Day | null {
  if (endsOn === null || renewals.length === 0) return endsOn
  const [, from = endsOn] = [shifted(startsOn, 1), shifted(endsOn, -RENEWAL_DAYS)].sort()
  const renewal = firstFrom(renewals, from)
  return renewal !== undefined && renewal < endsOn ? renewal : endsOn
}

/** Of the terms of a day, those that count on it. */
export function countedOn(terms: readonly Term[], day: Day, { graceDays }: Counting): Counted[] {
  return terms.flatMap((term): Counted[] => {
    const { contract, end, next } = term
    if (day < contract.startsOn || (end !== null && end <= contract.startsOn)) return []
    if (end === null || day < end) return [{ ...term, pending: false }]
    const counts = next === null ? daysBetween(end, day) < graceDays : day < next
    return counts ? [{ ...term, pending: next === null }] : []
  })
}
