/** What makes a cycle or a key result impossible, as far as it can be told from the input alone. Pure. */
import { daysBetween, isDay } from '../../connectors/values/time.ts'
import { seasonalHindrance } from '../forecast/stored.ts'
import type { Unit } from '../metrics/types.ts'
import type { CycleInput, Issue, KeyResultInput } from './types.ts'

/** Longer is a mistake in a year, and every page would draw each of its days. */
const MAX_CYCLE_DAYS = 1830
/** Sums of weights and values stay exact far beyond any use. */
const MAX_WEIGHT = 1_000_000
const MAX_NUMBER = 1e15

export function checkCycle({ startsOn, endsOn }: CycleInput): Issue[] {
  const days = { startsOn, endsOn }
  const wrong = Object.entries(days).filter(([, day]) => !isDay(day))
  if (wrong.length > 0) return wrong.map(([field]) => ({ field, code: 'day' }))
  if (startsOn >= endsOn) return [{ field: 'endsOn', code: 'cycle_ends_before_start' }]
  return daysBetween(startsOn, endsOn) > MAX_CYCLE_DAYS ? [{ field: 'endsOn', code: 'invalid' }] : []
}

/** `unit` is the metric's own where there is one, else what the input says. */
export function checkKeyResult(input: KeyResultInput, unit: Unit | undefined): Issue[] {
  return [
    ...checkOrigin(input, unit),
    ...(input.kind === 'reach' ? checkReach(input) : checkHold(input)),
    ...checkNumbers(input, unit),
    ...checkWeight(input),
    ...checkPace(input),
  ]
}

function checkOrigin(input: KeyResultInput, unit: Unit | undefined): Issue[] {
  const { origin, definition, composite = null, native = null, unit: given } = input
  if (origin === 'native') {
    if (native === null) return [{ field: 'native', code: 'required' }]
    if (definition !== null || composite !== null) return [{ field: 'definition', code: 'invalid' }]
    return unit === undefined ? [{ field: 'unit', code: 'required' }] : []
  }
  if (native !== null) return [{ field: 'native', code: 'invalid' }]
  if (origin === 'composite') {
    if (composite === null) return [{ field: 'composite', code: 'required' }]
    if (definition !== null) return [{ field: 'definition', code: 'invalid' }]
    // An amount plus a number of deals is nothing.
    if (unit === undefined) return [{ field: 'composite.terms', code: 'unit_mismatch' }]
    return given !== undefined && given !== unit ? [{ field: 'unit', code: 'unit_mismatch' }] : []
  }
  if (composite !== null) return [{ field: 'composite', code: 'invalid' }]
  if (origin === 'metric') {
    if (definition === null) return [{ field: 'definition', code: 'required' }]
    return given !== undefined && given !== unit ? [{ field: 'unit', code: 'unit_mismatch' }] : []
  }
  if (definition !== null) return [{ field: 'definition', code: 'invalid' }]
  return unit === undefined ? [{ field: 'unit', code: 'required' }] : []
}

function checkReach({ baseline, target }: KeyResultInput): Issue[] {
  const missing = Object.entries({ baseline, target }).filter(([, value]) => value === null)
  if (missing.length > 0) return missing.map(([field]) => ({ field, code: 'required' }))
  return baseline === target ? [{ field: 'target', code: 'baseline_is_target' }] : []
}

function checkHold({ lower, upper, requiredShare }: KeyResultInput): Issue[] {
  const issues: Issue[] = []
  if (lower === null && upper === null) issues.push({ field: 'lower', code: 'bounds_missing' })
  if (lower !== null && upper !== null && lower > upper) {
    issues.push({ field: 'upper', code: 'bounds_exclude_everything' })
  }
  if (!(requiredShare > 0 && requiredShare <= 1)) {
    issues.push({ field: 'requiredShare', code: 'share_out_of_range' })
  }
  return issues
}

/** Money is whole minor units, everywhere. */
function checkNumbers({ baseline, target, lower, upper }: KeyResultInput, unit: Unit | undefined): Issue[] {
  const numbers = Object.entries({ baseline, target, lower, upper })
  return numbers
    .filter(([, value]) => value !== null)
    .filter(
      ([, value]) => Math.abs(value ?? 0) > MAX_NUMBER || (unit === 'money' && !Number.isInteger(value)),
    )
    .map(([field]) => ({ field, code: 'invalid' }))
}

/** A seasonal pace is a share of the whole: only what adds up over the cycle has one. */
function checkPace({ pace, definition, kind }: KeyResultInput): Issue[] {
  if (pace === undefined || kind !== 'reach') return []
  if (pace.kind === 'seasonal')
    return seasonalHindrance({ definition }) === null ? [] : [{ field: 'pace', code: 'pace_not_seasonal' }]
  const days = pace.kind === 'phased' ? pace.milestones.map(({ day }) => day) : []
  const ordered = days.every((day, i) => i === 0 || (days[i - 1] ?? '') < day)
  return ordered ? [] : [{ field: 'pace', code: 'invalid' }]
}

function checkWeight({ weight }: KeyResultInput): Issue[] {
  if (weight < 0) return [{ field: 'weight', code: 'weight_negative' }]
  return weight > MAX_WEIGHT ? [{ field: 'weight', code: 'invalid' }] : []
}
