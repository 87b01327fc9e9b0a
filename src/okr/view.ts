/** A key result with its measurements, as people see it. Pure. */
import type { Day } from '../../connectors/contract.ts'
import type { MetricValue } from '../metrics/types.ts'
import { linearPace } from './pace.ts'
import { type Bounds, holdDays, holdProgress, type Measured, reachProgress, reachValue } from './progress.ts'
import { statusOf, type Thresholds } from './status.ts'
import type { Cycle, KeyResult, KeyResultView, Point } from './types.ts'

export interface Measurement {
  readonly day: Day
  readonly value: MetricValue
}

export interface Known {
  readonly latest: Measurement | null
  /** The one of the last measured day before it. */
  readonly previous: Measurement | null
  /** Every measured day; needed for a hold only. */
  readonly days: readonly Measured[]
}

export const nothingKnown: Known = { latest: null, previous: null, days: [] }

export function keyResultView(
  keyResult: KeyResult,
  known: Known,
  { cycle, today, thresholds }: { cycle: Cycle; today: Day; thresholds: Thresholds },
): KeyResultView {
  // Too few people stand behind the number: nothing of it may be seen, its past included.
  const { latest, previous, days } = isHidden(keyResult) ? nothingKnown : known
  const expected = linearPace(latest?.day ?? today, cycle)
  const bounds: Bounds = keyResult
  const counted = holdDays(days, bounds)
  const progress = latest === null ? null : progressOf(keyResult, latest, counted, cycle)
  const status = statusOf(
    {
      broken: keyResult.broken !== null,
      origin: keyResult.origin,
      cadenceDays: keyResult.cadenceDays,
      today,
      cycle,
      latest: latest === null ? null : { ...latest.value, day: latest.day },
      expected,
      goal:
        keyResult.kind === 'reach'
          ? { kind: 'reach', progress }
          : { kind: 'hold', bounds, days: counted, requiredShare: keyResult.requiredShare },
    },
    thresholds,
  )
  const before = previous?.value.value ?? null
  const now = latest?.value.value ?? null
  const comparable = before !== null && now !== null
  return {
    ...keyResult,
    latest: latest?.value ?? null,
    progress,
    expected,
    status,
    change: comparable ? now - before : null,
    changeSince: comparable ? (previous?.day ?? null) : null,
    daysWithin: keyResult.kind === 'hold' ? counted.within : null,
    daysMeasured: keyResult.kind === 'hold' ? counted.measured : null,
  }
}

export function isHidden({ broken }: Pick<KeyResult, 'broken'>): boolean {
  return broken?.code === 'group_too_small' || broken?.code === 'rest_too_small'
}

function progressOf(
  keyResult: KeyResult,
  { day, value }: Measurement,
  counted: ReturnType<typeof holdDays>,
  cycle: Cycle,
): number | null {
  switch (keyResult.kind) {
    case 'reach': {
      const { baseline, target } = keyResult
      return baseline === null || target === null ? null : reachProgress(value, { baseline, target })
    }
    case 'hold':
      return holdProgress(counted, linearPace(day, cycle))
    default:
      return keyResult.kind satisfies never
  }
}

/** `measurements` one per day, oldest first. */
export function points(
  keyResult: KeyResult,
  measurements: readonly Measurement[],
  cycle: Cycle,
): readonly Point[] {
  if (isHidden(keyResult)) return []
  return measurements.map((one, i) => {
    const until = keyResult.kind === 'hold' ? measurements.slice(0, i + 1).map((m) => m.value) : []
    return {
      day: one.day,
      value: one.value.value,
      progress: progressOf(keyResult, one, holdDays(until, keyResult), cycle),
      complete: one.value.complete,
    }
  })
}

/** The pace at the end of each day as a value; a hold has none. */
export function paceLine(keyResult: KeyResult, days: readonly Day[], cycle: Cycle) {
  const { kind, baseline, target } = keyResult
  if (kind !== 'reach' || baseline === null || target === null) return []
  return days.map((day) => ({ day, value: reachValue(linearPace(day, cycle), { baseline, target }) }))
}
