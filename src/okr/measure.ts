/**
 * Publishes the values of a local day: once (invariant 1), and only from complete runs begun after the day ended
 * (invariant 3). Both are held by `test/src/okr/measure.property.test.ts`.
 */
import { and, asc, eq, gt, gte, lte, sql } from 'drizzle-orm'
import type { Day, Instant } from '../../connectors/contract.ts'
import { addDays, localDay, startOfDay } from '../../connectors/values/time.ts'
import { cycle, keyResult, measurement, objective, revision, run, source } from '../../db/workspace/schema.ts'
import { evaluate } from '../metrics/index.ts'
import type { At, Definition, MetricValue } from '../metrics/types.ts'
import type { Workspace } from '../platform.ts'
import { findBroken } from './broken.ts'
import { keyResultFrom } from './rows.ts'
import { readSettings } from './settings.ts'
import type { Cycle, KeyResult } from './types.ts'

interface CompleteRun {
  readonly id: string
  readonly source: string
  readonly dataThrough: Instant | null
  readonly seq: number
}

interface Due {
  readonly keyResult: KeyResult & { readonly definition: Definition }
  readonly cycle: Cycle
  /** The first complete run of each connection concerned. */
  readonly runs: readonly CompleteRun[]
}

/** `waiting`: not published because a connection has no complete run; their last good value stays. */
export async function measureDay(
  workspace: Workspace,
  day: Day,
  now: Instant,
): Promise<{ published: number; waiting: number }> {
  const { db } = workspace
  const [rows, runs, sources, seqs] = await db.batch([
    db
      .select({ keyResult, cycle })
      .from(keyResult)
      .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
      .innerJoin(cycle, eq(cycle.id, objective.cycleId))
      .where(and(eq(keyResult.origin, 'metric'), lte(cycle.startsOn, day), gt(cycle.endsOn, day)))
      .orderBy(asc(keyResult.id)),
    db
      .select({ id: run.id, source: run.source, dataThrough: run.dataThrough, seq: run.seq })
      .from(run)
      .where(
        and(
          eq(run.status, 'complete'),
          gte(run.day, day),
          gte(run.startedAt, startOfDay(addDays(day, 1), workspace.timeZone)),
        ),
      )
      .orderBy(asc(run.startedAt), asc(run.id)),
    db.select({ id: source.id, status: source.status }).from(source),
    db.select({ seq: sql<number>`coalesce(max(${revision.seq}), 0)` }).from(revision),
  ])
  const firstRun = new Map<string, CompleteRun>()
  for (const one of runs) {
    if (!firstRun.has(one.source)) firstRun.set(one.source, { ...one, seq: one.seq ?? 0 })
  }
  const connected = sources.filter((one) => one.status !== 'disconnected').map((one) => one.id)

  const all = rows.flatMap((row) => {
    const own = keyResultFrom(row.keyResult)
    return own.definition === null
      ? []
      : [{ keyResult: { ...own, definition: own.definition }, cycle: row.cycle }]
  })
  const today = localDay(now, workspace.timeZone)
  const settings = await readSettings(db)
  const broken = await findBroken(
    db,
    all.map((one) => one.keyResult),
    today,
    settings.minimumPeople,
  )
  const sound = all.filter((one) => !broken.has(one.keyResult.id))
  const due = sound.flatMap((one): Due[] => {
    const concerned = one.keyResult.definition.filter?.connections ?? connected
    const found = concerned.flatMap((id) => firstRun.get(id) ?? [])
    return found.length > 0 && found.length === concerned.length ? [{ ...one, runs: found }] : []
  })
  const values = await evaluateDue(workspace, due, day, settings.fiscalYearStartMonth, seqs[0]?.seq ?? 0)
  const published = await publish(workspace, values, day, now)
  return { published, waiting: sound.length - due.length }
}

/** Asked in groups of one moment of the ledger: mostly a single one, right after the last run. */
async function evaluateDue(
  { db, timeZone, currency }: Workspace,
  due: readonly Due[],
  day: Day,
  fiscalYearStartMonth: number,
  newestSeq: number,
): Promise<{ readonly id: string; readonly value: MetricValue }[]> {
  const context = { day, timeZone, currency, fiscalYearStartMonth }
  const groups = Map.groupBy(due, ({ runs }) => Math.max(...runs.map((one) => one.seq)))
  const values: { id: string; value: MetricValue }[] = []
  for (const [seq, group] of groups) {
    // Nothing was committed since: the state now is the state as known, and is found faster.
    const at: At = seq === newestSeq ? { kind: 'now' } : { kind: 'known', seq }
    const found = await evaluate(
      db,
      group.map(({ keyResult: { definition, definitionVersion }, cycle: { startsOn, endsOn } }) => ({
        definition,
        definitionVersion,
        cycle: { from: startsOn, to: endsOn },
      })),
      at,
      context,
    )
    group.forEach(({ keyResult: { id }, runs }, i) => {
      const value = found[i]
      if (value === undefined) throw new Error(`No value came back for key result ${id}.`)
      values.push({ id, value: { ...value, ...provenance(runs), seq } })
    })
  }
  return values
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
