/**
 * Publishes what the CRM answered as values of a local day: once each (invariant 1), from complete runs only (invariant 3).
 * A day whose runs brought no number has no value, and the last good one stays.
 */
import { and, asc, eq, gt, gte, inArray, lte, notExists, sql } from 'drizzle-orm'
import type { Day, Instant } from '../../../connectors/contract.ts'
import { addDays, localDay, startOfDay } from '../../../connectors/values/time.ts'
import {
  closing,
  cycle,
  keyResult,
  measurement,
  nativeReading,
  objective,
  run,
} from '../../../db/workspace/schema.ts'
import { valueDay } from '../../closing/grace.ts'
import type { MetricValue } from '../../metrics/types.ts'
import type { Workspace } from '../../platform.ts'
import { nightKinds } from '../../sync/run-kinds.ts'
import { cycleFrom, type KeyResultRow } from '../rows.ts'
import { readSettings } from '../settings.ts'
import type { Cycle } from '../types.ts'

interface Answered {
  readonly value: number
  readonly currency?: string
  readonly moves: boolean
}

export async function measureNative(
  workspace: Workspace,
  day: Day,
  now: Instant,
  cycleId?: string,
): Promise<{ readonly published: number; readonly waiting: number }> {
  const { db, timeZone } = workspace
  // Most companies have none, and a night counts its round trips.
  if ((await db.$count(keyResult, eq(keyResult.origin, 'native'))) === 0) return { published: 0, waiting: 0 }
  const { closingDays } = await readSettings(db)
  const rows = await db
    .select({ keyResult, cycle, reading: nativeReading, run: { id: run.id, seq: run.seq } })
    .from(keyResult)
    .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
    .innerJoin(cycle, eq(cycle.id, objective.cycleId))
    .leftJoin(
      nativeReading,
      and(
        eq(nativeReading.keyResultId, keyResult.id),
        gte(nativeReading.at, startOfDay(addDays(day, 1), timeZone)),
      ),
    )
    .leftJoin(
      run,
      and(
        eq(run.id, nativeReading.runId),
        eq(run.status, 'complete'),
        inArray(run.kind, nightKinds),
        gte(run.day, day),
        gte(run.startedAt, startOfDay(addDays(day, 1), timeZone)),
      ),
    )
    .where(
      and(
        eq(keyResult.origin, 'native'),
        lte(cycle.startsOn, day),
        gt(cycle.endsOn, addDays(day, -closingDays)),
        notExists(db.select({ id: closing.cycleId }).from(closing).where(eq(closing.cycleId, cycle.id))),
        ...(cycleId === undefined ? [] : [eq(cycle.id, cycleId)]),
      ),
    )
    .orderBy(asc(keyResult.id), asc(run.startedAt), asc(run.id))
  const due = [...Map.groupBy(rows, (row) => row.keyResult.id).values()]
  const values = due.flatMap((group) =>
    group.flatMap((row) => answeredBy(row, day, timeZone) ?? []).slice(0, 1),
  )
  if (values.length === 0) return { published: 0, waiting: due.length }
  const written = await db
    .insert(measurement)
    .select(
      sql`SELECT NULL, value ->> 0, ${day}, 'auto', 1, value ->> 1, NULL, NULL, ${now}
        FROM json_each(${JSON.stringify(values.map(({ id, value }) => [id, JSON.stringify(value)]))}) WHERE true`,
    )
    .onConflictDoNothing()
    .returning({ id: measurement.id })
  return { published: written.length, waiting: due.length - values.length }
}

interface Row {
  readonly keyResult: KeyResultRow
  readonly cycle: typeof cycle.$inferSelect
  readonly reading: typeof nativeReading.$inferSelect | null
  readonly run: { readonly id: string; readonly seq: number | null } | null
}

/** Null where the run brought no number, or one of another question. */
function answeredBy(
  row: Row,
  day: Day,
  timeZone: string,
): { readonly id: string; readonly value: MetricValue } | null {
  const { keyResult: own, reading, run: from } = row
  if (reading?.value == null || from === null || reading.definitionVersion !== own.definitionVersion)
    return null
  const answered = JSON.parse(reading.value) as Answered
  const of = cycleFrom(row.cycle)
  // "This quarter", asked after its last day, is the next one.
  if (answered.moves && isOver(of, localDay(reading.at, timeZone))) return null
  const value: MetricValue = {
    metric: null,
    unit: own.unit as MetricValue['unit'],
    value: answered.value,
    ...(answered.currency === undefined ? {} : { currency: answered.currency }),
    ...{ numerator: answered.value, denominator: null, sampleSize: 0, complete: true, skipped: 0 },
    ...{ asOf: valueDay(of, day), dataThrough: reading.at, seq: from.seq ?? 0, run: from.id },
    definitionVersion: own.definitionVersion,
  }
  return { id: own.id, value }
}

function isOver({ endsOn }: Cycle, asked: Day): boolean {
  return asked >= endsOn
}
