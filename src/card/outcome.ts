/** A key result's value with one deal otherwise than it is. Pure. */
import { kind } from '../metrics/parts.ts'
import type { Plan } from '../metrics/plan.ts'
import type { MetricValue } from '../metrics/types.ts'

/** What a deal adds in one state; null: nothing, it is none of the deals counted. */
export interface Part {
  readonly kind: number
  readonly numerator: number
  readonly denominator: number
}

/** A middle value and a path do not follow from sums; further sums are not kept with the value. */
export function isMovable({ median, path, extra }: Plan): boolean {
  return median !== true && path === undefined && (extra === undefined || extra.length === 0)
}

/**
 * The value were the deal `now` instead of `then`, the state that the value saw. Null where nothing can be said: no sums, or
 * one of the states could not be read.
 */
export function valueWith(
  value: MetricValue,
  plan: Plan,
  then: Part | null,
  now: Part | null,
): MetricValue | null {
  const { numerator, denominator, sampleSize, leftOut = 0 } = value
  if (numerator === null || !isMovable(plan) || isUnsure(then) || isUnsure(now)) return null
  const base = plan.finish({ numerator: 0, denominator: 0, count: 0, leftOut: 0, extra: [], median: null })
  const among = (part: Part | null, one: number) => (part?.kind === one ? 1 : 0)
  const sums = {
    numerator: numerator + (now?.numerator ?? 0) - (then?.numerator ?? 0),
    denominator:
      (denominator ?? 0) - (base.denominatorBase ?? 0) + (now?.denominator ?? 0) - (then?.denominator ?? 0),
    count: sampleSize + among(now, kind.counted) - among(then, kind.counted),
    leftOut: leftOut + among(now, kind.leftOut) - among(then, kind.leftOut),
  }
  const finished = plan.finish({ ...sums, extra: [], median: null })
  return {
    ...value,
    value: finished.value,
    numerator: sums.numerator,
    denominator: plan.denominator === null ? null : sums.denominator + (finished.denominatorBase ?? 0),
    sampleSize: sums.count,
    leftOut: sums.leftOut,
  }
}

/** It might count, if it could be read. */
export function isUnsure(part: Part | null): boolean {
  return part !== null && part.kind !== kind.counted && part.kind !== kind.leftOut
}
