/** Creates and changes cycles and objectives, each with its audit row; key results and values have files of their own. */
import { eq, sql } from 'drizzle-orm'
import type { WorkspaceDb } from '../../db/client.ts'
import { cycle, objective } from '../../db/workspace/schema.ts'
import { isClosed } from '../closing/guard.ts'
import { goalsRefused } from '../process/guard.ts'
import { checkCycle } from './check.ts'
import { auditRow, refused, type WriteContext, type Written } from './context.ts'
import type { CycleInput, ObjectiveInput } from './types.ts'

export type { CompanyContext, Refused, WriteContext, Written } from './context.ts'
export { type Pushed, pushValue, type ValueInput, valueInput } from './push.ts'
export { createKeyResult, type KeyResultPatch, updateKeyResult } from './write-key-result.ts'

export async function createCycle(
  db: WorkspaceDb,
  input: CycleInput,
  context: WriteContext,
): Promise<Written> {
  const issues = checkCycle(input)
  if (issues.length > 0) return refused(...issues)
  const id = crypto.randomUUID()
  const { name, startsOn, endsOn } = input
  await db.batch([
    db.insert(cycle).values({ id, name, startsOn, endsOn, createdAt: context.now }),
    auditRow(db, context, 'cycle.create', id, input),
  ])
  return { ok: true, id }
}

export async function updateCycle(
  db: WorkspaceDb,
  id: string,
  patch: Partial<CycleInput>,
  context: WriteContext,
): Promise<Written> {
  const [found] = await db.select().from(cycle).where(eq(cycle.id, id))
  if (found === undefined) return refused({ field: 'id', code: 'not_found', subject: id })
  const { name, startsOn, endsOn } = { ...found, ...patch }
  const moves = startsOn !== found.startsOn || endsOn !== found.endsOn
  if (moves && (await isClosed(db, id))) return refused({ field: 'endsOn', code: 'cycle_closed' })
  const issues = checkCycle({ name, startsOn, endsOn })
  if (issues.length > 0) return refused(...issues)
  await db.batch([
    db.update(cycle).set({ name, startsOn, endsOn }).where(eq(cycle.id, id)),
    auditRow(db, context, 'cycle.update', id, { before: found, change: patch }),
  ])
  return { ok: true, id }
}

export async function createObjective(
  db: WorkspaceDb,
  input: ObjectiveInput,
  context: WriteContext,
): Promise<Written> {
  const { cycleId, title, description, team } = input
  const [found] = await db.select({ id: cycle.id }).from(cycle).where(eq(cycle.id, cycleId))
  if (found === undefined) return refused({ field: 'cycleId', code: 'not_found', subject: cycleId })
  if (await isClosed(db, cycleId)) return refused({ field: 'cycleId', code: 'cycle_closed' })
  const late = await goalsRefused(db, { cycle: cycleId })
  if (late !== null) return refused({ field: 'cycleId', code: late })
  const id = crypto.randomUUID()
  const position = sql`(select count(*) from ${objective} where cycle_id = ${cycleId})`
  await db.batch([
    db.insert(objective).values({ id, cycleId, title, description, team, position, createdAt: context.now }),
    auditRow(db, context, 'objective.create', id, input),
  ])
  return { ok: true, id }
}

export type ObjectivePatch = Partial<Pick<ObjectiveInput, 'title' | 'description' | 'team'>>

export async function updateObjective(
  db: WorkspaceDb,
  id: string,
  patch: ObjectivePatch,
  context: WriteContext,
): Promise<Written> {
  const [found] = await db.select().from(objective).where(eq(objective.id, id))
  if (found === undefined) return refused({ field: 'id', code: 'not_found', subject: id })
  const late = await goalsRefused(db, { cycle: found.cycleId })
  if (late !== null) return refused({ field: 'id', code: late })
  const { title, description, team } = { ...found, ...patch }
  await db.batch([
    db.update(objective).set({ title, description, team }).where(eq(objective.id, id)),
    auditRow(db, context, 'objective.update', id, { before: found, change: patch }),
  ])
  return { ok: true, id }
}
