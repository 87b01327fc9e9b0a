/** What board and key result page show, in two round trips each. */
import { asc, desc, eq } from 'drizzle-orm'
import type { Day, Instant } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'
import { cycle, keyResult, objective } from '../../db/workspace/schema.ts'
import type { Workspace } from '../platform.ts'
import {
  historyQuery,
  holdDaysFrom,
  holdDaysQuery,
  keyResultsQuery,
  measurementFrom,
} from './measurements.ts'
import { contains, daysOf } from './pace.ts'
import { rollup } from './rollup.ts'
import { cycleFrom, keyResultFrom } from './rows.ts'
import { settingQueries, settingsFrom } from './settings.ts'
import { sourcesFrom, sourcesQuery } from './sources.ts'
import type { BoardView, Cycle, KeyResultDetail } from './types.ts'
import { isHidden, keyResultView, paceLine, points } from './view.ts'

export async function listCycles({ db }: Pick<Workspace, 'db'>): Promise<readonly Cycle[]> {
  const rows = await db.select().from(cycle).orderBy(desc(cycle.startsOn), asc(cycle.id))
  return rows.map(cycleFrom)
}

/** The running cycle; else the one that ended last; else the one that starts first. `cycles` newest first. */
export function currentCycle(cycles: readonly Cycle[], today: Day): Cycle | null {
  return (
    cycles.find((one) => contains(one, today)) ??
    cycles.find((one) => one.endsOn <= today) ??
    cycles.at(-1) ??
    null
  )
}

/** Null when there is no cycle, or none of this id. */
export async function readBoard(
  workspace: Workspace,
  now: Instant,
  cycleId?: string,
): Promise<BoardView | null> {
  const { db, timeZone, currency } = workspace
  const today = localDay(now, timeZone)
  const [settingRows, accounts, cycles, sources] = await db.batch([
    ...settingQueries(db),
    db.select().from(cycle).orderBy(desc(cycle.startsOn), asc(cycle.id)),
    sourcesQuery(db),
  ])
  const all = cycles.map(cycleFrom)
  const shown = cycleId === undefined ? currentCycle(all, today) : all.find((one) => one.id === cycleId)
  if (shown == null) return null

  const [objectives, keyResults, held] = await db.batch([
    db
      .select()
      .from(objective)
      .where(eq(objective.cycleId, shown.id))
      .orderBy(asc(objective.position), asc(objective.createdAt), asc(objective.id)),
    keyResultsQuery(db).where(eq(objective.cycleId, shown.id)),
    holdDaysQuery(db, shown.id),
  ])
  const { thresholds } = settingsFrom(settingRows, accounts)
  const daysOfHold = holdDaysFrom(held)
  const views = keyResults.map(({ row, latest, previous }) =>
    keyResultView(
      keyResultFrom(row),
      {
        latest: measurementFrom(latest),
        previous: measurementFrom(previous),
        days: daysOfHold.get(row.id) ?? [],
      },
      { cycle: shown, today, thresholds },
    ),
  )
  const viewsOf = Map.groupBy(views, (view) => view.objectiveId)
  return {
    cycle: shown,
    today,
    timeZone,
    currency,
    objectives: objectives.map(({ id, title, description, team }) => {
      const parts = viewsOf.get(id) ?? []
      return { id, title, description, team, keyResults: parts, ...rollup(parts) }
    }),
    sources: sourcesFrom(sources),
  }
}

/** Null when there is none of this id. */
export async function readKeyResult(
  workspace: Workspace,
  id: string,
  now: Instant,
): Promise<KeyResultDetail | null> {
  const { db, timeZone } = workspace
  const today = localDay(now, timeZone)
  const [settingRows, accounts, found, places, rows] = await db.batch([
    ...settingQueries(db),
    keyResultsQuery(db).where(eq(keyResult.id, id)),
    db
      .select({ objective, cycle })
      .from(keyResult)
      .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
      .innerJoin(cycle, eq(cycle.id, objective.cycleId))
      .where(eq(keyResult.id, id)),
    historyQuery(db, id),
  ])
  const [first, place] = [found[0], places[0]]
  if (first === undefined || place === undefined) return null

  const shown = cycleFrom(place.cycle)
  const own = keyResultFrom(first.row)
  const history = rows.flatMap((row) => measurementFrom(row) ?? [])
  const known = {
    latest: measurementFrom(first.latest),
    previous: measurementFrom(first.previous),
    days: history.map((one) => one.value),
  }
  const { thresholds } = settingsFrom(settingRows, accounts)
  return {
    keyResult: keyResultView(own, known, { cycle: shown, today, thresholds }),
    objective: { id: place.objective.id, title: place.objective.title, team: place.objective.team },
    cycle: shown,
    today,
    history: points(own, history, shown),
    pace: isHidden(own) ? [] : paceLine(own, daysOf(shown), shown),
  }
}
