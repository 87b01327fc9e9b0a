/** Where a cycle should be at the end of each of its days by how earlier ones went: the seasonal pace. Pure. */
import type { Day } from '../../connectors/contract.ts'

/** A past cycle: the value at the end of each of its days, in order. Null where it is not known. */
export type PastCycle = readonly { readonly day: Day; readonly value: number | null }[]

export const LEAST_CYCLES = 4
export const LATEST_CYCLES = 8

/** Parts of 1 at the end of each day of the cycle. */
export interface Curve {
  readonly mean: readonly number[]
  /** The lowest and the highest of the cycles it is made of: with so few, quantiles would only pretend. */
  readonly low: readonly number[]
  readonly high: readonly number[]
  readonly cycles: number
}

/** `cycles` newest first; the latest 8 that reached something count. The number of them when they are fewer than 4. */
export function seasonalCurve(cycles: readonly PastCycle[], length: number): Curve | number {
  const usable = cycles.filter(isUsable).slice(0, LATEST_CYCLES)
  if (usable.length < LEAST_CYCLES) return usable.length
  const days = Array.from({ length }, (_, i) => usable.map((cycle) => shareAt(cycle, (i + 1) / length)))
  return {
    mean: days.map((shares) => shares.reduce((sum, share) => sum + share, 0) / shares.length),
    low: days.map((shares) => Math.min(...shares)),
    high: days.map((shares) => Math.max(...shares)),
    cycles: usable.length,
  }
}

/** A cycle in which nothing was reached has no shares. */
function isUsable(cycle: PastCycle): boolean {
  const final = cycle.at(-1)?.value ?? 0
  return final > 0 && cycle.every(({ value }) => value !== null)
}

/** Of what the cycle reached, when `passed` of it was over; a quarter of 90 days is laid over one of 92. */
export function shareAt(cycle: PastCycle, passed: number): number {
  const place = passed * cycle.length
  const before = Math.min(cycle.length, Math.floor(place + 1e-9))
  const value = (days: number) => (days === 0 ? 0 : (cycle[days - 1]?.value ?? 0))
  const part = Math.max(0, place - before)
  const next = Math.min(cycle.length, before + 1)
  return (value(before) + part * (value(next) - value(before))) / value(cycle.length)
}
