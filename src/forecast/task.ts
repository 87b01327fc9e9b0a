/** What there is to work out for a key result, and what it follows from. Pure. */
import type { Day } from '../../connectors/contract.ts'
import type { Days } from '../metrics/window.ts'
import { dueDay, type Span } from '../okr/pace.ts'
import type { KeyResult } from '../okr/types.ts'
import type { Measurement } from '../okr/view.ts'
import { basisOf, forecastDays, isForecast, seasonalHindrance } from './stored.ts'

export interface Task {
  readonly keyResult: KeyResult
  /** The window of the metric; null for one that moves with every day. */
  readonly days: Days | null
  readonly cycle: Span
  /** The last day that is over, by its published value where there is one. */
  readonly day: Day
  readonly seq: number
  readonly value: number | null
  readonly basis: string
}

/** Null when there is nothing to work out: a metric of another kind and a steady pace, or a number that may not be shown. */
export function taskOf(
  keyResult: KeyResult,
  cycle: Span,
  latest: Measurement | null,
  now: {
    readonly today: Day
    readonly fiscalYearStartMonth: number
    readonly seq: number
    readonly histories: readonly string[]
  },
): Task | null {
  if (keyResult.broken !== null) return null
  const seasonal = keyResult.pace?.kind === 'seasonal' && seasonalHindrance(keyResult) === null
  if (!isForecast(keyResult) && !seasonal) return null
  // What an earlier definition gave says nothing of this one.
  const last = latest?.value.definitionVersion === keyResult.definitionVersion ? latest : null
  const day = last?.day ?? dueDay(now.today, cycle)
  const days = forecastDays(keyResult, cycle, { ...now, day })
  const seq = last?.value.seq ?? now.seq
  const span = { startsOn: cycle.startsOn, endsOn: cycle.endsOn }
  const value = last?.value.value ?? null
  return {
    keyResult,
    days,
    cycle: span,
    day,
    seq,
    value,
    basis: basisOf(keyResult, { day, days, seq, seasonal, histories: now.histories }),
  }
}
