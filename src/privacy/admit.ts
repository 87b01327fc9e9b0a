/** Which of several selections may be answered beside one another: in order, each that gives nobody away with those before it. Pure. */
import { tooFewApart } from './apart.ts'
import { type Apart, type Region, together } from './types.ts'

export interface Admitted {
  readonly admitted: readonly number[]
  readonly refused: ReadonlyMap<number, Apart>
}

/**
 * The first selection is the company's total, which is exempt and known to everybody. What may be answered together may be
 * answered in part, so the first that does not fit is found by halving.
 */
export function admit(regions: readonly Region[], selections: number, minimum: number): Admitted {
  const admitted = [0]
  const refused = new Map<number, Apart>()
  let rest = Array.from({ length: Math.max(0, selections - 1) }, (_, n) => n + 1)
  const check = (some: readonly number[]) => among(regions, [...admitted, ...some], minimum)
  while (rest.length > 0) {
    let found = check(rest)
    if (found === null) {
      admitted.push(...rest)
      break
    }
    let [fits, fails] = [0, rest.length]
    while (fails - fits > 1) {
      const middle = Math.floor((fits + fails) / 2)
      const half = check(rest.slice(0, middle))
      if (half === null) fits = middle
      else [fails, found] = [middle, half]
    }
    const last = rest[fails - 1] as number
    admitted.push(...rest.slice(0, fits))
    refused.set(last, found)
    rest = rest.slice(fails)
  }
  return { admitted, refused }
}

function among(regions: readonly Region[], chosen: readonly number[], minimum: number): Apart | null {
  const found = tooFewApart(parted(regions, chosen), chosen.length, minimum)
  if (found === null) return null
  return { ...found, selections: found.selections.map((n) => chosen[n] as number) }
}

/** As these selections alone part the deals. */
function parted(regions: readonly Region[], chosen: readonly number[]): Region[] {
  const alike = Map.groupBy(regions, ({ inside }) => chosen.map((n) => Number(inside[n] === true)).join(''))
  return [...alike.values()].map((group) => ({
    inside: chosen.map((n) => group[0]?.inside[n] === true),
    people: together(...group.map(({ people }) => people)),
  }))
}
