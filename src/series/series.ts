/** The values of one definition at the end of each of many days, as we know now. Equal to `evaluate`, day by day. */
import type { ResultSet } from '@libsql/client/web'
import type { Day } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { type Mirror, mirrorStatements, readMirror } from '../metrics/mirror.ts'
import { daysStatement } from '../metrics/passage.ts'
import { type Context, type MetricRequest, namedKeyResult, planOf } from '../metrics/request.ts'
import {
  answerOf,
  contractStatements,
  isContractRequest,
  readContracts,
} from '../metrics/retention/answer.ts'
import { sumStatements } from '../metrics/sums.ts'
import type { At, MetricId, MetricValue } from '../metrics/types.ts'
import { metricValue } from '../metrics/value.ts'
import type { Days } from '../metrics/window.ts'
import { type DayGrid, dayGrid } from './days.ts'
import { lifeStatements, livesFrom } from './lives.ts'
import { reachOf } from './reach.ts'
import { sampledDays } from './sample.ts'
import { sweep, twinDays } from './sweep.ts'

export interface SeriesRequest extends MetricRequest {
  /** Windows one after the other: on each day the one it lies in is asked about, on other days none. */
  readonly periods?: readonly Days[]
}

export interface SeriesRange {
  /** Both included. */
  readonly from: Day
  readonly to: Day
  /** Days that are given even where not every day is. */
  readonly keep?: readonly Day[]
}

export interface Series {
  /** In the order of days. */
  readonly values: readonly MetricValue[]
  /** Days from one value to the next: 1, or more for what deals went through. */
  readonly step: number
}

/** What a deal went through is no step function of its states: these are asked day by day, of some days. */
const byPath: ReadonlySet<MetricId> = new Set(['stage_conversion', 'slipped_value', 'stalled_deals'])

export async function series(
  db: WorkspaceDb,
  request: SeriesRequest,
  { from, to, keep = [] }: SeriesRange,
  context: Omit<Context, 'day'>,
): Promise<Series> {
  const grid = dayGrid(from, to, context.timeZone)
  if (isContractRequest(request)) return ofContracts(db, request, grid, keep, context)
  if (byPath.has(request.definition.metric)) return sampled(db, request, grid, keep, context)
  const at: At = { kind: 'asOf', instant: grid.ends.at(-1) ?? '' }
  const { definition, periods } = request
  const reach = reachOf(definition, periods, grid, context.fiscalYearStartMonth)
  // Wide open where the days decide.
  const wide = { from: '', to: '~' }
  const open = reach.column === null ? request : { ...request, definition: { ...definition, window: wide } }
  const anyDay = { ...context, day: '~' }
  const meta = metaStatements(request, at)
  const plan = planOf(open, at, anyDay, new Map())
  const statements = lifeStatements(definition, plan, reach, at.instant)
  const results = await db.$client.batch([...meta, ...statements], 'read')
  const mirror = readMirror(results.slice(0, meta.length))
  const [pairs, rows] = results.slice(meta.length).map((result: ResultSet) => result.rows)
  const known = planOf(open, at, anyDay, mirror.targets)
  const twins = twinDays(pairs ?? [], grid)
  const sums = sweep(livesFrom(rows?.[0]?.packed ?? '[]'), twins, reach, grid, plan.median ?? false)
  const values = grid.days.flatMap((day, n): MetricValue[] => {
    const asked = ofDay(request, day)
    if (asked === null) return []
    const end: At = { kind: 'asOf', instant: grid.ends[n] ?? '' }
    return [metricValue(asked, known, sums[n], mirror, end, { ...context, day })]
  })
  return { values, step: 1 }
}

/** The terms of contracts tell of all days: one read of their ledger, and each day by what was known of it by then. */
async function ofContracts(
  db: WorkspaceDb,
  request: SeriesRequest,
  grid: DayGrid,
  keep: readonly Day[],
  context: Omit<Context, 'day'>,
): Promise<Series> {
  const { indices, step } = sampledDays(grid.days, keep)
  const meta = mirrorStatements({ kind: 'now' }, [])
  const last: At = { kind: 'asOf', instant: grid.ends.at(-1) ?? '' }
  const results = await db.$client.batch([...meta, ...contractStatements([request], last)], 'read')
  const mirror = readMirror(results.slice(0, meta.length))
  const values = indices.flatMap((n): MetricValue[] => {
    const day = grid.days[n] ?? ''
    const at = { kind: 'asOf', instant: grid.ends[n] ?? '' } as const
    const asked = ofDay(request, day)
    if (asked === null || !isContractRequest(asked)) return []
    const ledger = readContracts(results.slice(meta.length), context.timeZone, at.instant)
    return [answerOf(asked, ledger, mirror, at, { ...context, day }).value]
  })
  return { values, step }
}

async function sampled(
  db: WorkspaceDb,
  request: SeriesRequest,
  grid: DayGrid,
  keep: readonly Day[],
  context: Omit<Context, 'day'>,
): Promise<Series> {
  const { indices, step } = sampledDays(grid.days, keep)
  const questions = indices.flatMap((n) => {
    const day = grid.days[n] ?? ''
    const asked = ofDay(request, day)
    const at = { kind: 'asOf' as const, instant: grid.ends[n] ?? '' }
    return asked === null ? [] : [{ asked, at, of: { ...context, day } }]
  })
  const meta = metaStatements(request, { kind: 'now' })
  const plans = questions.map(({ asked, at, of }) => planOf(asked, at, of, new Map()))
  const [first, ...more] = questions.flatMap(({ asked: request, at }, n) => {
    const plan = plans[n]
    return plan?.passage === undefined ? [] : [{ request, at, plan }]
  })
  const together = first !== undefined
  const statements = together
    ? [daysStatement([first, ...more])]
    : questions.flatMap(({ asked, at }, n) => sumStatements([asked], [plans[n]], at))
  const results = await db.$client.batch([...meta, ...statements], 'read')
  const mirror: Mirror = readMirror(results.slice(0, meta.length))
  const rows = results.slice(meta.length)
  const rowOf = (n: number) => (together ? rows[0]?.rows[n] : rows[n]?.rows[0])
  const values = questions.map(({ asked, at, of }, n) => {
    const plan = planOf(asked, at, of, mirror.targets)
    return metricValue(asked, plan, rowOf(n), mirror, at, of)
  })
  return { values, step }
}

function metaStatements(request: MetricRequest, at: At) {
  const named = namedKeyResult(request)
  return mirrorStatements(at, named === null ? [] : [named])
}

/** The question of one day; null on a day in no period. */
function ofDay({ periods, ...request }: SeriesRequest, day: Day): MetricRequest | null {
  if (periods === undefined) return request
  const window = periods.find(({ from, to }) => day >= from && day < to)
  return window === undefined ? null : { ...request, definition: { ...request.definition, window } }
}
