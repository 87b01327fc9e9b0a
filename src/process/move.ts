/** Moves a cycle from one phase to the next, with a record of who did it and when. */
import { and, asc, desc, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Day } from '../../connectors/contract.ts'
import { localDay } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { cyclePhase, cycle as cycleTable, frozen, keyResult, objective } from '../../db/workspace/schema.ts'
import type { Role } from '../app-env.ts'
import type { WriteContext } from '../okr/context.ts'
import { cycleFrom } from '../okr/rows.ts'
import type { Workspace } from '../platform.ts'
import { type Hindrance, hindrances, type Phase, phaseByDays, phases, type Standing } from './phases.ts'

export const moveInput = z.strictObject({
  to: z.enum(phases).describe('The phase it is to be in'),
  reason: z.string().trim().max(500).nullable().default(null).describe('Kept with the step'),
})
export type MoveInput = z.infer<typeof moveInput>

export interface Step {
  readonly phase: Phase
  readonly actor: string
  readonly role: Role
  readonly reason: string | null
  readonly at: string
}

export interface CycleStanding extends Standing {
  /** Newest first. Empty: the phase follows the days of the cycle. */
  readonly steps: readonly Step[]
  readonly number: number
}

/** Null where there is none of this id. */
export async function readStanding(
  { db, timeZone }: Pick<Workspace, 'db' | 'timeZone'>,
  cycleId: string,
  now: string,
): Promise<CycleStanding | null> {
  const [cycles, moves, goals] = await db.batch([
    db.select().from(cycleTable).where(eq(cycleTable.id, cycleId)),
    db.select().from(cyclePhase).where(eq(cyclePhase.cycleId, cycleId)).orderBy(desc(cyclePhase.number)),
    db
      .select({
        title: objective.title,
        keyResults: sql<number>`count(${keyResult.id})`,
        final: sql<number>`count(${frozen.keyResultId})`,
      })
      .from(objective)
      .leftJoin(keyResult, eq(keyResult.objectiveId, objective.id))
      .leftJoin(frozen, eq(frozen.keyResultId, keyResult.id))
      .where(eq(objective.cycleId, cycleId))
      .groupBy(objective.id)
      .orderBy(asc(objective.position)),
  ])
  const [row] = cycles
  if (row === undefined) return null
  const cycle = cycleFrom(row)
  const today: Day = localDay(now, timeZone)
  const all = goals.reduce((sum, one) => sum + one.keyResults, 0)
  const unfrozen = all - goals.reduce((sum, one) => sum + one.final, 0)
  const last = moves[0]
  return {
    ...{ cycle, today, objectives: goals.length, unfrozen },
    bare: goals.filter((one) => one.keyResults === 0).map((one) => one.title),
    phase: last === undefined ? phaseByDays(cycle, today, all > 0 && unfrozen === 0) : (last.phase as Phase),
    steps: moves.map(({ phase, actor, role, reason, at }) => ({
      ...{ actor, reason, at },
      ...{ phase: phase as Phase, role: role as Role },
    })),
    number: last?.number ?? 0,
  }
}

export type Moved =
  | { readonly kind: 'moved' }
  | { readonly kind: 'refused'; readonly hindrances: readonly Hindrance[] }
  /** Somebody else was first. */
  | { readonly kind: 'meanwhile' }

export async function moveCycle(
  workspace: Pick<Workspace, 'db' | 'timeZone'>,
  cycleId: string,
  { to, reason }: MoveInput,
  { actor, role, now }: WriteContext & { readonly role: Role },
): Promise<Moved | null> {
  const { db } = workspace
  const standing = await readStanding(workspace, cycleId, now)
  if (standing === null) return null
  const against = hindrances(standing, to)
  if (against.length > 0) return { kind: 'refused', hindrances: against }
  const number = standing.number + 1
  const detail = JSON.stringify({ from: standing.phase, to, role })
  const [written] = await db.batch([
    db
      .insert(cyclePhase)
      .values({ cycleId, number, phase: to, actor, role, reason: reason === '' ? null : reason, at: now })
      .onConflictDoNothing()
      .returning({ number: cyclePhase.number }),
    db.run(sql`INSERT INTO audit (at, actor, action, subject, detail)
      SELECT ${now}, ${actor}, 'cycle.phase', ${cycleId}, ${detail} WHERE changes() > 0`),
  ])
  return written.length > 0 ? { kind: 'moved' } : { kind: 'meanwhile' }
}

/** The phase somebody has put the cycle into; null while it follows its days. */
export async function saidPhase(db: WorkspaceDb, cycleId: string): Promise<Phase | null> {
  const [last] = await db
    .select({ phase: cyclePhase.phase })
    .from(cyclePhase)
    .where(and(eq(cyclePhase.cycleId, cycleId)))
    .orderBy(desc(cyclePhase.number))
    .limit(1)
  return last === undefined ? null : (last.phase as Phase)
}
