/** What one deal means for the running key results. Two reads, whatever there is. */
import { inArray } from 'drizzle-orm'
import type { Instant } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'
import { objective } from '../../db/workspace/schema.ts'
import type { Plan } from '../metrics/plan.ts'
import { planOf } from '../metrics/request.ts'
import { isContractMetric } from '../metrics/retention/ids.ts'
import { sql } from '../metrics/sql.ts'
import type { Definition, MetricValue } from '../metrics/types.ts'
import { isHidden } from '../okr/hidden.ts'
import { keyResultsQuery, measurementFrom, provisionalFrom, seasonFrom } from '../okr/measurements.ts'
import { cycleFrom, keyResultFrom } from '../okr/rows.ts'
import { settingQueries, settingsFrom } from '../okr/settings.ts'
import { sourcesFrom, sourcesQuery } from '../okr/sources.ts'
import type { KeyResultView, SourceView } from '../okr/types.ts'
import { keyResultView } from '../okr/view.ts'
import type { Workspace } from '../platform.ts'
import { type DealRow, dealFrom, dealQuery } from './deal-row.ts'
import { type Part, valueWith } from './outcome.ts'
import { closingsFrom, overridesQuery } from './overrides.ts'
import { objectivesQuery, runningIds } from './running.ts'
import { type DealAt, type Looked, momentsOf, partsStatement, what } from './states.ts'

export interface Counted {
  readonly keyResult: KeyResultView
  /** Title of its objective. */
  readonly objective: string
  /** What the deal adds as it is; null: nothing yet. */
  readonly part: Part | null
  /** The key result's value were the deal won, or lost, today; null where nothing can be said. */
  readonly won: number | null
  readonly lost: number | null
}

export interface DealCard {
  readonly deal: DealRow
  readonly source: SourceView | null
  /** Only those that the deal counts for, or would. */
  readonly counted: readonly Counted[]
  /** Key results that too few people stand behind; how many, and nothing else of them. */
  readonly hidden: number
}

/** Null: the mirror does not hold the deal. `source` is the connection that asked. */
export async function readDealCard(
  workspace: Workspace,
  source: string,
  externalId: string,
  now: Instant,
): Promise<DealCard | null> {
  const { db, timeZone, currency } = workspace
  const today = localDay(now, timeZone)
  const [settingRows, accounts, objectives, keyResults, overrides, sources, found] = await db.batch([
    ...settingQueries(db),
    objectivesQuery(db, today),
    keyResultsQuery(db).where(inArray(objective.cycleId, runningIds(db, today))),
    overridesQuery(db, today),
    sourcesQuery(db),
    dealQuery(db, source, externalId),
  ])
  const deal = dealFrom(found)
  if (deal === null || deal.gone) return null

  const { thresholds, closingDays, fiscalYearStartMonth } = settingsFrom(settingRows, accounts)
  const closings = closingsFrom(overrides)
  const placeOf = new Map(objectives.map(({ id, title, cycle }) => [id, { title, cycle: cycleFrom(cycle) }]))
  const targets = new Map(keyResults.map(({ row }) => [row.id, row.target]))
  let hidden = 0
  const asked: Asked[] = []
  for (const { row, latest, previous, season, provisional } of keyResults) {
    const own = keyResultFrom(row)
    const place = placeOf.get(own.objectiveId)
    const { definition } = own
    if (place === undefined || definition === null || isContractMetric(definition.metric)) continue
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
    const value = view.provisional?.value ?? view.latest
    if (value === null) continue
    const request = { definition, definitionVersion: 0, cycle: { from: cycle.startsOn, to: cycle.endsOn } }
    const context = { day: today, timeZone, currency, fiscalYearStartMonth }
    const plan = planOf(request, { kind: 'now' }, context, targets, sql`SELECT ${deal.id}`)
    asked.push({ view, objective: title, value, definition, plan, seq: value.seq })
  }
  const at: DealAt = { ...deal, open: deal.status === 'open', today }
  const parts = asked.length === 0 ? [] : (await db.$client.execute(partsStatement(asked, at))).rows
  const partOf = new Map(
    parts.map((row) => [
      `${row.i} ${row.what}`,
      { kind: Number(row.kind), numerator: Number(row.numerator), denominator: Number(row.denominator) },
    ]),
  )
  const moments = momentsOf(asked, at)
  const counted = asked.flatMap((one, i): Counted[] => {
    const look = (state: number): Part | null => partOf.get(`${i} ${state}`) ?? null
    const part = look(what.now)
    const [won, lost] = at.open ? [look(what.won), look(what.lost)] : [null, null]
    if (part === null && won === null && lost === null) return []
    const moment = moments.indexOf(one.seq)
    const then = moment < 0 ? part : look(what.before + moment)
    const set = one.view.closing?.override != null
    const valueIn = (state: Part | null) =>
      at.open && !set ? valueWith(one.value, one.plan, then, state) : null
    return [{ keyResult: one.view, objective: one.objective, part, won: valueIn(won), lost: valueIn(lost) }]
  })
  const from = sourcesFrom(sources).find(({ id }) => id === source) ?? null
  return { deal, source: from, counted, hidden }
}

interface Asked extends Looked {
  readonly view: KeyResultView
  readonly objective: string
  readonly value: MetricValue
  readonly definition: Definition
  readonly plan: Plan
}
