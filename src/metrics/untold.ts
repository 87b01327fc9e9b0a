/** Deals that were there before anybody told in which state. Pure: SQL out. */
import { type Sql, sql } from './sql.ts'

/** Of deals without a state: those that were there before their connection was first read through. */
export function untold(instant: string): Sql {
  return sql`created_at <= ${instant} AND source NOT IN (SELECT source FROM run WHERE status = 'complete'
    AND kind IN ('night', 'manual') GROUP BY source HAVING MIN(COALESCE(finished_at, data_through)) <= ${instant})`
}
