/** What each line does to the value itself, where the value follows from the two sums alone. Pure. */
import { type Era, eraOf, type Pair, planIn } from './lenses.ts'
import { type DealLine, type Part, partOf, plus } from './lines.ts'
import type { Exchanged, Line } from './types.ts'

/** They add up from the opening's value to the closing's; all null where one of the values between cannot be given. */
export function withEffects(lines: readonly DealLine[], pair: Pair, start: Exchanged | null = null): Line[] {
  const { opening, closing } = pair
  const none = lines.map((line): Line => ({ ...line, effect: null }))
  let [before, sums] = start === null ? [opening.value.value, partOf(opening)] : [start.value, start as Part]
  const result: Line[] = []
  for (const [index, line] of lines.entries()) {
    sums = plus(sums, line)
    const isLast = index === lines.length - 1
    const after = isLast ? closing.value.value : valueIn(eraOf(line.step), sums, pair)
    if (before === null || after === null) return none
    result.push({ ...line, effect: after - before })
    before = after
  }
  return result.length > 0 && isPlain(pair) ? result : none
}

/** A median and a product of several factors do not follow from numerator and denominator. */
function isPlain(pair: Pair): boolean {
  return (['opening', 'closing'] as const).every((era) => {
    const { median, extra } = planIn({ era, past: 'closing' }, pair)
    return median !== true && extra === undefined
  })
}

/** Null for what does not follow from both sums. */
export function valueAt(era: Era, sums: Part, pair: Pair): number | null {
  return isPlain(pair) ? valueIn(era, sums, pair) : null
}

function valueIn(era: Era, { numerator, denominator }: Part, pair: Pair): number | null {
  const { target } = (era === 'opening' ? pair.opening : pair.closing).made
  const plan = planIn({ era, past: 'closing' }, pair)
  const metric = (era === 'opening' ? pair.opening : pair.closing).made.definition.metric
  const base = metric === 'pipeline_coverage' ? (target ?? 0) : 0
  return plan.finish({
    numerator,
    denominator: denominator - base,
    count: 1,
    leftOut: 0,
    extra: [],
    median: null,
  }).value
}
