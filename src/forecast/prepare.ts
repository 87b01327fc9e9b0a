/**
 * Works the outlook of all running key results out, with one walk over the ledger for all of them, and keeps it until the
 * next value. Three round trips; nothing is read of the deals when all is fresh.
 */
import { and, eq, gte, isNotNull, sql } from 'drizzle-orm'
import type { Day, Instant } from '../../connectors/contract.ts'
import { addDays, daysBetween, localDay, startOfDay } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { outlook as outlooks } from '../../db/workspace/outlook.ts'
import { cycle, keyResult, objective } from '../../db/workspace/schema.ts'
import { concerned } from '../metrics/completeness.ts'
import { type Mirror, mirrorStatements, readMirror } from '../metrics/mirror.ts'
import type { Filter } from '../metrics/types.ts'
import type { Days } from '../metrics/window.ts'
import { keyResultsQuery, measurementFrom } from '../okr/measurements.ts'
import type { Span } from '../okr/pace.ts'
import { keyResultFrom } from '../okr/rows.ts'
import { settingQueries, settingsFrom } from '../okr/settings.ts'
import type { Workspace } from '../platform.ts'
import { comparableCycles } from './cycles.ts'
import { dayNumber, dayOf, type Life, rangeOf } from './lives.ts'
import { type DealRows, dealRows, livesOf, statesStatement } from './load.ts'
import { type EndDay, endDays } from './local-days.ts'
import { outlook } from './outlook.ts'
import { LATEST_CYCLES, seasonalCurve } from './seasonal.ts'
import { isAdditive, measureOf, pastCycles } from './series.ts'
import { isForecast, type NoForecast, type SeasonalPace, type Stored, seasonalHindrance } from './stored.ts'
import { type Task, taskOf } from './task.ts'

/** Eight that are forecast once more, and eight that the first of them learns from. */
const MOST_PAST = 16
/** More states than this do not fit into the memory of a Worker together. */
export const MOST_STATES = 120_000
/** A connection's history begins with its fifth deal: a single old one has no company around it. */
const FIRST_DEALS = 5

/** How many were worked out. */
export async function prepareOutlooks(workspace: Workspace, now: Instant): Promise<number> {
  const { db, timeZone } = workspace
  const { tasks, states, mirror } = await readTasks(workspace, now)
  if (tasks.length === 0) return 0
  const most = localDay(now, timeZone)
  const rows: (typeof outlooks.$inferInsert)[] = []
  if (states > MOST_STATES) rows.push(...tasks.map((task) => tooMany(task, now)))
  else
    for (const group of Map.groupBy(tasks, ({ seq, day }) => `${seq} ${day}`).values()) {
      const [{ seq, day } = { seq: mirror.seq, day: most }] = group
      const late = { seq: mirror.seq, instant: startOfDay(addDays(day, 1), timeZone) }
      const since = earliest(group) ?? most
      const properties = group.some(({ keyResult }) => keyResult.definition?.filter?.properties !== undefined)
      const read = await db.$client.execute(
        statesStatement({ seq, late }, startOfDay(since, timeZone), properties),
      )
      const endDay = endDays(timeZone, dayNumber(since) - 1, dayNumber(most) + 1)
      rows.push(...workOut(group, { deals: dealRows(read.rows), endDay, mirror, timeZone }, now))
    }
  await keep(db, rows)
  return rows.length
}

/** The running key results whose outlook is missing, or was worked out from something else. */
async function readTasks({ db, timeZone }: Workspace, now: Instant) {
  const today = localDay(now, timeZone)
  const [found, cycles, kept, settingRows, accounts] = await db.batch([
    keyResultsQuery(db).where(and(eq(keyResult.origin, 'metric'), isNotNull(keyResult.definition))),
    db
      .select({ id: keyResult.id, startsOn: cycle.startsOn, endsOn: cycle.endsOn })
      .from(keyResult)
      .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
      .innerJoin(cycle, eq(cycle.id, objective.cycleId))
      .where(gte(cycle.endsOn, addDays(today, -1))),
    db.select({ id: outlooks.keyResultId, basis: outlooks.basis }).from(outlooks),
    ...settingQueries(db),
  ])
  const { fiscalYearStartMonth } = settingsFrom(settingRows, accounts)
  const cycleOf = new Map(cycles.map((one) => [one.id, one]))
  const basisBefore = new Map(kept.map(({ id, basis }) => [id, basis]))
  const [meta, size] = await db.$client
    .batch([...mirrorStatements({ kind: 'now' }, []), 'SELECT COUNT(*) AS n FROM revision'], 'read')
    .then((results) => [readMirror(results.slice(0, -1)), Number(results.at(-1)?.rows[0]?.n ?? 0)] as const)
  const tasks = found.flatMap(({ row, latest }): Task[] => {
    const span = cycleOf.get(row.id)
    const task =
      span === undefined
        ? null
        : taskOf(keyResultFrom(row), span, measurementFrom(latest), {
            ...{
              today,
              fiscalYearStartMonth,
              seq: meta.seq,
              histories: meta.sources.filter((one) => one.historyRead).map(({ id }) => id),
            },
          })
    return task === null || basisBefore.get(row.id) === task.basis ? [] : [task]
  })
  return { tasks, states: size, mirror: meta }
}

/** The first day of which any of them needs anything. Most are of one cycle, so each span is looked back from once. */
function earliest(tasks: readonly Task[]): Day | undefined {
  const spans = tasks.flatMap(({ cycle, days }) => [cycle, ...(days === null ? [] : [spanOf(days)])])
  const different = new Map(spans.map((span) => [`${span.startsOn} ${span.endsOn}`, span]))
  return [...different.values()]
    .map((span) => comparableCycles(span, '0001-01-01', MOST_PAST).at(-1)?.startsOn ?? span.startsOn)
    .sort()[0]
}

const spanOf = ({ from, to }: Days): Span => ({ startsOn: from, endsOn: to })

interface Walk {
  readonly deals: readonly DealRows[]
  readonly endDay: EndDay
  readonly mirror: Mirror
  readonly timeZone: string
}

function workOut(tasks: readonly Task[], walk: Walk, now: Instant): (typeof outlooks.$inferInsert)[] {
  const lives = new Map<string, readonly Life[]>()
  return tasks.map((task) => {
    const { filter } = task.keyResult.definition ?? {}
    const key = JSON.stringify(filter ?? null)
    // Key results of one selection share the lives of its deals.
    const own = lives.get(key) ?? livesOf(walk.deals, filter, walk.endDay)
    lives.set(key, own)
    const since = knownSince(walk, filter)
    return rowOf(task, storedOf(task, own, since), seasonalOf(task, own, since), now)
  })
}

function storedOf(
  { keyResult: own, day, days, value }: Task,
  lives: readonly Life[],
  since: Day | null,
): Stored {
  const { metric } = own.definition ?? {}
  const [from, to] = [days?.from ?? day, days?.to ?? day]
  const none = (reason: NoForecast): Stored => ({ day, from, to, outlook: null, reason })
  if (metric === undefined || !isForecast(own) || !isAdditive(metric)) return none('metric')
  if (days === null) return none('window')
  if (day < from) return none('not_begun')
  if (day >= addDays(to, -1)) return none('over')
  const span = spanOf(days)
  const past = since === null ? [] : comparableCycles(span, since, MOST_PAST)
  const answer = outlook({
    ...{ lives, day, cycle: rangeOf(span), measure: measureOf(metric) },
    past: past.map(rangeOf).reverse(),
    published: value,
  })
  return { day, from, to, outlook: answer, reason: null }
}

function seasonalOf(
  { keyResult: own, cycle }: Task,
  lives: readonly Life[],
  since: Day | null,
): SeasonalPace | null {
  if (own.pace?.kind !== 'seasonal') return null
  const hindrance = seasonalHindrance(own)
  if (hindrance !== null) return { kind: 'none', reason: hindrance }
  const metric = own.definition?.metric
  if (metric === undefined || !isAdditive(metric)) return { kind: 'none', reason: 'metric' }
  const past = since === null ? [] : comparableCycles(cycle, since, LATEST_CYCLES)
  const curve = seasonalCurve(
    pastCycles(lives, past.map(rangeOf), metric),
    daysBetween(cycle.startsOn, cycle.endsOn),
  )
  if (typeof curve === 'number') return { kind: 'none', reason: 'few_cycles', cycles: curve }
  return { kind: 'curve', startsOn: cycle.startsOn, endsOn: cycle.endsOn, ...curve }
}

/** The first day from which every deal's state is known; null before a first complete run. */
function knownSince({ deals, mirror, timeZone }: Walk, filter: Filter | undefined): Day | null {
  const days = concerned(mirror, filter).map(({ id, completeSince, historyRead }) => {
    if (!historyRead) return completeSince === null ? null : addDays(localDay(completeSince, timeZone), 1)
    const created = deals.filter(({ source }) => source === id).map((deal) => deal.created)
    const first = created.sort((a, b) => a - b)[FIRST_DEALS - 1]
    // A connection with hardly a deal says nothing about when a history began.
    return first === undefined ? '' : dayOf(first)
  })
  if (days.length === 0 || days.includes(null)) return null
  return (
    days
      .filter((day) => day !== null)
      .sort()
      .at(-1) ?? null
  )
}

function tooMany(task: Task, now: Instant) {
  const { day, cycle, keyResult: own } = task
  const stored: Stored = { day, from: cycle.startsOn, to: cycle.endsOn, outlook: null, reason: 'too_many' }
  return rowOf(task, stored, own.pace?.kind === 'seasonal' ? { kind: 'none', reason: 'too_many' } : null, now)
}

function rowOf({ keyResult: { id }, basis }: Task, stored: Stored, pace: SeasonalPace | null, at: Instant) {
  const value = JSON.stringify(stored)
  return { keyResultId: id, basis, value, pace: pace === null ? null : JSON.stringify(pace), at }
}

const CHUNK = 100

async function keep(db: WorkspaceDb, rows: readonly (typeof outlooks.$inferInsert)[]): Promise<void> {
  for (let i = 0; i < rows.length; i += CHUNK)
    await db
      .insert(outlooks)
      .values(rows.slice(i, i + CHUNK))
      .onConflictDoUpdate({
        target: outlooks.keyResultId,
        set: {
          basis: sql`excluded.basis`,
          value: sql`excluded.value`,
          pace: sql`excluded.pace`,
          at: sql`excluded.at`,
        },
      })
}
