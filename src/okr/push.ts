/**
 * Values that people type or other systems push: dated writes, corrected by a new version and never changed (the other
 * half of invariant 1, held by `test/src/okr/write.test.ts`).
 */
import { and, desc, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Day } from '../../connectors/contract.ts'
import { ABSURD_MINOR } from '../../connectors/values/money.ts'
import { isDay, localDay } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { cycle, keyResult, measurement, objective } from '../../db/workspace/schema.ts'
import { isFrozen } from '../closing/guard.ts'
import type { MetricValue } from '../metrics/types.ts'
import { type CompanyContext, type Refused, refused } from './context.ts'
import { isMeasured } from './origin.ts'
import { contains } from './pace.ts'
import { type KeyResultRow, valueFrom } from './rows.ts'
import type { Origin } from './types.ts'

export const valueInput = z.strictObject({
  day: z.string().describe('Local day the value is of, YYYY-MM-DD'),
  value: z
    .number()
    .refine(Number.isFinite)
    .describe('In the unit of the key result: integer minor units for money, 0..1 for a ratio'),
  reason: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .nullable()
    .default(null)
    .describe('Needed when the day already has another value'),
})
export type ValueInput = z.infer<typeof valueInput> & { readonly keyResultId: string }

export type Pushed = { readonly ok: true; readonly version: number } | Refused

/** Two writers at once: one takes the version, the other looks again, at most this often. */
const TRIES = 5

/** The same value for the same day again is a repeated delivery and writes nothing. */
export async function pushValue(
  db: WorkspaceDb,
  input: ValueInput,
  context: CompanyContext,
): Promise<Pushed> {
  const [found] = await db
    .select({ keyResult, cycle })
    .from(keyResult)
    .innerJoin(objective, eq(objective.id, keyResult.objectiveId))
    .innerJoin(cycle, eq(cycle.id, objective.cycleId))
    .where(eq(keyResult.id, input.keyResultId))
  if (found === undefined)
    return refused({ field: 'keyResultId', code: 'not_found', subject: input.keyResultId })
  const { day, value } = input
  const { origin, unit } = found.keyResult
  // A metric speaks for itself; nobody types over it.
  if (isMeasured(origin as Origin)) return refused({ field: 'keyResultId', code: 'invalid' })
  if (await isFrozen(db, input.keyResultId)) return refused({ field: 'keyResultId', code: 'frozen' })
  const today = localDay(context.now, context.workspace.timeZone)
  if (!isDay(day) || day > today || !contains(found.cycle, day)) return refused({ field: 'day', code: 'day' })
  if (Math.abs(value) > ABSURD_MINOR) return refused({ field: 'value', code: 'absurd' })
  if (unit === 'money' && !Number.isSafeInteger(value)) return refused({ field: 'value', code: 'invalid' })

  for (let tries = 0; tries < TRIES; tries++) {
    const [last] = await db
      .select({ version: measurement.version, value: measurement.value })
      .from(measurement)
      .where(and(eq(measurement.keyResultId, input.keyResultId), eq(measurement.day, day)))
      .orderBy(desc(measurement.version))
      .limit(1)
    if (last !== undefined && valueFrom(last.value).value === value)
      return { ok: true, version: last.version }
    if (last !== undefined && input.reason === null) return refused({ field: 'reason', code: 'required' })
    const version = (last?.version ?? 0) + 1
    if (await insert(db, found.keyResult, version, input, context)) return { ok: true, version }
  }
  throw new Error(`The value of ${day} was written by others ${TRIES} times in a row. Try again.`)
}

/** False when another writer took the version: then nothing is written, the audit row included. */
async function insert(
  db: WorkspaceDb,
  row: KeyResultRow,
  version: number,
  { day, value, reason, keyResultId }: ValueInput,
  { actor, now }: CompanyContext,
): Promise<boolean> {
  const detail = JSON.stringify({ day, version, value, reason })
  const [written] = await db.batch([
    db
      .insert(measurement)
      .values({
        keyResultId,
        day,
        origin: row.origin,
        version,
        value: JSON.stringify(typedValue(row, day, value)),
        author: actor,
        reason,
        createdAt: now,
      })
      .onConflictDoNothing()
      .returning({ id: measurement.id }),
    db.run(sql`INSERT INTO audit (at, actor, action, subject, detail)
      SELECT ${now}, ${actor}, 'value.write', ${keyResultId}, ${detail} WHERE changes() > 0`),
  ])
  return written.length > 0
}

function typedValue(row: KeyResultRow, day: Day, value: number): MetricValue {
  return {
    metric: null,
    unit: row.unit as MetricValue['unit'],
    value,
    ...(row.currency === null ? {} : { currency: row.currency }),
    numerator: value,
    denominator: null,
    sampleSize: 0,
    complete: true,
    skipped: 0,
    asOf: day,
    dataThrough: null,
    seq: 0,
    run: null,
    definitionVersion: row.definitionVersion,
  }
}
