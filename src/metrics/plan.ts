/** What a metric asks of the ledger, and what it makes of the sums: the contract of the families. Pure. */
import type { Instant } from '../../connectors/contract.ts'
import type { StateAt } from '../../db/workspace/state.ts'
import { type Atom, atom } from './atom.ts'
import type { Passage } from './passage.ts'
import type { Path } from './path.ts'
import { type Sql, sql } from './sql.ts'
import type { Reason } from './types.ts'
import type { Days } from './window.ts'

export interface Plan {
  /** Deals the metric looks at, besides the filter. The first condition is the one that many metrics share. */
  readonly where: readonly [Atom, ...Atom[]]
  /** What a deal adds: whole numbers over the columns of `state.ts`; null adds nothing. */
  readonly numerator: Sql
  /** Null: the value is the numerator. */
  readonly denominator: Sql | null
  /** The metric is made of amounts: currencies matter, and a missing rate is a gap. */
  readonly money: boolean
  /** Deals whose missing rate is a gap; by default all when `money`. */
  readonly gap?: Sql
  /** Of deals whose state is not wholly known: those whose part it needs is not. By default an amount, when `money`. */
  readonly unknown?: Sql
  /** What the deals went through. Its columns can be read as those of the state. */
  readonly path?: Path
  /** The same for many days at once. */
  readonly passage?: Passage
  /** Deals that the metric's meaning leaves out; they are counted. */
  readonly leftOut?: Sql
  /** Deals that count and add 0, because what they would add is not there. */
  readonly empty?: Sql
  /** Further sums that `finish` needs. */
  readonly extra?: readonly Sql[]
  /** Middle of the numerators instead of a sum. */
  readonly median?: boolean
  readonly finish: (sums: Sums) => Finished
}

export interface Sums {
  readonly numerator: number
  readonly denominator: number
  /** Deals behind the value. */
  readonly count: number
  readonly leftOut: number
  readonly extra: readonly number[]
  /** Null unless the plan asks for it, or over no deal. */
  readonly median: number | null
}

export interface Finished {
  readonly value: number | null
  /** Why there is no value; with one, why it is incomplete. */
  readonly reason?: Reason
  /** Added to the sum of the denominator's parts: what no deal brings, as a target. */
  readonly denominatorBase?: number
}

export interface PlanContext {
  readonly at: StateAt
  readonly days: Days
  /** The first instant of a local day. */
  startOf(day: string): Instant
  readonly day: string
  /** Of `pipeline_coverage`, in minor units; null when the key result it names has none. */
  readonly target: number | null
  /** A SELECT of the only deals asked about; without it all of them. */
  readonly deals?: Sql
}

export const open = atom(sql`status = 'open'`, 'stage')
export const won = atom(sql`status = 'won'`, 'stage')
export const lost = atom(sql`status = 'lost'`, 'stage')
export const closed = atom(sql`status IN ('won', 'lost')`, 'stage')

export function closesIn({ from, to }: Days): Atom {
  return atom(sql`close_date >= ${from} AND close_date < ${to}`, 'closeDate')
}

export function createdIn({ from, to }: Days): Atom {
  return atom(sql`created_day >= ${from} AND created_day < ${to}`)
}

export const total = (sums: Sums): Finished => ({ value: sums.numerator })
