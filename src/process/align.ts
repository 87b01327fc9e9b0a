/** Which objectives or key results an objective serves, and which teams share it: said anew as a whole. */
import { eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { WorkspaceDb } from '../../db/client.ts'
import { alignment, keyResult, objective, okrTeam, sharedObjective } from '../../db/workspace/schema.ts'
import { auditRow, type Refused, refused, type WriteContext } from '../okr/context.ts'
import { circle } from './circle.ts'
import { goalsRefused } from './guard.ts'

export const alignmentInput = z.strictObject({
  serves: z.array(z.string().min(1)).max(20).describe('Ids of the objectives or key results it serves'),
  shared: z.array(z.string().min(1)).max(20).describe('Ids of the teams that share it'),
})
export type AlignmentInput = z.infer<typeof alignmentInput>

export async function align(
  db: WorkspaceDb,
  objectiveId: string,
  { serves, shared }: AlignmentInput,
  context: WriteContext,
): Promise<{ readonly ok: true } | Refused | null> {
  const [objectives, keyResults, teams, edges] = await db.batch([
    db.select({ id: objective.id, title: objective.title, team: objective.team }).from(objective),
    db.select({ id: keyResult.id, objectiveId: keyResult.objectiveId }).from(keyResult),
    db.select({ id: okrTeam.id, name: okrTeam.name }).from(okrTeam),
    db.select({ from: alignment.objectiveId, to: alignment.servesId }).from(alignment),
  ])
  const own = objectives.find(({ id }) => id === objectiveId)
  if (own === undefined) return null
  const late = await goalsRefused(db, { objective: objectiveId })
  if (late !== null) return refused({ field: 'serves', code: late })
  const titleOf = (id: string) => objectives.find((one) => one.id === id)?.title ?? id

  const others = edges.filter(({ from }) => from !== objectiveId)
  const wanted: { readonly servesId: string; readonly keyResultId: string }[] = []
  for (const id of new Set(serves)) {
    const served = objectives.some((one) => one.id === id)
      ? { servesId: id, keyResultId: '' }
      : keyResults
          .filter((one) => one.id === id)
          .map((one) => ({ servesId: one.objectiveId, keyResultId: id }))[0]
    if (served === undefined) return refused({ field: 'serves', code: 'not_found', subject: id })
    const way = circle(others, { from: objectiveId, to: served.servesId })
    if (way !== null) return refused(closed([objectiveId, ...way].map(titleOf)))
    wanted.push(served)
  }
  const strange = shared.find((id) => !teams.some((team) => team.id === id))
  if (strange !== undefined) return refused({ field: 'shared', code: 'not_found', subject: strange })
  const sharing = [...new Set(shared)].filter((id) => teams.find((one) => one.id === id)?.name !== own.team)

  await db.batch([
    db.delete(alignment).where(eq(alignment.objectiveId, objectiveId)),
    ...wanted.map((one) => db.run(drawn(objectiveId, one.servesId, one.keyResultId))),
    db.delete(sharedObjective).where(eq(sharedObjective.objectiveId, objectiveId)),
    ...sharing.map((teamId) => db.insert(sharedObjective).values({ objectiveId, teamId })),
    auditRow(db, context, 'objective.align', objectiveId, { serves, shared: sharing }),
  ])
  const kept = await db.select().from(alignment).where(eq(alignment.objectiveId, objectiveId))
  const lost = wanted.find((one) => !kept.some((row) => row.servesId === one.servesId))
  // Somebody drew the way back meanwhile.
  return lost === undefined
    ? { ok: true }
    : refused(closed([objectiveId, lost.servesId, objectiveId].map(titleOf)))
}

const closed = (titles: readonly string[]) =>
  ({ field: 'serves', code: 'alignment_circle', subject: titles.join(' → ') }) as const

/** Asked once more inside the write: of two that would close a circle between them, one is not written. */
const drawn = (from: string, to: string, keyResultId: string) =>
  sql`INSERT INTO alignment (objective_id, serves_id, key_result_id) SELECT ${from}, ${to}, ${keyResultId}
    WHERE ${from} NOT IN (WITH RECURSIVE up(id) AS (SELECT ${to} UNION SELECT a.serves_id FROM alignment a JOIN up ON a.objective_id = up.id)
      SELECT id FROM up)`
