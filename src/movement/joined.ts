/**
 * The movement of a sum, a difference or a weighted sum: the lines of its terms one after the other, each with its sign.
 * They close exactly, for whole numbers times whole numbers are added. A ratio has no such lines, nor has a weight like
 * 0.5: there each term is told by itself.
 */
import type { Composite } from '../metrics/index.ts'
import { termsOf } from '../metrics/index.ts'
import type { MetricValue } from '../metrics/types.ts'
import type { Exchanged, Line, Movement, Published } from './types.ts'

/** Null where the lines would not add up to the difference. `of` in the order of the terms. */
export function joined(
  composite: Composite,
  of: readonly Movement[],
  opening: Published,
  closing: Published,
): Movement | null {
  if (!canBeJoined(composite, opening.value, closing.value)) return null
  const lines = termsOf(composite).flatMap(({ weight }, term) =>
    (of[term]?.lines ?? []).map((line) => times(Number(weight), line, term)),
  )
  const start = exchangedOf(composite, of)
  return { opening, closing, ...(start === null ? {} : { exchanged: start }), lines, median: null }
}

/** All terms are money, or none is. */
function exchangedOf(composite: Composite, of: readonly Movement[]): Exchanged | null {
  const first = of[0]?.exchanged
  if (first === undefined) return null
  const sum = termsOf(composite).reduce(
    (total, { weight }, n) => total + Number(weight) * (of[n]?.exchanged?.numerator ?? 0),
    0,
  )
  return { from: first.from, into: first.into, numerator: sum, denominator: 0, value: sum }
}

/** Of one definition at both ends, and all its terms are sums of deals. */
export function canBeJoined(composite: Composite, opening: MetricValue, closing: MetricValue): boolean {
  if (composite.operation === 'ratio' || opening.definitionVersion !== closing.definitionVersion) return false
  if (termsOf(composite).some(({ weight }) => !Number.isInteger(Number(weight)))) return false
  const terms = [...(opening.terms ?? []), ...(closing.terms ?? [])]
  return terms.every(
    ({ metric, value, numerator, denominator }) =>
      value !== null && value === numerator && denominator === null && metric !== 'sales_velocity',
  )
}

function times(weight: number, line: Line, term: number): Line {
  // Adding 0 turns -0, which would be shown as "-0", into 0.
  const by = (part: number) => part * weight + 0
  const { withoutDeal } = line
  return {
    ...line,
    term,
    numerator: by(line.numerator),
    denominator: 0,
    effect: by(line.numerator),
    deals: line.deals.map((deal) => ({ ...deal, numerator: by(deal.numerator), denominator: 0 })),
    withoutDeal: withoutDeal === null ? null : { numerator: by(withoutDeal.numerator), denominator: 0 },
  }
}
