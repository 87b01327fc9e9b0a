/** Which days are asked where each costs a question of its own. Pure. */
import type { Day } from '../../connectors/contract.ts'

/** As many questions go to the database at once, beside the days that must be given. */
export const MOST_SAMPLES = 26

/** Counted back from the last day, so that the end is always there. */
export function sampledDays(
  days: readonly Day[],
  keep: readonly Day[],
): { readonly indices: readonly number[]; readonly step: number } {
  const step = Math.max(1, Math.ceil(days.length / MOST_SAMPLES))
  const kept = new Set(keep)
  const indices = days.flatMap((day, n) => ((days.length - 1 - n) % step === 0 || kept.has(day) ? [n] : []))
  return { indices, step }
}
