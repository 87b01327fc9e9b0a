/** Where progress should be at the end of a local day. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { addDays, daysBetween } from '../../connectors/values/time.ts'

/** Local days `[startsOn, endsOn)`. */
export interface Span {
  readonly startsOn: Day
  readonly endsOn: Day
}

/** Linear: `(d - s + 1) / (e - s)`; 0 before the cycle, 1 from its last day on. */
export function linearPace(day: Day, { startsOn, endsOn }: Span): number {
  const passed = daysBetween(startsOn, day) + 1
  return Math.min(1, Math.max(0, passed / daysBetween(startsOn, endsOn)))
}

/** How a key result is expected to come on. */
export type Pace =
  | { readonly kind: 'linear' }
  /** The part of the way at the end of chosen days, straight in between: from 0 before the cycle to 1 at its end. */
  | { readonly kind: 'phased'; readonly milestones: readonly Milestone[] }
  /** As earlier cycles went (`src/forecast/seasonal.ts`); a straight line where they are too few. */
  | { readonly kind: 'seasonal' }
export const linear: Pace = { kind: 'linear' }

export interface Milestone {
  readonly day: Day
  /** Of 1. */
  readonly progress: number
}

/** `milestones` in the order of their days, inside the cycle. */
export function phasedPace(day: Day, milestones: readonly Milestone[], span: Span): number {
  const ends = [{ day: addDays(span.startsOn, -1), progress: 0 }, ...milestones]
  if ((ends.at(-1)?.day ?? '') < lastDay(span)) ends.push({ day: lastDay(span), progress: 1 })
  const next = ends.findIndex((one) => one.day >= day)
  const [before, after] = [ends[next - 1], ends[next]]
  if (after === undefined) return ends.at(-1)?.progress ?? 1
  if (before === undefined) return after.progress
  const part = daysBetween(before.day, day) / daysBetween(before.day, after.day)
  return before.progress + part * (after.progress - before.progress)
}

/** `curve`: the seasonal one, parts of 1 at the end of each day of the cycle; null where there is none. */
export function expectedPace(
  pace: Pace,
  day: Day,
  span: Span,
  curve: { readonly mean: readonly number[] } | null = null,
): number {
  switch (pace.kind) {
    case 'linear':
      return linearPace(day, span)
    case 'phased':
      return phasedPace(day, pace.milestones, span)
    case 'seasonal':
      return curve === null ? linearPace(day, span) : curveAt(curve.mean, day, span)
    default:
      return pace satisfies never
  }
}

/** 0 before the cycle, 1 after it. */
export function curveAt(curve: readonly number[], day: Day, { startsOn }: Span): number {
  const passed = daysBetween(startsOn, day)
  return passed < 0 ? 0 : (curve[passed] ?? 1)
}

export function contains({ startsOn, endsOn }: Span, day: Day): boolean {
  return startsOn <= day && day < endsOn
}

export function lastDay({ endsOn }: Span): Day {
  return addDays(endsOn, -1)
}

/** The day an automatic value should be of: the last complete local day, at most the cycle's last. */
export function dueDay(today: Day, span: Span): Day {
  return today < span.endsOn ? addDays(today, -1) : lastDay(span)
}

export function daysOf({ startsOn, endsOn }: Span): Day[] {
  return Array.from({ length: daysBetween(startsOn, endsOn) }, (_, i) => addDays(startsOn, i))
}
