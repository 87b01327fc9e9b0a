/** The map of a cycle: every objective under what it serves; what serves nothing stands at the top. Pure but for its read. */
import { asc, eq } from 'drizzle-orm'
import type { WorkspaceDb } from '../../db/client.ts'
import { alignment, keyResult, objective, okrTeam, sharedObjective } from '../../db/workspace/schema.ts'

export interface MapObjective {
  readonly id: string
  readonly title: string
  readonly team: string
  readonly sharedWith: readonly string[]
  readonly keyResults: readonly { readonly id: string; readonly title: string }[]
  readonly serves: readonly { readonly objectiveId: string; readonly keyResultId: string }[]
}

export async function readMap(db: WorkspaceDb, cycleId: string): Promise<readonly MapObjective[]> {
  const [objectives, keyResults, edges, shares] = await db.batch([
    db
      .select()
      .from(objective)
      .where(eq(objective.cycleId, cycleId))
      .orderBy(asc(objective.position), asc(objective.id)),
    db
      .select({ id: keyResult.id, title: keyResult.title, objectiveId: keyResult.objectiveId })
      .from(keyResult)
      .orderBy(asc(keyResult.position), asc(keyResult.id)),
    db.select().from(alignment).orderBy(asc(alignment.servesId), asc(alignment.keyResultId)),
    db
      .select({ objectiveId: sharedObjective.objectiveId, name: okrTeam.name })
      .from(sharedObjective)
      .innerJoin(okrTeam, eq(okrTeam.id, sharedObjective.teamId))
      .orderBy(asc(okrTeam.name)),
  ])
  const here = new Set(objectives.map(({ id }) => id))
  return objectives.map(({ id, title, team }) => ({
    ...{ id, title, team },
    sharedWith: shares.filter((one) => one.objectiveId === id).map((one) => one.name),
    keyResults: keyResults
      .filter((one) => one.objectiveId === id)
      .map((one) => ({ id: one.id, title: one.title })),
    // What is served in another cycle (a yearly one) has its place there.
    serves: edges
      .filter((one) => one.objectiveId === id && here.has(one.servesId))
      .map((one) => ({ objectiveId: one.servesId, keyResultId: one.keyResultId })),
  }))
}

export interface Branch {
  readonly objective: MapObjective
  /** Title of the key result it serves; null: the objective above as a whole. */
  readonly through: string | null
  readonly below: readonly Branch[]
}

/** One that serves several stands under each: the map has no circle, so it ends. */
export function branches(all: readonly MapObjective[]): readonly Branch[] {
  const under = (one: MapObjective, through: string | null): Branch => ({
    ...{ objective: one, through },
    below: all.flatMap((other) =>
      other.serves
        .filter(({ objectiveId }) => objectiveId === one.id)
        .map(({ keyResultId }) =>
          under(other, one.keyResults.find(({ id }) => id === keyResultId)?.title ?? null),
        ),
    ),
  })
  return all.filter(({ serves }) => serves.length === 0).map((one) => under(one, null))
}
