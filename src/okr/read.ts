/** What board and key result page show, in two round trips each. */
import { asc, desc, eq } from 'drizzle-orm'
import type { Day, Instant } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'
import { cycle, keyResult, objective } from '../../db/workspace/schema.ts'
import { closingFrom, closingQuery } from '../closing/read.ts'
import type { Workspace } from '../platform.ts'
import { readDifferences, standingFor } from './differences.ts'
import { isHidden } from './hidden.ts'
import {
  historyQuery,
  holdDaysFrom,
  holdDaysQuery,
  keyResultsQuery,
  measurementFrom,
  provisionalFrom,
  seasonFrom,
} from './measurements.ts'
import { definitionsOf } from './origin.ts'
import { contains, daysOf } from './pace.ts'
import { rollup } from './rollup.ts'
import { cycleFrom, keyResultFrom } from './rows.ts'
import { settingQueries, settingsFrom } from './settings.ts'
import { sourcesFrom, sourcesQuery } from './sources.ts'
import type { BoardView, Cycle, KeyResultDetail } from './types.ts'
import { keyResultView, paceBand, paceLine, points } from './view.ts'

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

  const [objectives, keyResults, held, ends] = await db.batch([
    db
      .select()
      .from(objective)
      .where(eq(objective.cycleId, shown.id))
      .orderBy(asc(objective.position), asc(objective.createdAt), asc(objective.id)),
    keyResultsQuery(db).where(eq(objective.cycleId, shown.id)),
    holdDaysQuery(db, shown.id),
    closingQuery(db, { cycleId: shown.id }),
  ])
  const { thresholds, closingDays } = settingsFrom(settingRows, accounts)
  const endsOf = closingFrom(ends)
  const daysOfHold = holdDaysFrom(held)
  const views = keyResults.map(({ row, latest, previous, season, provisional }) =>
    keyResultView(
      keyResultFrom(row),
      {
        latest: measurementFrom(latest),
        previous: measurementFrom(previous),
        days: daysOfHold.get(row.id) ?? [],
        provisional: provisionalFrom(provisional),
        season: seasonFrom(season),
        closing: endsOf.get(row.id) ?? null,
      },
      { cycle: shown, today, thresholds, closingDays },
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
  const asked = db.batch([
    ...settingQueries(db),
    keyResultsQuery(db).where(eq(keyResult.id, id)),
    db
      .select({ objective, cycle })
      .from(keyResult)
      .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
      .innerJoin(cycle, eq(cycle.id, objective.cycleId))
      .where(eq(keyResult.id, id)),
    historyQuery(db, id),
    closingQuery(db, { keyResultId: id }),
  ])
  const [[settingRows, accounts, found, places, rows, ends], differences] = await Promise.all([
    asked,
    readDifferences(db, now),
  ])
  const [first, place] = [found[0], places[0]]
  if (first === undefined || place === undefined) return null

  const shown = cycleFrom(place.cycle)
  const own = keyResultFrom(first.row)
  const history = rows.flatMap((row) => measurementFrom(row) ?? [])
  const known = {
    latest: measurementFrom(first.latest),
    previous: measurementFrom(first.previous),
    days: history.filter((one) => one.day < shown.endsOn).map((one) => one.value),
    provisional: provisionalFrom(first.provisional),
    season: seasonFrom(first.season),
    closing: closingFrom(ends).get(id) ?? null,
  }
  const { thresholds, closingDays } = settingsFrom(settingRows, accounts)
  const view = keyResultView(own, known, { cycle: shown, today, thresholds, closingDays })
  return {
    keyResult: view,
    objective: { id: place.objective.id, title: place.objective.title, team: place.objective.team },
    cycle: shown,
    today,
    history: points(
      own,
      history.filter((one) => one.day < shown.endsOn),
      shown,
    ),
    pace: isHidden(own) ? [] : paceLine(view, daysOf(shown), shown),
    ...(view.season === undefined || isHidden(own) ? {} : { paceBand: paceBand(view, shown) }),
    differences: isHidden(own) ? [] : standingFor(definitionsOf(own), differences),
  }
}
