/** Deals that did not change and look otherwise: by another definition, or because a day went by. Pure. */
import type { Row } from '@libsql/client/web'
import type { Lens, Pair } from './lenses.ts'
import type { Part, Unmoved, Walked } from './lines.ts'
import type { DealStep } from './steps.ts'

export const unmovedLenses: readonly Lens[] = (['opening', 'defined', 'closing'] as const).map((era) => ({
  era,
  past: 'closing',
}))
const stepsBetween: readonly DealStep[] = ['definition', 'time']

/** The answer to `unmovedParts`: a row a deal, the sums of all of them on each. */
export function unmovedOf(rows: readonly Row[], _pair: Pair): Unmoved[] {
  const [first] = rows
  if (first === undefined) return []
  return stepsBetween.map((step, index) => ({
    step,
    total: Number(first[`count${index}`]),
    sum: {
      numerator: Number(first[`sum${index * 2}`]),
      denominator: Number(first[`sum${index * 2 + 1}`]),
    },
    deals: rows.flatMap((row) => {
      const [before, after] = [sideOf(row, index), sideOf(row, index + 1)]
      const numerator = after.numerator - before.numerator
      const denominator = after.denominator - before.denominator
      if (numerator === 0 && denominator === 0) return []
      const { source, externalId, name } = identityOf(row)
      return [{ source, externalId, name, numerator, denominator, coming: null, changes: [] }]
    }),
  }))
}

export function sideOf(row: Row, index: number): Part {
  return { numerator: Number(row[`n${index}`]), denominator: Number(row[`d${index}`]) }
}

function identityOf(row: Row) {
  return {
    source: String(row.source),
    externalId: String(row.external_id),
    name: typeof row.name === 'string' ? row.name : null,
  }
}

/** As deals with a part at both ends, for who looks at the ends only. */
export function walkedUnmoved(rows: readonly Row[]): Walked[] {
  return rows.map((row) => {
    const { source, externalId, name } = identityOf(row)
    const state = { source, external_id: externalId, name }
    return {
      ends: { opening: state, learned: state, closing: state },
      parts: [sideOf(row, 0), sideOf(row, unmovedLenses.length - 1)],
    }
  })
}
