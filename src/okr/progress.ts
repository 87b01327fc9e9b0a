/** How far a key result has come. Pure; unclamped: 1.12 is 112 %, -0.08 is -8 %. */
import type { Reason } from '../metrics/types.ts'

/** What progress needs of a value. */
export interface Measured {
  readonly value: number | null
  readonly complete: boolean
  readonly reason?: Reason
}

export interface Reach {
  readonly baseline: number
  readonly target: number
}

/** Inclusive bounds; null is open on that side. */
export interface Bounds {
  readonly lower: number | null
  readonly upper: number | null
}

/** Coverage of a target that is reached has no number and is above every bound: nothing is left to cover. */
function reading({ value, reason }: Measured): number | null {
  return value === null && reason === 'target_reached' ? Number.POSITIVE_INFINITY : value
}

/** Share of the way from baseline to target, whichever is larger; null without a value. */
export function reachProgress(measured: Measured, { baseline, target }: Reach): number | null {
  const value = reading(measured)
  if (value === null) return null
  if (value === Number.POSITIVE_INFINITY) return target > baseline ? 1 : null
  // Adding 0 turns -0, which would be shown as "-0 %", into 0.
  return (value - baseline) / (target - baseline) + 0
}

/** The value at which `reachProgress` is `progress`. */
export function reachValue(progress: number, { baseline, target }: Reach): number {
  return baseline + progress * (target - baseline)
}

/** Null without a value. */
export function within(measured: Measured, { lower, upper }: Bounds): boolean | null {
  const value = reading(measured)
  if (value === null) return null
  return (lower === null || value >= lower) && (upper === null || value <= upper)
}

export interface HoldDays {
  readonly within: number
  readonly measured: number
}

/** An incomplete value proves neither side, so its day counts on none. */
export function holdDays(days: readonly Measured[], bounds: Bounds): HoldDays {
  const judged = days.filter((day) => day.complete).map((day) => within(day, bounds))
  return {
    within: judged.filter((inside) => inside === true).length,
    measured: judged.filter((inside) => inside !== null).length,
  }
}

export function holdShare(days: HoldDays): number | null {
  return days.measured === 0 ? null : days.within / days.measured
}

/** Share of days within, times the part of the cycle that has passed (0..1). */
export function holdProgress(days: HoldDays, elapsed: number): number | null {
  const share = holdShare(days)
  return share === null ? null : share * elapsed
}

/** For roll-ups and bars only. */
export function clampProgress(progress: number): number {
  return Math.min(1, Math.max(0, progress))
}
