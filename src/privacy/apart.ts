/**
 * Whether sums over several selections of deals, added and subtracted at will, give away a sum of fewer people than the
 * minimum. Exact: it asks for every combination of the answers that is left with deals of too few people. Pure.
 */
import { type Row, without } from './linear.ts'
import { type Apart, count, type People, type Region, together } from './types.ts'

/** Groups of people that are looked at one by one; with more of them the answer is the careful one. */
const MOST_GROUPS = 20_000

/** Null: no combination is left with deals of too few people. Regions have distinct `inside`. */
export function tooFewApart(regions: readonly Region[], selections: number, minimum: number): Apart | null {
  const held = regions.filter(({ people, inside }) => count(people) > 0 && inside.includes(true))
  const [large, small] = [
    held.filter(({ people }) => count(people) >= minimum),
    held.filter(({ people }) => count(people) < minimum),
  ]
  if (small.length === 0) return null
  // The columns: regions first, then which selections a row was made of.
  const ordered = [...large, ...small]
  const rows = Array.from({ length: selections }, (_, selection) => {
    const row: Row = new Int32Array(ordered.length + selections)
    ordered.forEach(({ inside }, n) => {
      if (inside[selection] === true) row[n] = 1
    })
    row[ordered.length + selection] = 1
    return row
  })
  const columns = small.map((region, n) => ({ column: large.length + n, people: region.people }))
  const isolated = without(
    rows,
    large.map((_, n) => n),
  ).filter((row) => columns.some(({ column }) => row[column] !== 0))
  if (isolated.length === 0) return null

  const telling = columns.filter(({ column }) => isolated.some((row) => row[column] !== 0))
  const named = (row: Row, people: number): Apart => ({
    selections: Array.from({ length: selections }, (_, n) => n).filter((n) => row[ordered.length + n] !== 0),
    people,
  })
  const groups = largestGroups(
    telling.map(({ people }) => people),
    minimum,
  )
  if (groups === null) {
    const fewest = Math.min(...telling.map(({ people }) => count(people)))
    return named(isolated[0] as Row, fewest)
  }
  for (const group of groups) {
    const outside = telling.filter(({ people }) => !holds(group, people)).map(({ column }) => column)
    const found = without(
      isolated.map((row) => row.slice()),
      outside,
    ).find((row) => telling.some(({ column }) => row[column] !== 0))
    if (found === undefined) continue
    const own = telling.filter(({ column }) => found[column] !== 0).map(({ people }) => people)
    return named(found, count(together(...own)))
  }
  return null
}

/** Unions of the sets that stay below the minimum and cannot grow; null: too many to look at. */
function largestGroups(sets: readonly People[], minimum: number): People[] | null {
  const distinct = [...new Map(sets.map((set) => [nameOf(set), set])).values()]
  const found: People[] = []
  const seen = new Set<string>()
  const open: People[] = [new Map()]
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    let grows = false
    for (const set of distinct) {
      if (holds(group, set)) continue
      const more = together(group, set)
      if (count(more) >= minimum) continue
      grows = true
      const name = nameOf(more)
      if (seen.has(name)) continue
      if (seen.size >= MOST_GROUPS) return null
      seen.add(name)
      open.push(more)
    }
    if (!grows) found.push(group)
  }
  return found
}

function holds(group: People, part: People): boolean {
  return [...part].every(([source, hashes]) => {
    const own = group.get(source)
    return [...hashes].every((hash) => own?.has(hash) === true)
  })
}

function nameOf(people: People): string {
  return JSON.stringify([...people].map(([source, hashes]) => [source, ...[...hashes].sort()]).sort())
}
