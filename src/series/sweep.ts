/** Adds up what deals add from day to day: each part begins on a day and ends on one. Pure. */
import type { Row } from '@libsql/client/web'
import type { Day } from '../../connectors/contract.ts'
import { kind } from '../metrics/parts.ts'
import type { DayGrid } from './days.ts'
import type { Life } from './lives.ts'
import type { Reach, Stretch } from './reach.ts'
import { running } from './running.ts'

/** As the columns of `../metrics/sums.ts`. */
const counts: Readonly<Record<number, string>> = {
  [kind.counted]: 'counted',
  [kind.held]: 'held',
  [kind.gapOfHistory]: 'unknowns',
  [kind.gap]: 'gaps',
  [kind.gapOfFilter]: 'gaps',
  [kind.leftOut]: 'left_out',
}
/** In the order of what a life adds. */
const added = ['numerator', 'denominator', 'nil', 'twice', 'e0', 'e1', 'e2', 'e3', 'e4'] as const

/** A row of sums a day. `twins`: when deals were twins of others. */
export function sweep(
  lives: readonly Life[],
  twins: ReadonlyMap<number, readonly Stretch[]>,
  reach: Reach,
  grid: DayGrid,
  median: boolean,
): Row[] {
  const length = grid.days.length
  const names = [...new Set([...Object.values(counts), ...added])]
  const change = new Map(names.map((name) => [name, new Float64Array(length + 1)]))
  const sums = added.map((name) => change.get(name) as Float64Array)
  const middle = median ? running(length) : null
  const stretches = stretcher(twins, reach, grid)

  function add(column: Float64Array | undefined, [from, to]: Stretch, amount: number): void {
    if (column === undefined) return
    column[from] = (column[from] as number) + amount
    column[to] = (column[to] as number) - amount
  }
  for (const life of lives) {
    const counted = change.get(counts[life.kind] ?? '')
    for (const stretch of stretches(life)) {
      add(counted, stretch, 1)
      for (const [n, amount] of life.adds.entries()) if (amount) add(sums[n], stretch, amount)
      if (life.kind === kind.counted) middle?.add(stretch, life.adds[0] ?? 0)
    }
  }
  const total = new Map(names.map((name) => [name, 0]))
  return grid.days.map((_, day) => {
    for (const [name, column] of change) total.set(name, (total.get(name) ?? 0) + (column[day] as number))
    return { ...Object.fromEntries(total), median: middle?.at(day) ?? null } as unknown as Row
  })
}

/** The days on which a life counts: mostly one stretch, more where the deal was a twin in between. */
function stretcher(
  twins: ReadonlyMap<number, readonly Stretch[]>,
  reach: Reach,
  grid: DayGrid,
): (life: Life) => readonly Stretch[] {
  // Deals are many and their dates are few.
  const reached = new Map<Day, Stretch>()
  function reachedBy(date: Day): Stretch {
    const known = reached.get(date)
    if (known !== undefined) return known
    const found = reach.of(date)
    reached.set(date, found)
    return found
  }
  return ({ dealId, asTwin, from, to, dated }) => {
    const held: Stretch = [grid.ofInstant(from), to === null ? grid.days.length : grid.ofInstant(to)]
    // Without a date, a deal is here because it may have any.
    const whole = dated === null ? held : overlap(held, reachedBy(dated))
    if (whole[0] >= whole[1]) return []
    const twinned = twins.get(dealId)
    if (twinned === undefined) return [whole]
    const stretches = asTwin ? twinned : between(twinned)
    return stretches.map((one) => overlap(whole, one)).filter(([start, end]) => start < end)
  }
}

function overlap([a, b]: Stretch, [c, d]: Stretch): Stretch {
  return [Math.max(a, c), Math.min(b, d)]
}

/** What lies around stretches that are sorted and apart. */
function between(stretches: readonly Stretch[]): Stretch[] {
  const edges = [Number.NEGATIVE_INFINITY, ...stretches.flat(), Number.POSITIVE_INFINITY]
  return Array.from({ length: edges.length / 2 }, (_, n) => [edges[2 * n] ?? 0, edges[2 * n + 1] ?? 0])
}

/** Of each deal the days on which it was a twin, sorted and apart. */
export function twinDays(rows: readonly Row[], grid: DayGrid): Map<number, Stretch[]> {
  const byDeal = Map.groupBy(rows, (row) => Number(row.deal_id))
  return new Map(
    [...byDeal].map(([deal, own]) => {
      const stretches = own.map((row): [number, number] => [
        grid.ofInstant(String(row.valid_from)),
        row.valid_to === null ? grid.days.length : grid.ofInstant(String(row.valid_to)),
      ])
      stretches.sort(([a], [b]) => a - b)
      const apart: [number, number][] = []
      for (const [from, to] of stretches) {
        const last = apart.at(-1)
        if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to)
        else if (from < to) apart.push([from, to])
      }
      return [deal, apart]
    }),
  )
}
