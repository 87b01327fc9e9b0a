/**
 * Publishes the values of a local day: once (invariant 1), and only from complete runs begun after the day ended
 * (invariant 3). Both are held by `test/src/okr/measure.property.test.ts`. A run that differs from its CRM where a key
 * result looks does not speak for it, for three nights; from the fourth its value says so.
 */
import { and, asc, eq, gt, gte, inArray, lte, notExists, sql } from 'drizzle-orm'
import type { Day, Instant } from '../../connectors/contract.ts'
import { addDays, localDay, startOfDay } from '../../connectors/values/time.ts'
import {
  closing,
  cycle,
  keyResult,
  measurement,
  objective,
  revision,
  run,
  source,
} from '../../db/workspace/schema.ts'
import { valueDay } from '../closing/grace.ts'
import { type AnyRequest, carryOn } from '../metrics/index.ts'
import type { Definition, MetricValue } from '../metrics/types.ts'
import type { Workspace } from '../platform.ts'
import { nightKinds } from '../sync/run-kinds.ts'
import { findBroken } from './broken.ts'
import { type Difference, type Differences, inRun, readDifferences, touches } from './differences.ts'
import { measureNative } from './native/measure.ts'
import { definitionsOf, measuredOrigins, requestOf } from './origin.ts'
import { keyResultFrom } from './rows.ts'
import { readSettings } from './settings.ts'
import type { Cycle, KeyResult } from './types.ts'

interface CompleteRun {
  readonly id: string
  readonly source: string
  readonly day: Day
  readonly finishedAt: Instant
  readonly dataThrough: Instant | null
  readonly seq: number
}

interface Due {
  readonly keyResult: KeyResult
  readonly request: AnyRequest
  readonly cycle: Cycle
  /** Of each connection concerned the first complete run that speaks for it. */
  readonly runs: readonly CompleteRun[]
  /** What those runs have in them and have had for too long to wait. */
  readonly differences: readonly Difference[]
}

/**
 * `waiting`: not published because a connection has no complete run, or none that agrees with its CRM where the key result
 * looks; their last good value stays. A cycle that has ended is measured on for its closing days (`src/closing`);
 * `cycleId` measures a single one.
 */
export async function measureDay(
  workspace: Workspace,
  day: Day,
  now: Instant,
  cycleId?: string,
): Promise<{ published: number; waiting: number }> {
  const { db } = workspace
  const settings = await readSettings(db)
  const ended = db.select({ id: closing.cycleId }).from(closing).where(eq(closing.cycleId, cycle.id))
  const [rows, runs, sources, seqs] = await db.batch([
    db
      .select({ keyResult, cycle })
      .from(keyResult)
      .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
      .innerJoin(cycle, eq(cycle.id, objective.cycleId))
      .where(
        and(
          inArray(keyResult.origin, measuredOrigins),
          lte(cycle.startsOn, day),
          gt(cycle.endsOn, addDays(day, -settings.closingDays)),
          notExists(ended),
          ...(cycleId === undefined ? [] : [eq(cycle.id, cycleId)]),
        ),
      )
      .orderBy(asc(keyResult.id)),
    db
      .select({
        id: run.id,
        source: run.source,
        day: run.day,
        startedAt: run.startedAt,
        finishedAt: run.finishedAt,
        dataThrough: run.dataThrough,
        seq: run.seq,
      })
      .from(run)
      .where(
        and(
          eq(run.status, 'complete'),
          inArray(run.kind, nightKinds),
          gte(run.day, day),
          gte(run.startedAt, startOfDay(addDays(day, 1), workspace.timeZone)),
        ),
      )
      .orderBy(asc(run.startedAt), asc(run.id)),
    db.select({ id: source.id, status: source.status }).from(source),
    db.select({ seq: sql<number>`coalesce(max(${revision.seq}), 0)` }).from(revision),
  ])
  const runsOf = Map.groupBy(
    runs.map(
      (one): CompleteRun => ({ ...one, seq: one.seq ?? 0, finishedAt: one.finishedAt ?? one.startedAt }),
    ),
    (one) => one.source,
  )
  const differences = await readDifferences(db, now)
  const connected = sources.filter((one) => one.status !== 'disconnected').map((one) => one.id)

  const all = rows.flatMap((row) => {
    const own = keyResultFrom(row.keyResult)
    const request = requestOf(own, row.cycle)
    return request === null ? [] : [{ keyResult: own, request, cycle: row.cycle }]
  })
  const today = localDay(now, workspace.timeZone)
  const broken = await findBroken(
    db,
    all.map((one) => one.keyResult),
    today,
    { minimumPeople: settings.minimumPeople, currency: workspace.currency },
    now,
  )
  const sound = all.filter((one) => !broken.has(one.keyResult.id))
  const due = sound.flatMap((one): Due[] => {
    const definitions = definitionsOf(one.keyResult)
    const concerned = [...new Set(definitions.flatMap(({ filter }) => filter?.connections ?? connected))]
    const found = concerned.flatMap((id) => speaker(runsOf.get(id) ?? [], definitions, differences) ?? [])
    if (found.length === 0 || found.length < concerned.length) return []
    return [{ ...one, runs: found.map(({ run }) => run), differences: found.flatMap(({ shown }) => shown) }]
  })
  const values = await evaluateDue(workspace, due, day, settings.fiscalYearStartMonth, seqs[0]?.seq ?? 0, now)
  const published = await publish(workspace, values, day, now)
  const native = await measureNative(workspace, day, now, cycleId)
  return { published: published + native.published, waiting: sound.length - due.length + native.waiting }
}

/** The first of a connection's runs that does not have to wait, with the differences its value shows. */
function speaker(
  runs: readonly CompleteRun[],
  definitions: readonly Definition[],
  known: Differences,
): { readonly run: CompleteRun; readonly shown: readonly Difference[] } | null {
  const touching = known.all.filter((difference) =>
    definitions.some((definition) => touches(definition, difference, known)),
  )
  for (const run of runs) {
    const found = touching.map((difference) => ({ difference, as: inRun(difference, run) }))
    if (found.some(({ as }) => as === 'blocks')) continue
    return { run, shown: found.filter(({ as }) => as === 'shown').map(({ difference }) => difference) }
  }
  return null
}

/** Asked in groups of one moment of the ledger: mostly a single one, right after the last run. */
async function evaluateDue(
  { db, timeZone, currency }: Workspace,
  due: readonly Due[],
  day: Day,
  fiscalYearStartMonth: number,
  newestSeq: number,
  now: Instant,
): Promise<{ readonly id: string; readonly value: MetricValue }[]> {
  const moments = due.map((one) => ({
    ...one,
    seq: Math.max(...one.runs.map((found) => found.seq)),
    valueDay: valueDay(one.cycle, day),
  }))
  const groups = Map.groupBy(moments, ({ seq, valueDay: of }) => `${seq} ${of}`)
  const values: { id: string; value: MetricValue }[] = []
  for (const group of groups.values()) {
    const [{ seq, valueDay: of } = { seq: 0, valueDay: day }] = group
    const context = { day: of, timeZone, currency, fiscalYearStartMonth }
    const requests = group.map(({ request }) => request)
    const found = await carryOn(db, requests, { seq, newest: seq === newestSeq, context, now })
    group.forEach(({ keyResult: { id }, runs, differences }, i) => {
      const value = found[i]
      if (value === undefined) throw new Error(`No value came back for key result ${id}.`)
      values.push({ id, value: { ...value, ...provenance(runs), seq, ...differing(value, differences) } })
    })
  }
  return values
}

/** With no value there is a better reason for it. */
function differing(value: MetricValue, differences: readonly Difference[]): Partial<MetricValue> {
  if (differences.length === 0) return {}
  const shown = differences.map(({ source, pipelineId, status, measure, ours, theirs }) => ({
    ...{ source, pipelineId, status, measure, ours, theirs },
  }))
  const reason = value.value === null ? {} : { reason: 'differs_from_crm' as const }
  return { complete: false, differences: shown, ...reason }
}

/** A value over several connections is as old as the oldest of them. */
function provenance(runs: readonly CompleteRun[]): Pick<MetricValue, 'run' | 'dataThrough'> {
  const oldest = runs.reduce((a, b) => ((a.dataThrough ?? '') <= (b.dataThrough ?? '') ? a : b))
  return { run: oldest.id, dataThrough: oldest.dataThrough }
}

/** Rows per statement: a statement takes a bounded number of values. */
const CHUNK = 500

async function publish(
  { db }: Workspace,
  values: readonly { readonly id: string; readonly value: MetricValue }[],
  day: Day,
  now: Instant,
): Promise<number> {
  let published = 0
  for (let i = 0; i < values.length; i += CHUNK) {
    const written = await db
      .insert(measurement)
      .values(
        values.slice(i, i + CHUNK).map(({ id, value }) => ({
          keyResultId: id,
          day,
          origin: 'auto',
          value: JSON.stringify(value),
          createdAt: now,
        })),
      )
      // Write-once: a repeated delivery finds its rows already there and changes none of them.
      .onConflictDoNothing()
      .returning({ id: measurement.id })
    published += written.length
  }
  return published
}
