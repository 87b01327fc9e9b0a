/** All that is said of how a cycle will end, from the lives of the deals. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { backTest, forecastBy, passedOf, type Score, scores, type Trial } from './back-test.ts'
import { dayNumber, type Life, lengthOf, type Measure, type Range } from './lives.ts'
import { type Forecast, MOST_CYCLES, type Prediction } from './predict.ts'
import { LEAST_CYCLES } from './seasonal.ts'
import { snapshots } from './snapshots.ts'
import { partsOf, type StagePart, standing } from './standing.ts'
import type { Candidate } from './take.ts'

/** Parts of the cycle after which past ones are forecast. */
export const POINTS = [1 / 6, 1 / 3, 1 / 2, 2 / 3, 5 / 6]
/** Trials this far from today's part of the cycle say which of the two to trust today. */
const NEAR = 1 / 6 + 1e-9

export interface PointScore {
  readonly passed: number
  readonly daysLeft: number
  readonly model: Score
  readonly line: Score
}

export interface Tested {
  /** Past cycles that were forecast. */
  readonly cycles: number
  readonly all: { readonly model: Score; readonly line: Score }
  /** Around the same point of the cycle as today. */
  readonly near: { readonly model: Score; readonly line: Score }
  readonly points: readonly PointScore[]
}

export interface Outlook {
  readonly daysLeft: number
  readonly passed: number
  readonly wonSoFar: number
  readonly line: Prediction
  /** Null: the history does not reach far enough. */
  readonly model: Omit<Forecast, 'deviation'> | null
  /** Past cycles the history reaches over, at most 16. */
  readonly history: number
  readonly tested: Tested | null
  /** What is shown first: whichever erred less around this point of past cycles. */
  readonly first: 'model' | 'line'
  readonly openDeals: number
  readonly stages: readonly StagePart[]
  readonly candidates: readonly Candidate[]
}

export interface Question {
  readonly lives: readonly Life[]
  readonly cycle: Range
  /** Comparable ones, oldest first. */
  readonly past: readonly Range[]
  readonly measure: Measure
  /** The last day that is over. */
  readonly day: Day
  /** The value that was published of that day, where one was: what is won so far is no second opinion. */
  readonly published?: number | null
}

/** Of a running cycle: `day` lies in it. */
export function outlook({ lives, cycle, past, measure, day, published }: Question): Outlook {
  const today = dayNumber(day)
  const daysLeft = cycle.to - 1 - today
  const fixed = POINTS.map((passed) => Math.round(lengthOf(cycle) * (1 - passed)))
  const points = [...new Set([...fixed, daysLeft])]
  const shots = snapshots(lives, past, points, measure)
  const trials = past.length >= LEAST_CYCLES ? backTest(shots, past) : []
  const stands = standing(lives, cycle, measure, today)
  const now = { ...stands, wonSoFar: published ?? stands.wonSoFar }
  const training = shots.flatMap((ofCycle) => ofCycle[points.indexOf(daysLeft)] ?? [])
  const before = trials.filter((trial) => trial.daysLeft === daysLeft)
  const passed = passedOf(cycle, daysLeft)
  const { model, line } = forecastBy(now, training, past, before, passed)
  const enough = past.length >= LEAST_CYCLES ? model : null
  const tested = testedBy(trials, fixed, passed)
  const beaten = tested === null || tested.near.line.error < tested.near.model.error
  return {
    ...{ daysLeft, passed, wonSoFar: now.wonSoFar, line, history: past.length, tested },
    model: enough === null ? null : withoutDeviation(enough),
    first: enough === null || beaten ? 'line' : 'model',
    openDeals: now.open.length,
    ...partsOf(now, enough === null ? [] : training.slice(-MOST_CYCLES)),
  }
}

function withoutDeviation({ deviation: _deviation, ...rest }: Forecast): Omit<Forecast, 'deviation'> {
  return rest
}

function testedBy(trials: readonly Trial[], fixed: readonly number[], passed: number): Tested | null {
  const ofPoints = trials.filter(({ daysLeft }) => fixed.includes(daysLeft))
  const [all, near] = [
    scores(ofPoints),
    scores(trials.filter((one) => Math.abs(one.passed - passed) <= NEAR)),
  ]
  if (all === null || near === null) return null
  const points = fixed.flatMap((daysLeft, i): PointScore[] => {
    const found = scores(ofPoints.filter((trial) => trial.daysLeft === daysLeft))
    return found === null ? [] : [{ passed: POINTS[i] ?? 0, daysLeft, ...found }]
  })
  return { cycles: new Set(ofPoints.map(({ cycle }) => cycle)).size, all, near, points }
}
