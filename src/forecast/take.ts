/** Which open deals would close the gap to the target. Pure. */

export interface Candidate {
  readonly id: number
  /** That it is won by the end of the cycle. */
  readonly rate: number
  /** What it would add; null: no amount, so it cannot be counted on. */
  readonly adds: number | null
}

export interface Take {
  readonly gap: number
  /** By rate, then by what they add; without any of them the rest would not do. */
  readonly deals: readonly (Candidate & { readonly adds: number })[]
  readonly adds: number
  /** False: all open deals together do not close it. */
  readonly enough: boolean
}

/** The surest first, the larger of two as sure. */
export function ranked<C extends Candidate>(candidates: readonly C[]): C[] {
  return candidates.toSorted((a, b) => b.rate - a.rate || (b.adds ?? 0) - (a.adds ?? 0) || a.id - b.id)
}

/** Null when there is no gap. */
export function whatItTakes(gap: number, candidates: readonly Candidate[]): Take | null {
  if (!(gap > 0)) return null
  const able = ranked(candidates).filter((one): one is Candidate & { adds: number } => (one.adds ?? 0) > 0)
  let adds = 0
  const chosen: typeof able = []
  for (const one of able) {
    if (adds >= gap) break
    chosen.push(one)
    adds += one.adds
  }
  if (adds < gap) return { gap, deals: chosen, adds, enough: false }
  // A large deal taken last can make smaller ones before it needless: the least likely go first.
  for (let i = chosen.length - 1; i >= 0; i -= 1) {
    const one = chosen[i] as (typeof able)[number]
    if (adds - one.adds < gap) continue
    adds -= one.adds
    chosen.splice(i, 1)
  }
  return { gap, deals: chosen, adds, enough: true }
}
