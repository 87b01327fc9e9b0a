/** Measurements as read: of several versions of a day the last one holds, the earlier stay in the table. */
import { and, asc, eq, lt, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { WorkspaceDb } from '../../db/client.ts'
import { cycle, keyResult, measurement, objective, outlook, provisional } from '../../db/workspace/schema.ts'
import type { SeasonalPace } from '../forecast/stored.ts'
import type { Measured } from './progress.ts'
import type { ProvisionalRow } from './provisional-view.ts'
import { valueFrom } from './rows.ts'
import type { Measurement } from './view.ts'

const latest = alias(measurement, 'latest')
const previous = alias(measurement, 'previous')

/** Both looks run down the key result's part of `measurement_once` and stop at the first row. */
const latestId = sql`(select m.id from measurement m where m.key_result_id = ${keyResult.id}
  order by m.day desc, m.origin desc, m.version desc limit 1)`
const previousId = sql`(select m.id from measurement m where m.key_result_id = ${keyResult.id} and m.day < ${latest.day}
  order by m.day desc, m.origin desc, m.version desc limit 1)`

/** Key results with their last two measured days, and what pushes have made of them since. */
export function keyResultsQuery(db: WorkspaceDb) {
  return db
    .select({
      row: keyResult,
      latest: { day: latest.day, value: latest.value },
      previous: { day: previous.day, value: previous.value },
      season: outlook.pace,
      provisional: { day: provisional.day, value: provisional.value, at: provisional.at },
    })
    .from(keyResult)
    .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
    .leftJoin(latest, eq(latest.id, latestId))
    .leftJoin(previous, eq(previous.id, previousId))
    .leftJoin(provisional, eq(provisional.keyResultId, keyResult.id))
    .leftJoin(outlook, eq(outlook.keyResultId, keyResult.id))
    .orderBy(asc(objective.position), asc(keyResult.position), asc(keyResult.createdAt), asc(keyResult.id))
    .$dynamic()
}

const isLastVersion = sql`not exists (select 1 from measurement later where later.key_result_id = ${measurement.keyResultId}
  and later.day = ${measurement.day} and later.origin = ${measurement.origin} and later.version > ${measurement.version})`

/** One row a day, oldest first. */
export function historyQuery(db: WorkspaceDb, keyResultId: string) {
  return db
    .select({ day: measurement.day, value: measurement.value })
    .from(measurement)
    .where(and(eq(measurement.keyResultId, keyResultId), isLastVersion))
    .orderBy(asc(measurement.day))
}

/** Every measured day of a cycle's holds, one row a key result: only they count days, and of a value only the answer. */
export function holdDaysQuery(db: WorkspaceDb, cycleId: string) {
  const answer = sql`json_object('value', ${measurement.value} -> '$.value',
    'complete', ${measurement.value} -> '$.complete', 'reason', ${measurement.value} -> '$.reason')`
  return (
    db
      .select({ keyResultId: measurement.keyResultId, days: sql<string>`json_group_array(${answer})` })
      .from(measurement)
      .innerJoin(keyResult, eq(keyResult.id, measurement.keyResultId))
      .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
      .innerJoin(cycle, eq(cycle.id, objective.cycleId))
      // Values of the closing days correct the last one and are no days of the cycle.
      .where(
        and(
          eq(objective.cycleId, cycleId),
          eq(keyResult.kind, 'hold'),
          isLastVersion,
          lt(measurement.day, cycle.endsOn),
        ),
      )
      .groupBy(measurement.keyResultId)
  )
}

export function holdDaysFrom(rows: readonly { readonly keyResultId: string; readonly days: string }[]) {
  return new Map(rows.map((row) => [row.keyResultId, JSON.parse(row.days) as readonly Measured[]]))
}

export function measurementFrom(
  row: { readonly day: string; readonly value: string } | null,
): Measurement | null {
  return row === null ? null : { day: row.day, value: valueFrom(row.value) }
}

export function seasonFrom(text: string | null): SeasonalPace | null {
  return text === null ? null : (JSON.parse(text) as SeasonalPace)
}

export function provisionalFrom(
  row: { readonly day: string; readonly value: string; readonly at: string } | null,
): ProvisionalRow | null {
  return row === null ? null : { day: row.day, at: row.at, value: valueFrom(row.value) }
}
