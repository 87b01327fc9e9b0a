/** Measurements as read: of several versions of a day the last one holds, the earlier stay in the table. */
import { and, asc, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { WorkspaceDb } from '../../db/client.ts'
import { keyResult, measurement, objective } from '../../db/workspace/schema.ts'
import type { Measured } from './progress.ts'
import { valueFrom } from './rows.ts'
import type { Measurement } from './view.ts'

const latest = alias(measurement, 'latest')
const previous = alias(measurement, 'previous')

/** Both looks run down the key result's part of `measurement_once` and stop at the first row. */
const latestId = sql`(select m.id from measurement m where m.key_result_id = ${keyResult.id}
  order by m.day desc, m.origin desc, m.version desc limit 1)`
const previousId = sql`(select m.id from measurement m where m.key_result_id = ${keyResult.id} and m.day < ${latest.day}
  order by m.day desc, m.origin desc, m.version desc limit 1)`

/** Key results with their last two measured days. */
export function keyResultsQuery(db: WorkspaceDb) {
  return db
    .select({
      row: keyResult,
      latest: { day: latest.day, value: latest.value },
      previous: { day: previous.day, value: previous.value },
    })
    .from(keyResult)
    .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
    .leftJoin(latest, eq(latest.id, latestId))
    .leftJoin(previous, eq(previous.id, previousId))
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
  return db
    .select({ keyResultId: measurement.keyResultId, days: sql<string>`json_group_array(${answer})` })
    .from(measurement)
    .innerJoin(keyResult, eq(keyResult.id, measurement.keyResultId))
    .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
    .where(and(eq(objective.cycleId, cycleId), eq(keyResult.kind, 'hold'), isLastVersion))
    .groupBy(measurement.keyResultId)
}

export function holdDaysFrom(rows: readonly { readonly keyResultId: string; readonly days: string }[]) {
  return new Map(rows.map((row) => [row.keyResultId, JSON.parse(row.days) as readonly Measured[]]))
}

export function measurementFrom(
  row: { readonly day: string; readonly value: string } | null,
): Measurement | null {
  return row === null ? null : { day: row.day, value: valueFrom(row.value) }
}
