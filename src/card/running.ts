/** The cycles that run today, with their objectives. */
import { and, eq, gt, lte } from 'drizzle-orm'
import type { Day } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { cycle, objective } from '../../db/workspace/schema.ts'

const runs = (today: Day) => and(lte(cycle.startsOn, today), gt(cycle.endsOn, today))

export function objectivesQuery(db: WorkspaceDb, today: Day) {
  return db
    .select({ id: objective.id, title: objective.title, cycle })
    .from(objective)
    .innerJoin(cycle, eq(cycle.id, objective.cycleId))
    .where(runs(today))
}

/** Ids of the cycles, for another query's condition. */
export function runningIds(db: WorkspaceDb, today: Day) {
  return db.select({ id: cycle.id }).from(cycle).where(runs(today))
}
