/** A median does not add up: who entered, who left, and whose days changed says why it moved. Pure. */
import { definitionIn, type Pair, planIn } from './lenses.ts'
import { nothing, type Walked } from './lines.ts'
import type { Crossed, Median } from './types.ts'

export function medianOf(deals: readonly Walked[], pair: Pair): Median | null {
  const isMedian = planIn({ era: 'closing', past: 'closing' }, pair).median === true
  if (!isMedian || definitionIn('opening', pair).metric !== definitionIn('closing', pair).metric) return null
  const all = deals.map(crossed)
  return {
    entered: all.filter(({ before, after }) => before === null && after !== null),
    left: all.filter(({ before, after }) => before !== null && after === null),
    changed: all.filter(({ before, after }) => before !== null && after !== null && before !== after),
  }
}

/** The denominator says whether it counts: its own days can be none. */
function crossed({ ends, parts }: Walked): Crossed {
  const { source, external_id, name } = ends.closing ?? ends.learned ?? ends.opening ?? {}
  const [before, after] = [parts[0] ?? nothing, parts.at(-1) ?? nothing]
  return {
    source: String(source),
    externalId: String(external_id),
    name: typeof name === 'string' ? name : null,
    before: before.denominator === 0 ? null : before.numerator,
    after: after.denominator === 0 ? null : after.numerator,
  }
}
