/** The forecast of a key result as people see it: worked out at most once between two values, then a row. */
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import type { Day, Instant } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'
import {
  cycle,
  deal,
  keyResult,
  objective,
  outlook as outlooks,
  revision,
  stage,
  streamState,
} from '../../db/workspace/schema.ts'
import { newestSeq } from '../../db/workspace/seq.ts'
import type { Unit } from '../metrics/types.ts'
import { isHidden } from '../okr/hidden.ts'
import { keyResultsQuery, measurementFrom } from '../okr/measurements.ts'
import { keyResultFrom } from '../okr/rows.ts'
import { settingQueries, settingsFrom } from '../okr/settings.ts'
import type { KeyResult } from '../okr/types.ts'
import type { Workspace } from '../platform.ts'
import type { Outlook } from './outlook.ts'
import { prepareOutlooks } from './prepare.ts'
import type { StagePart } from './standing.ts'
import { isForecast, type NoForecast, type Stored } from './stored.ts'
import { type Take, whatItTakes } from './take.ts'
import { taskOf } from './task.ts'

export interface StageOutlook extends Omit<StagePart, 'stage'> {
  readonly source: string
  readonly pipelineId: string | null
  readonly stageId: string | null
  /** Null where the CRM no longer lists it. */
  readonly label: string | null
}

/** An open deal that would help; nobody is named with it. */
export interface TakeDeal {
  readonly source: string
  readonly externalId: string
  readonly name: string | null
  readonly stage: string | null
  readonly closeDate: Day | null
  readonly rate: number
  readonly adds: number
}

export interface TakeView extends Omit<Take, 'deals'> {
  readonly deals: number
  /** The likeliest; null for those who may not see evidence. */
  readonly rows: readonly TakeDeal[] | null
}

export interface ForecastView {
  readonly keyResultId: string
  readonly unit: Unit
  readonly currency: string | null
  readonly day: Day
  readonly from: Day
  readonly to: Day
  readonly target: number | null
  readonly reason: NoForecast | null
  readonly outlook:
    | (Omit<Outlook, 'candidates' | 'stages'> & { readonly stages: readonly StageOutlook[] })
    | null
  /** Null when there is no target above what is won, or no experience to order the deals by. */
  readonly take: TakeView | null
}

/** `none`: no such key result. `no_forecast`: of another kind. `hidden`: too few people stand behind it. */
export type ForecastAnswer =
  | { readonly kind: 'forecast'; readonly view: ForecastView }
  | { readonly kind: 'none' | 'no_forecast' | 'foreign' | 'hidden' }

export const MOST_ROWS = 25

export async function readForecast(
  workspace: Workspace,
  id: string,
  now: Instant,
  { evidence }: { readonly evidence: boolean },
): Promise<ForecastAnswer> {
  const found = await look(workspace, id, now)
  if (found === null) return { kind: 'none' }
  const { own } = found
  if (own.native !== undefined) return { kind: 'foreign' }
  if (!isForecast(own) || found.over) return { kind: 'no_forecast' }
  if (own.broken !== null) return { kind: isHidden(own) ? 'hidden' : 'no_forecast' }
  if (!found.fresh) await prepareOutlooks(workspace, now)
  const stored = found.fresh ? found.stored : ((await look(workspace, id, now))?.stored ?? null)
  if (stored === null) return { kind: 'no_forecast' }
  return { kind: 'forecast', view: await viewOf(workspace, own, stored, evidence) }
}

async function look({ db, timeZone }: Workspace, id: string, now: Instant) {
  const [rows, places, kept, seqs, histories, settingRows, accounts] = await db.batch([
    keyResultsQuery(db).where(eq(keyResult.id, id)),
    db
      .select({ startsOn: cycle.startsOn, endsOn: cycle.endsOn })
      .from(keyResult)
      .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
      .innerJoin(cycle, eq(cycle.id, objective.cycleId))
      .where(eq(keyResult.id, id)),
    db
      .select({ basis: outlooks.basis, value: outlooks.value })
      .from(outlooks)
      .where(eq(outlooks.keyResultId, id)),
    db.select({ seq: sql<number>`${sql.raw(newestSeq)}` }).from(sql`(select 1) as one`),
    db
      .select({ source: streamState.source })
      .from(streamState)
      .where(and(eq(streamState.stream, 'history'), isNotNull(streamState.walkedAt))),
    ...settingQueries(db),
  ])
  const [first, place, row] = [rows[0], places[0], kept[0]]
  if (first === undefined || place === undefined) return null
  const own = keyResultFrom(first.row)
  const { fiscalYearStartMonth } = settingsFrom(settingRows, accounts)
  const moment = {
    today: localDay(now, timeZone),
    fiscalYearStartMonth,
    seq: seqs[0]?.seq ?? 0,
    histories: histories.map((one) => one.source),
  }
  const task = taskOf(own, place, measurementFrom(first.latest), moment)
  const stored = row === undefined ? null : (JSON.parse(row.value) as Stored)
  const over = place.endsOn <= moment.today
  return { own, over, stored, fresh: row !== undefined && (task === null || task.basis === row.basis) }
}

async function viewOf(
  workspace: Workspace,
  own: KeyResult,
  { day, from, to, outlook, reason }: Stored,
  evidence: boolean,
): Promise<ForecastView> {
  const { id: keyResultId, unit, currency } = own
  const target = own.kind === 'reach' ? own.target : own.lower
  const base = { keyResultId, unit, currency, day, from, to, target, reason }
  if (outlook === null) return { ...base, outlook, take: null }
  const { candidates, stages, ...rest } = outlook
  const take =
    stages.length === 0 || target === null ? null : whatItTakes(target - outlook.wonSoFar, candidates)
  const ids = evidence ? (take?.deals ?? []).slice(0, MOST_ROWS).map(({ id }) => id) : []
  const names = await namesOf(workspace, ids)
  const labelled = stages.map(({ stage: key, ...part }): StageOutlook => {
    const [source, pipelineId, stageId] = JSON.parse(key) as [string, string | null, string | null]
    return { ...part, source, pipelineId, stageId, label: names.label(source, pipelineId, stageId) }
  })
  const shown: TakeView | null = take && {
    ...take,
    deals: take.deals.length,
    rows: evidence ? take.deals.slice(0, MOST_ROWS).flatMap((one) => names.deal(one) ?? []) : null,
  }
  return { ...base, outlook: { ...rest, stages: labelled }, take: shown }
}

/** Names are looked up when they are shown: a deal that was deleted in the CRM has lost its own by then. */
async function namesOf({ db }: Workspace, ids: readonly number[]) {
  const [stages, deals] = await db.batch([
    db
      .select({ source: stage.source, pipelineId: stage.pipelineId, id: stage.id, label: stage.label })
      .from(stage),
    db
      .select({
        ...{ id: deal.id, source: deal.source, externalId: deal.externalId, name: deal.name },
        ...{ pipelineId: revision.pipelineId, stageId: revision.stageId, closeDate: revision.closeDate },
      })
      .from(deal)
      .leftJoin(revision, eq(revision.seq, deal.currentSeq))
      .where(inArray(deal.id, [...ids])),
  ])
  const key = (...parts: readonly (string | null)[]) => JSON.stringify(parts)
  const labels = new Map(stages.map((one) => [key(one.source, one.pipelineId, one.id), one.label]))
  const byId = new Map(deals.map((one) => [one.id, one]))
  const label = (...parts: readonly [string, string | null, string | null]) =>
    labels.get(key(...parts)) ?? null
  return {
    label,
    deal({ id, rate, adds }: Take['deals'][number]): TakeDeal | null {
      const one = byId.get(id)
      if (one === undefined) return null
      const { source, externalId, name, closeDate } = one
      return {
        source,
        externalId,
        name,
        closeDate,
        rate,
        adds,
        stage: label(source, one.pipelineId, one.stageId),
      }
    },
  }
}
