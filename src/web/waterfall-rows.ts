/** A waterfall's rows and where they lie. Pure: the values come from the movement, the pixels from `scale`. */
import { scaleLinear } from 'd3-scale'
import type { Step } from '../movement/steps.ts'
import type { Movement } from '../movement/types.ts'

export interface WaterfallRow {
  readonly kind: 'opening' | 'closing' | Step
  /** Both the same for opening and closing. */
  readonly from: number
  readonly to: number
}

/** Null: the value does not follow from line to line. */
export function waterfallRows({
  opening,
  closing,
  exchanged,
  lines,
}: Movement): readonly WaterfallRow[] | null {
  // In one currency from its first row on.
  const [start, end] = [(exchanged ?? opening.value).value, closing.value.value]
  if (start === null || end === null || lines.some(({ effect }) => effect === null)) return null
  let at = start
  const steps = lines
    .filter(({ effect }) => effect !== 0)
    .map(({ step, effect }): WaterfallRow => {
      const from = at
      at += effect ?? 0
      return { kind: step, from, to: at }
    })
  return [{ kind: 'opening', from: start, to: start }, ...steps, { kind: 'closing', from: end, to: end }]
}

/** From the least to the most that is shown, with room at both sides; a flat one has room too. */
export function across(
  rows: readonly WaterfallRow[],
  left: number,
  right: number,
): (value: number) => number {
  const all = rows.flatMap(({ from, to }) => [from, to])
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const room = (high - low) * 0.06 || Math.abs(high) * 0.1 || 1
  const scale = scaleLinear([low - room, high + room], [left, right])
  return (value) => Math.round(scale(value) * 10) / 10
}
