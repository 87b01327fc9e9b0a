/** Where a day and a value lie in the drawing. Pure; the numbers come from the view, the pixels from `Frame`. */
import { type ScaleLinear, scaleLinear } from 'd3-scale'
import type { Day } from '../../connectors/contract.ts'
import { daysBetween } from '../../connectors/values/time.ts'
import type { KeyResultDetail } from '../okr/types.ts'

export interface Frame {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export interface Scales {
  /** The middle of a day: its value is of its end, its mark belongs to it. */
  x(day: Day): number
  y: ScaleLinear<number, number>
  /** First and last pixel of the plot. */
  readonly plot: { readonly x0: number; readonly x1: number; readonly y0: number; readonly y1: number }
}

/** All numbers that must be seen; a chart without any still has an axis. */
export function shownValues({ keyResult, history, pace, paceBand = [] }: KeyResultDetail): number[] {
  const { baseline, target, lower, upper } = keyResult
  const all = [
    ...history.map((point) => point.value),
    ...pace.map((point) => point.value),
    ...paceBand.flatMap((point) => [point.low, point.high]),
    baseline,
    target,
    lower,
    upper,
  ].filter((n) => n !== null)
  return all.length === 0 ? [0, 1] : all
}

export function scales(detail: KeyResultDetail, frame: Frame): Scales {
  const plot = {
    x0: frame.left,
    x1: frame.width - frame.right,
    y0: frame.height - frame.bottom,
    y1: frame.top,
  }
  const days = Math.max(1, daysBetween(detail.cycle.startsOn, detail.cycle.endsOn))
  const across = scaleLinear([0, days], [plot.x0, plot.x1])
  const values = shownValues(detail)
  const low = Math.min(...values)
  const high = Math.max(...values)
  const most = Math.max(Math.abs(low), Math.abs(high))
  // A flat line needs room on both sides, or it would lie on the edge; what differs in its last digits only is flat.
  const pad = high - low <= most * 1e-9 ? most * 0.1 || 1 : (high - low) * 0.04
  const floor = low >= 0 && low - pad < 0 ? 0 : low - pad
  const y = scaleLinear([floor, high + pad], [plot.y0, plot.y1]).nice(4)
  return { x: (day) => across(daysBetween(detail.cycle.startsOn, day) + 0.5), y, plot }
}
