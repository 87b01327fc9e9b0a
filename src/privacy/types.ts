/** What the guard reasons about: parts of the deals that no answer tells apart, and the people behind them. */

/** Connection, then the hash of the owner. One person may have one in each CRM, and nothing tells. */
export type People = ReadonlyMap<string, ReadonlySet<string>>

/** All deals that the same selections hold. */
export interface Region {
  /** Of each selection in order: whether it holds these deals. */
  readonly inside: readonly boolean[]
  readonly people: People
}

/** Selections that together give away a number of too few people. */
export interface Apart {
  /** Indexes of the selections whose numbers are added and subtracted. */
  readonly selections: readonly number[]
  readonly people: number
}

/** As for a single selection: the CRM with the most owners decides, the others add nobody. */
export function count(people: People): number {
  return Math.max(0, ...[...people.values()].map(({ size }) => size))
}

export function together(...groups: readonly People[]): People {
  const all = new Map<string, Set<string>>()
  for (const group of groups)
    for (const [source, hashes] of group) {
      const set = all.get(source) ?? new Set()
      for (const hash of hashes) set.add(hash)
      all.set(source, set)
    }
  return all
}
