/** The running key results of a company as a card sees them: read with whatever else the card needs, in the same read. */
import { inArray } from 'drizzle-orm'
import type { Day } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { objective } from '../../db/workspace/schema.ts'
import { isHidden } from '../okr/hidden.ts'
import { keyResultsQuery, measurementFrom, provisionalFrom, seasonFrom } from '../okr/measurements.ts'
import { cycleFrom, keyResultFrom } from '../okr/rows.ts'
import { settingQueries, settingsFrom } from '../okr/settings.ts'
import { sourcesFrom, sourcesQuery } from '../okr/sources.ts'
import type { Cycle, KeyResultView, SourceView } from '../okr/types.ts'
import { keyResultView } from '../okr/view.ts'
import { closingsFrom, overridesQuery } from './overrides.ts'
import { objectivesQuery, runningIds } from './running.ts'

/** To stand first in a batch: `shownFrom` reads the answers. */
export function runningQueries(db: WorkspaceDb, today: Day) {
  return [
    ...settingQueries(db),
    objectivesQuery(db, today),
    keyResultsQuery(db).where(inArray(objective.cycleId, runningIds(db, today))),
    overridesQuery(db, today),
    sourcesQuery(db),
  ] as const
}

type Awaits<Queries extends readonly unknown[]> = { [Index in keyof Queries]: Awaited<Queries[Index]> }
export type RunningRows = Awaits<ReturnType<typeof runningQueries>>

export interface Shown {
  readonly view: KeyResultView
  /** Title of its objective. */
  readonly objective: string
  readonly cycle: Cycle
}

export interface Running {
  readonly shown: readonly Shown[]
  /** Key results that too few people stand behind; how many, and nothing else of them. */
  readonly hidden: number
  readonly cycles: readonly Cycle[]
  /** Targets of the key results, for a coverage that names one. */
  readonly targets: ReadonlyMap<string, number | null>
  readonly fiscalYearStartMonth: number
  readonly sources: readonly SourceView[]
}

/** Only what is measured from the CRM and can be shown; what cannot be measured any more is left out. */
export function shownFrom(rows: RunningRows, today: Day): Running {
  const [settingRows, accounts, objectives, keyResults, overrides, sources] = rows
  const { thresholds, closingDays, fiscalYearStartMonth } = settingsFrom(settingRows, accounts)
  const closings = closingsFrom(overrides)
  const places = new Map(objectives.map(({ id, title, cycle }) => [id, { title, cycle: cycleFrom(cycle) }]))
  let hidden = 0
  const shown: Shown[] = []
  for (const { row, latest, previous, season, provisional } of keyResults) {
    const own = keyResultFrom(row)
    const place = places.get(own.objectiveId)
    if (place === undefined || (own.definition === null && own.composite === undefined)) continue
    if (isHidden(own)) hidden += 1
    if (own.broken !== null) continue
    const { cycle, title } = place
    const view = keyResultView(
      own,
      {
        latest: measurementFrom(latest),
        previous: measurementFrom(previous),
        days: [],
        provisional: provisionalFrom(provisional),
        season: seasonFrom(season),
        closing: closings.get(row.id) ?? null,
      },
      { cycle, today, thresholds, closingDays },
    )
    shown.push({ view, objective: title, cycle })
  }
  return {
    ...{ shown, hidden, fiscalYearStartMonth, sources: sourcesFrom(sources) },
    cycles: [...new Map([...places.values()].map(({ cycle }) => [cycle.id, cycle])).values()],
    targets: new Map(keyResults.map(({ row }) => [row.id, row.target])),
  }
}
