/** When one more call fits. Pure; times are milliseconds. */

/** Earliest time from which, with one more call, no window of `perMs` holds more than `calls`. */
export function earliest(sent: readonly number[], calls: number, perMs: number): number {
  if (calls < 1) return Number.POSITIVE_INFINITY
  if (sent.length < calls) return Number.NEGATIVE_INFINITY
  const nth = sent.toSorted((a, b) => a - b)[sent.length - calls]
  return nth === undefined ? Number.NEGATIVE_INFINITY : nth + perMs
}
