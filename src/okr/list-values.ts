/** Everything ever written for a key result: corrections beside what they corrected. */
import { desc, eq } from 'drizzle-orm'
import type { Day, Instant } from '../../connectors/contract.ts'
import { keyResult, measurement } from '../../db/workspace/schema.ts'
import type { MetricValue } from '../metrics/types.ts'
import type { Workspace } from '../platform.ts'
import { isHidden } from './hidden.ts'
import { keyResultFrom, valueFrom } from './rows.ts'

export interface WrittenValue {
  readonly day: Day
  readonly version: number
  /** auto, pushed, manual. */
  readonly origin: string
  readonly value: MetricValue
  /** Id of who wrote it; null for an automatic value. */
  readonly author: string | null
  readonly reason: string | null
  readonly createdAt: Instant
}

/** Newest day first, the version that holds before those it corrected. Null when there is no such key result. */
export async function listValues(
  { db }: Workspace,
  keyResultId: string,
): Promise<readonly WrittenValue[] | null> {
  const [found, rows] = await db.batch([
    db.select().from(keyResult).where(eq(keyResult.id, keyResultId)),
    db
      .select()
      .from(measurement)
      .where(eq(measurement.keyResultId, keyResultId))
      .orderBy(desc(measurement.day), desc(measurement.version)),
  ])
  const [own] = found
  if (own === undefined) return null
  if (isHidden(keyResultFrom(own))) return []
  return rows.map(({ day, version, origin, value, author, reason, createdAt }) => ({
    ...{ day, version, origin, author, reason, createdAt },
    value: valueFrom(value),
  }))
}
