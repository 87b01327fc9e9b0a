/** What the estimators read of a deal: how it stood at the end of each local day. Days are whole numbers since 1970. Pure. */
import type { Day } from '../../connectors/contract.ts'
import type { Span } from '../okr/pace.ts'

export interface Step {
  /** At the end of the days `[from, to)`. */
  readonly from: number
  readonly to: number
  readonly status: 'open' | 'won' | 'lost'
  /** Connection, pipeline and stage as one text. */
  readonly stage: string
  /** In minor units of the company's currency; null: none; undefined: there is one, and nobody knows it any more. */
  readonly amount: number | null | undefined
  readonly closes: number | null
}

export interface Life {
  readonly id: number
  readonly created: number
  /** In the order of time and never overlapping; a day in none of them is one on which the deal did not count. */
  readonly steps: readonly Step[]
}

/** Days `[from, to)`. */
export interface Range {
  readonly from: number
  readonly to: number
}

export function dayNumber(day: Day): number {
  return Date.parse(day) / 86_400_000
}

export function dayOf(number: number): Day {
  return new Date(number * 86_400_000).toISOString().slice(0, 10)
}

export function rangeOf({ startsOn, endsOn }: Span): Range {
  return { from: dayNumber(startsOn), to: dayNumber(endsOn) }
}

export function lengthOf({ from, to }: Range): number {
  return to - from
}

/** Money adds amounts, a number of deals adds one each. */
export type Measure = 'money' | 'count'

export function isWonIn(step: Step, { from, to }: Range): boolean {
  return step.status === 'won' && step.closes !== null && step.closes >= from && step.closes < to
}

export function partOf(step: Step, measure: Measure): number {
  return measure === 'count' ? 1 : (step.amount ?? 0)
}
