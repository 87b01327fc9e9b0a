/**
 * Cohorts: the customers that began in one fiscal quarter, and what is left of them at the end of each quarter since. They
 * are held against what they began with: their number, and what each brought on its first day. Pure.
 */
import type { Day } from '../../../connectors/contract.ts'
import { addDays } from '../../../connectors/values/time.ts'
import { type Days, windowDays } from '../window.ts'
import type { Contract } from './ledger.ts'
import { total } from './movement.ts'
import { type Counted, type Counting, countedOn, termsOn } from './running.ts'

export interface CohortEnd {
  /** The quarter's last day, or the day asked about in a quarter that still runs. */
  readonly day: Day
  readonly isRunning: boolean
  readonly customers: number
  /** Recurring revenue in minor units. */
  readonly minor: number
}

export interface Cohort {
  readonly from: Day
  /** The first day that is outside. */
  readonly to: Day
  readonly customers: number
  readonly minor: number
  /** The quarter they began in first. */
  readonly ends: readonly CohortEnd[]
}

export interface CohortQuestion {
  readonly day: Day
  readonly counting: Counting
  readonly fiscalYearStartMonth: number
  /** The newest quarters, at most so many. */
  readonly quarters: number
}

/** Oldest first; a quarter in which nobody began has none. */
export function cohortsOf(contracts: readonly Contract[], question: CohortQuestion): Cohort[] {
  const { day, counting } = question
  const quarters = quartersUntil(question)
  const first = quarters[0]?.from ?? day
  const begun = [...Map.groupBy(contracts, ({ customer }) => customer)].flatMap(([customer, own]) => {
    const start = beginningOf(own, day, counting)
    return start === null || start.day < first ? [] : [{ customer, ...start }]
  })
  const ends = quarters.map(({ to }) => {
    const last = addDays(to, -1)
    const isRunning = last > day
    const at = isRunning ? day : last
    const counted = countedOn(termsOn(contracts, at, counting), at, counting)
    const customers = Map.groupBy(counted, ({ contract }) => contract.customer)
    return { day: at, isRunning, customers }
  })
  return quarters.flatMap(({ from, to }, index): Cohort[] => {
    const own = begun.filter(({ day: start }) => from <= start && start < to)
    if (own.length === 0) return []
    return [
      {
        ...{ from, to, customers: own.length, minor: own.reduce((sum, { minor }) => sum + minor, 0) },
        ends: ends.slice(index).map(({ customers, ...end }): CohortEnd => {
          const left = own.flatMap(({ customer }) => customers.get(customer) ?? [])
          const active = own.filter(({ customer }) => customers.has(customer)).length
          return { ...end, customers: active, minor: total(left) }
        }),
      },
    ]
  })
}

function quartersUntil({ day, fiscalYearStartMonth, quarters }: CohortQuestion): Days[] {
  const all: Days[] = []
  let at = day
  while (all.length < quarters) {
    const quarter = windowDays({ fiscal: 'quarter' }, { day: at, fiscalYearStartMonth })
    all.push(quarter)
    at = addDays(quarter.from, -1)
  }
  return all.reverse()
}

/** The first day on which anything of it counts, and what that brought: only where a contract starts or is told anew can that be. */
function beginningOf(
  own: readonly Contract[],
  until: Day,
  counting: Counting,
): { readonly day: Day; readonly minor: number } | null {
  const days = own.flatMap(({ startsOn, revisions }) => [startsOn, ...revisions.map(({ from }) => from)])
  for (const day of [...new Set(days)].filter((each) => each !== '' && each <= until).sort()) {
    const counted: readonly Counted[] = countedOn(termsOn(own, day, counting), day, counting)
    if (counted.length > 0) return { day, minor: total(counted) }
  }
  return null
}
