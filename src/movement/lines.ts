/** Deals' steps into lines that lead from the opening to the closing, exactly. Pure. */
import { changesOf, comingOf } from './changes.ts'
import type { Ends } from './hybrids.ts'
import { type DealStep, dealSteps } from './steps.ts'
import type { Line, Moved, Published } from './types.ts'

export interface Part {
  readonly numerator: number
  readonly denominator: number
}
export const nothing: Part = { numerator: 0, denominator: 0 }

/** A deal's part after each step, the opening first. */
export interface Walked {
  readonly ends: Ends
  readonly parts: readonly Part[]
  /** Its part in the opening as published, where that is in another currency. */
  readonly before?: Part
}

/** Of a step in which states stay and only the look at them changes: the largest deals, and the sums of all. */
export interface Unmoved {
  readonly step: DealStep
  readonly deals: readonly Moved[]
  readonly total: number
  readonly sum: Part
}

export interface Apart {
  readonly deals: readonly Walked[]
  readonly unmoved: readonly Unmoved[]
  /** What another target adds in front of the denominators. */
  readonly target: number
}

export type DealLine = Omit<Line, 'effect' | 'step'> & { readonly step: DealStep }

export const minus = (one: Part, other: Part): Part => ({
  numerator: one.numerator - other.numerator,
  denominator: one.denominator - other.denominator,
})
export const plus = (one: Part, other: Part): Part => ({
  numerator: one.numerator + other.numerator,
  denominator: one.denominator + other.denominator,
})
export const isNothing = ({ numerator, denominator }: Part) => numerator === 0 && denominator === 0

export function partOf({ value }: Published): Part {
  return { numerator: value.numerator ?? 0, denominator: value.denominator ?? 0 }
}

/** What no deal and no target explains was learned since: by what the values say themselves. */
export function linesOf(apart: Apart, opening: Part, closing: Published, limit: number): DealLine[] {
  const found = dealSteps.map((step, index) => lineOf(step, index, apart, limit))
  const explained = found.reduce((sum, line) => plus(sum, line), nothing)
  const rest = minus(minus(partOf(closing), opening), explained)
  return found
    .map((line) => (line.step === 'learned_later' && !isNothing(rest) ? withoutDeal(line, rest) : line))
    .filter((line) => !isNothing(line) || line.total !== 0)
}

function withoutDeal(line: DealLine, part: Part): DealLine {
  return { ...line, ...plus(line, part), withoutDeal: part }
}

function lineOf(step: DealStep, index: number, { deals, unmoved, target }: Apart, limit: number): DealLine {
  const walked = deals.flatMap(({ ends, parts }): Moved[] => {
    const part = minus(parts[index + 1] ?? nothing, parts[index] ?? nothing)
    if (isNothing(part)) return []
    const { source, external_id, name } = ends.closing ?? ends.learned ?? ends.opening ?? {}
    const coming = step === 'existence' ? comingOf(ends) : null
    return [
      {
        source: String(source),
        externalId: String(external_id),
        name: typeof name === 'string' ? name : null,
        ...part,
        coming,
        changes: coming === null ? changesOf(step, ends) : [],
      },
    ]
  })
  const rest = unmoved.filter((each) => each.step === step)
  const all = [...walked, ...rest.flatMap((each) => each.deals)]
  const sum = rest.reduce((part, each) => plus(part, each.sum), walked.reduce<Part>(plus, nothing))
  const line: DealLine = {
    step,
    numerator: sum.numerator,
    denominator: sum.denominator,
    total: walked.length + rest.reduce((total, each) => total + each.total, 0),
    deals: all.sort(byPart).slice(0, limit),
    withoutDeal: null,
  }
  return step === 'definition' && target !== 0
    ? withoutDeal(line, { numerator: 0, denominator: target })
    : line
}

function byPart(one: Moved, other: Moved): number {
  return (
    Math.abs(other.numerator) - Math.abs(one.numerator) ||
    Math.abs(other.denominator) - Math.abs(one.denominator) ||
    compared(one.source, other.source) ||
    compared(one.externalId, other.externalId)
  )
}

function compared(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
