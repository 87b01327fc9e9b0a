/** How old a deal is, in classes wide enough to hold some deals each. Pure. */

/** First day of each class, counted from the day the deal was created. */
export const ageClasses = [0, 14, 30, 60, 120] as const

export function ageClass(days: number): number {
  const first = ageClasses.findLastIndex((from) => days >= from)
  // A deal can be dated before it was created.
  return Math.max(0, first)
}
