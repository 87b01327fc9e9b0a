/**
 * How wrong the forecast was where the answer is known by now: each past cycle is forecast from several of its days, by the
 * cycles before it alone, beside the straight line. Pure.
 */
import type { Range } from './lives.ts'
import {
  FEWEST_CYCLES,
  type Forecast,
  MOST_CYCLES,
  type Prediction,
  predict,
  straightLine,
} from './predict.ts'
import type { Snapshot } from './snapshots.ts'

/** One forecast of a past cycle, and what came of it. */
export interface Trial {
  /** Of the cycles, oldest first. */
  readonly cycle: number
  readonly daysLeft: number
  /** Part of the cycle that had passed. */
  readonly passed: number
  readonly final: number
  readonly model: Forecast | null
  readonly line: Prediction
}

/** Forecasts that were neither too wide nor too narrow before are worth this many. */
const PRIOR_TRIALS = 4

/** `shots` of each cycle, oldest first, a snapshot a point, the same points in each. */
export function backTest(shots: readonly (readonly Snapshot[])[], cycles: readonly Range[]): Trial[] {
  const trials: Trial[] = []
  const points = shots[0]?.length ?? 0
  for (let point = 0; point < points; point += 1) {
    const column = shots.map((ofCycle) => ofCycle[point] as Snapshot)
    const before: Trial[] = []
    for (let cycle = FEWEST_CYCLES; cycle < column.length; cycle += 1) {
      const now = column[cycle] as Snapshot
      const passed = passedOf(cycles[cycle] as Range, now.daysLeft)
      before.push({
        ...{ cycle, daysLeft: now.daysLeft, passed, final: now.final },
        ...forecastBy(now, column.slice(0, cycle), cycles.slice(0, cycle), before, passed),
      })
    }
    trials.push(...before)
  }
  return trials
}

/** `training` and `before` of the same point, oldest first. */
export function forecastBy(
  now: Pick<Snapshot, 'cells' | 'wonSoFar'>,
  training: readonly Snapshot[],
  cycles: readonly Range[],
  before: readonly Trial[],
  passed: number,
): { readonly model: Forecast | null; readonly line: Prediction } {
  const errors = training.map(
    (one, i) => one.wonSoFar / passedOf(cycles[i] as Range, one.daysLeft) - one.final,
  )
  return {
    model: predict(now, training.slice(-MOST_CYCLES), widening(before)),
    line: straightLine(now.wonSoFar, passed, errors.slice(-MOST_CYCLES)),
  }
}

export function passedOf({ from, to }: Range, daysLeft: number): number {
  return Math.max(1, to - from - daysLeft) / (to - from)
}

/** Mean of the squared errors in deviations, leaning on 1: a forecast that erred more than it said speaks more softly. */
export function widening(before: readonly Trial[]): number {
  const squares = before.flatMap(({ model, final }) =>
    model === null || model.deviation === 0 ? [] : [((final - model.point) / model.deviation) ** 2],
  )
  const mean = (PRIOR_TRIALS + squares.reduce((sum, one) => sum + one, 0)) / (PRIOR_TRIALS + squares.length)
  // A lucky past is no reason to promise more than the parts do.
  return Math.max(1, mean)
}

/** How good one way of forecasting was. */
export interface Score {
  readonly trials: number
  /** Mean absolute error. */
  readonly error: number
  /** Share of outcomes inside the interval that was given, which promises 80 %; null where none was given. */
  readonly inside: number | null
  /** Mean error with its sign: above zero, it promised too much. */
  readonly bias: number
}

/** Only trials in which both answered, so that both are judged by the same cycles. */
export function scores(trials: readonly Trial[]): { readonly model: Score; readonly line: Score } | null {
  const both = trials.filter(({ model }) => model !== null)
  if (both.length === 0) return null
  const finals = both.map(({ final }) => final)
  return {
    model: score(
      both.map(({ model }) => model as Forecast),
      finals,
    ),
    line: score(
      both.map(({ line }) => line),
      finals,
    ),
  }
}

function score(predictions: readonly Prediction[], finals: readonly number[]): Score {
  const errors = predictions.map(({ point }, i) => point - (finals[i] ?? 0))
  const bounded = predictions.flatMap(({ low, high }, i) =>
    low === null || high === null ? [] : [{ low, high, final: finals[i] ?? 0 }],
  )
  const held = bounded.filter(({ low, high, final }) => low <= final && final <= high)
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
  return {
    trials: errors.length,
    error: mean(errors.map(Math.abs)),
    inside: bounded.length === 0 ? null : held.length / bounded.length,
    bias: mean(errors),
  }
}
