/** The middle 80 % of a sum of which mean and variance are known. Pure. */

/** The standard normal's quantile of 90 %. */
export const Z90 = 1.2815515655446004

export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * What is still to come cannot be negative and leans to the right, as a few large deals make most of it: a lognormal of the
 * same mean and variance (Fenton and Wilkinson). Contains the mean.
 */
export function middle80(mean: number, variance: number): Interval {
  if (!(variance > 0)) return { low: mean, high: mean }
  // Amounts below zero: no logarithm, the plain normal.
  if (mean <= 0) return around(mean, variance)
  const spread = Math.log1p(variance / (mean * mean))
  const centre = Math.log(mean) - spread / 2
  const reach = Z90 * Math.sqrt(spread)
  // Of a very uncertain sum the mean lies beyond the quantile.
  return { low: Math.exp(centre - reach), high: Math.max(mean, Math.exp(centre + reach)) }
}

export function around(mean: number, variance: number): Interval {
  const reach = Z90 * Math.sqrt(variance)
  return { low: mean - reach, high: mean + reach }
}
