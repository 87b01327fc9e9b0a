/** A key result with its measurements, as people see it. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { addDays } from '../../connectors/values/time.ts'
import { DEFAULT_CLOSING_DAYS } from '../closing/grace.ts'
import type { ClosingRow } from '../closing/read.ts'
import { withClosing } from '../closing/view.ts'
import type { SeasonalPace } from '../forecast/stored.ts'
import type { MetricValue } from '../metrics/types.ts'
import { isHidden } from './hidden.ts'
import { expectedPace, linear, linearPace } from './pace.ts'
import { type Bounds, holdDays, holdProgress, type Measured, reachProgress, reachValue } from './progress.ts'
import { type ProvisionalRow, provisionalView } from './provisional-view.ts'
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
  readonly provisional?: ProvisionalRow | null
  /** As it was worked out last; null before that. */
  readonly season?: SeasonalPace | null
  /** Frozen, restated, set by hand. */
  readonly closing?: ClosingRow | null
}

export const nothingKnown: Known = { latest: null, previous: null, days: [] }

export interface Around {
  readonly cycle: Cycle
  readonly today: Day
  readonly thresholds: Thresholds
  readonly closingDays?: number
}

export function keyResultView(
  keyResult: KeyResult,
  known: Known,
  { cycle, today, thresholds, closingDays = DEFAULT_CLOSING_DAYS }: Around,
): KeyResultView {
  // Too few people stand behind the number: nothing of it may be seen, its past included.
  const { days, provisional = null, ...seen } = isHidden(keyResult) ? nothingKnown : known
  // After the company's currency was changed and the target set anew, earlier values are of another money.
  const [latest, previous] = [inItsMoney(keyResult, seen.latest), inItsMoney(keyResult, seen.previous)]
  const season = seasonOf(keyResult, known.season ?? null, cycle)
  const expected = expectedPace(keyResult.pace ?? linear, latest?.day ?? today, cycle, curveOf(season))
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
  const view: KeyResultView = {
    ...keyResult,
    latest: latest?.value ?? null,
    progress,
    expected,
    ...(season === null ? {} : { season }),
    status,
    change: comparable ? now - before : null,
    changeSince: comparable ? (previous?.day ?? null) : null,
    daysWithin: keyResult.kind === 'hold' ? counted.within : null,
    daysMeasured: keyResult.kind === 'hold' ? counted.measured : null,
    provisional: provisionalView(keyResult, latest?.value ?? null, provisional, today),
  }
  if (isHidden(keyResult)) return view
  return withClosing(view, known.closing ?? null, { cycle, today, thresholds, closingDays })
}

/** What is known of earlier cycles, where the key result follows them. Worked out for other days it says nothing. */
function seasonOf({ pace }: KeyResult, season: SeasonalPace | null, cycle: Cycle): SeasonalPace | null {
  if (pace?.kind !== 'seasonal') return null
  const fits =
    season?.kind !== 'curve' || (season.startsOn === cycle.startsOn && season.endsOn === cycle.endsOn)
  return season !== null && fits ? season : { kind: 'none', reason: 'not_ready' }
}

function curveOf(season: SeasonalPace | null) {
  return season?.kind === 'curve' ? season : null
}

function inItsMoney({ currency }: KeyResult, one: Measurement | null): Measurement | null {
  const of = one?.value.currency
  return of === undefined || currency === null || of === currency ? one : null
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
  const own = measurements.filter((one) => inItsMoney(keyResult, one) !== null)
  return own.map((one, i) => {
    const until = keyResult.kind === 'hold' ? own.slice(0, i + 1).map((m) => m.value) : []
    return {
      day: one.day,
      value: one.value.value,
      progress: progressOf(keyResult, one, holdDays(until, keyResult), cycle),
      complete: one.value.complete,
    }
  })
}

/** The pace at the end of each day as a value; a hold has none. */
export function paceLine(
  keyResult: KeyResult & Pick<KeyResultView, 'season'>,
  days: readonly Day[],
  cycle: Cycle,
) {
  const { kind, baseline, target, pace = linear, season = null } = keyResult
  if (kind !== 'reach' || baseline === null || target === null) return []
  return days.map((day) => ({
    day,
    value: reachValue(expectedPace(pace, day, cycle, curveOf(season)), { baseline, target }),
  }))
}

/** Around a seasonal pace; empty for any other. */
export function paceBand({ kind, baseline, target, season = null }: KeyResultView, { startsOn }: Cycle) {
  if (kind !== 'reach' || baseline === null || target === null || season?.kind !== 'curve') return []
  const value = (share: number | undefined) => reachValue(share ?? 1, { baseline, target })
  return season.mean.map((_, i) => ({
    day: addDays(startsOn, i),
    low: value(season.low[i]),
    high: value(season.high[i]),
  }))
}
