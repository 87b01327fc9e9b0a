/** A forecast from one snapshot by those of earlier cycles, and the straight line that it has to beat. Pure. */
import { conversion, type Rates } from './conversion.ts'
import { around, middle80 } from './interval.ts'
import type { Snapshot } from './snapshots.ts'

export interface Prediction {
  readonly point: number
  /** The middle 80 %; null where nothing tells how wrong it may be. */
  readonly low: number | null
  readonly high: number | null
}

export interface Forecast extends Prediction {
  readonly low: number
  readonly high: number
  /** Expected of the deals that are open, and of those that are not created yet. */
  readonly fromOpen: number
  readonly fromLater: number
  /** What the parts say of the spread, before past errors have their say. */
  readonly deviation: number
}

/** Cycles a forecast learns from, the latest ones. */
export const MOST_CYCLES = 8
/** Fewer teach no spread of what comes later. */
export const FEWEST_CYCLES = 2

/** `now` without its outcome; `training` of cycles that were over by then. Null when they teach nothing. */
export function predict(
  now: Pick<Snapshot, 'cells' | 'wonSoFar'>,
  training: readonly Snapshot[],
  widening = 1,
): Forecast | null {
  const rates = training.length < FEWEST_CYCLES ? null : conversion(training)
  if (rates === null) return null
  const open = fromOpen(now, rates, usualAmount(now.cells, training))
  const later = spreadOf(training.map((one) => one.later))
  const mean = open.mean + later.mean
  // One more cycle varies like the others around a mean that is itself only known from them.
  const variance = open.variance + later.variance * (1 + 1 / training.length)
  const { low, high } = middle80(mean, variance * widening)
  const point = now.wonSoFar + mean
  return {
    ...{ point, low: now.wonSoFar + low, high: now.wonSoFar + high },
    ...{ fromOpen: open.mean, fromLater: later.mean, deviation: Math.sqrt(variance) },
  }
}

/** Deals win or not, each for itself; the rate is uncertain for all deals of a cell together. */
function fromOpen(
  { cells }: Pick<Snapshot, 'cells'>,
  rates: Rates,
  usual: number,
): { mean: number; variance: number } {
  let [mean, variance] = [0, 0]
  for (const { stage, age, open, priced, sum, squares } of cells.values()) {
    const { rate, variance: ofRate } = rates.of(stage, age)
    const amount = sum + (open - priced) * usual
    mean += rate * amount
    variance += rate * (1 - rate) * (squares + (open - priced) * usual * usual) + ofRate * amount * amount
  }
  return { mean, variance }
}

/** An open deal without amount, or whose amount is not known any more, is taken for one like the others; else for a won one. */
export function usualAmount(
  cells: Snapshot['cells'],
  training: readonly Pick<Snapshot, 'final' | 'finalDeals'>[],
): number {
  const total = <T>(list: Iterable<T>, of: (one: T) => number) =>
    [...list].reduce((sum, one) => sum + of(one), 0)
  const priced = total(cells.values(), (cell) => cell.priced)
  if (priced > 0) return total(cells.values(), (cell) => cell.sum) / priced
  const won = total(training, (one) => one.finalDeals)
  return won === 0 ? 0 : total(training, (one) => one.final) / won
}

function spreadOf(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, variance: squares / (values.length - 1) }
}

/** On as before: what is won so far over the part of the cycle that has passed. `errors`: how wrong it was before. */
export function straightLine(wonSoFar: number, passed: number, errors: readonly number[]): Prediction {
  const point = wonSoFar / passed
  if (errors.length < FEWEST_CYCLES) return { point, low: null, high: null }
  const squares = errors.reduce((sum, error) => sum + error * error, 0)
  return { point, ...around(point, squares / errors.length) }
}
