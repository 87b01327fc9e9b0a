/**
 * Every cycle seen from several of its days, and what came of it: one walk over the deals for all of them. A snapshot holds
 * what was known at the end of its day, its outcome what was known at the end of the cycle's last day, and nothing later. Pure.
 */
import { ageClass } from './age.ts'
import { isWonIn, type Life, type Measure, partOf, type Range, type Step } from './lives.ts'

/** Open deals of one stage and age. */
export interface Cell {
  readonly stage: string
  readonly age: number
  open: number
  /** Of them, those that were won by the end of the cycle. */
  won: number
  /** Of those whose amount is known: how many, their sum, and the sum of their squares. */
  priced: number
  sum: number
  squares: number
}

export interface Snapshot {
  /** Days of the cycle still to come. */
  readonly daysLeft: number
  readonly cells: ReadonlyMap<string, Cell>
  readonly wonSoFar: number
  /** Won in the cycle afterwards by deals that were not open then: mostly not created yet. */
  readonly later: number
  readonly final: number
  /** How many deals that is. */
  readonly finalDeals: number
}

export function cellKey(stage: string, age: number): string {
  return `${age} ${stage}`
}

interface Open {
  readonly daysLeft: number
  readonly day: number
  readonly cells: Map<string, Cell>
  wonSoFar: number
  later: number
}

/** Of each cycle a snapshot a point, in the order given. Where the cycle is shorter than that, its first day is taken. */
export function snapshots(
  lives: readonly Life[],
  cycles: readonly Range[],
  points: readonly number[],
  measure: Measure,
): Snapshot[][] {
  const plans = cycles.map((range) => ({
    range,
    final: 0,
    finalDeals: 0,
    shots: points.map((daysLeft): Open => {
      const day = Math.max(range.from, range.to - 1 - daysLeft)
      return { daysLeft, day, cells: new Map(), wonSoFar: 0, later: 0 }
    }),
  }))
  for (const life of lives) {
    for (const plan of plans) {
      const { range } = plan
      if (life.created >= range.to || endsBefore(life, range)) continue
      const end = stepAt(life, range.to - 1)
      const won = end !== undefined && isWonIn(end, range) ? end : null
      if (won !== null) {
        plan.final += partOf(won, measure)
        plan.finalDeals += 1
      }
      for (const shot of plan.shots) look(life, shot, range, won, measure)
    }
  }
  return plans.map(({ final, finalDeals, shots }) =>
    shots.map(({ daysLeft, cells, wonSoFar, later }) => ({
      daysLeft,
      cells,
      wonSoFar,
      later,
      final,
      finalDeals,
    })),
  )
}

/** Closed for good before the cycle began, and not in it by its close date. */
function endsBefore({ steps }: Life, { from, to }: Range): boolean {
  const last = steps.at(-1)
  if (last === undefined || last.to <= from) return true
  const over = last.status !== 'open' && last.from < from
  return over && !(last.closes !== null && last.closes >= from && last.closes < to)
}

function look(life: Life, shot: Open, range: Range, won: Step | null, measure: Measure): void {
  const step = stepAt(life, shot.day)
  if (step !== undefined && isWonIn(step, range)) {
    shot.wonSoFar += partOf(step, measure)
    return
  }
  if (step?.status === 'open') {
    count(shot.cells, step, shot.day - life.created, won !== null, measure)
    return
  }
  // A deal that was there already and of which nobody knows how it stood teaches nothing.
  if (won !== null && (step !== undefined || life.created > shot.day)) shot.later += partOf(won, measure)
}

/** Counts one open deal. */
export function count(
  cells: Map<string, Cell>,
  step: Step,
  ageDays: number,
  won: boolean,
  measure: Measure,
): void {
  const age = ageClass(ageDays)
  const key = cellKey(step.stage, age)
  let cell = cells.get(key)
  if (cell === undefined) {
    cell = { stage: step.stage, age, open: 0, won: 0, priced: 0, sum: 0, squares: 0 }
    cells.set(key, cell)
  }
  cell.open += 1
  if (won) cell.won += 1
  const amount = measure === 'count' ? 1 : step.amount
  if (amount == null) return
  cell.priced += 1
  cell.sum += amount
  cell.squares += amount * amount
}

/** How the deal stood at the end of a day. */
export function stepAt({ steps }: Life, day: number): Step | undefined {
  let low = 0
  let high = steps.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((steps[middle] as Step).from <= day) low = middle + 1
    else high = middle
  }
  const step = steps[low - 1]
  return step !== undefined && day < step.to ? step : undefined
}
