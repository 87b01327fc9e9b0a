/** Teams across departments: purpose, members with their part, departments. Nothing is counted or listed by person. */
import { asc, eq } from 'drizzle-orm'
import * as z from 'zod'
import type { DirectoryDb, WorkspaceDb } from '../../db/client.ts'
import { member, user } from '../../db/directory/schema.ts'
import { objective, okrTeam, okrTeamMember } from '../../db/workspace/schema.ts'
import { auditRow, refused, type WriteContext, type Written } from '../okr/context.ts'

export const parts = ['lead', 'member'] as const
export type Part = (typeof parts)[number]

export const teamInput = z.strictObject({
  name: z.string().trim().min(1).max(120).describe('Objectives name their team by it'),
  purpose: z.string().trim().min(1).max(500).describe('What the team is there for'),
  members: z
    .array(
      z.strictObject({
        userId: z.string().min(1),
        part: z.enum(parts),
        department: z.string().trim().max(80).describe('Sales, IT, service, ...'),
      }),
    )
    .max(100),
})
export type TeamInput = z.infer<typeof teamInput>

export interface Team extends TeamInput {
  readonly id: string
}
export interface Person {
  readonly id: string
  readonly name: string
}

export async function peopleOf(directory: DirectoryDb, workspaceId: string): Promise<readonly Person[]> {
  return directory
    .select({ id: user.id, name: user.name })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(eq(member.workspaceId, workspaceId))
    .orderBy(asc(user.name), asc(user.id))
}

export async function readTeams(db: WorkspaceDb): Promise<readonly Team[]> {
  const [teams, members] = await db.batch([
    db.select().from(okrTeam).orderBy(asc(okrTeam.name)),
    db.select().from(okrTeamMember).orderBy(asc(okrTeamMember.department), asc(okrTeamMember.userId)),
  ])
  return teams.map(({ id, name, purpose }) => ({
    ...{ id, name, purpose },
    members: members
      .filter(({ teamId }) => teamId === id)
      .map(({ userId, part, department }) => ({ userId, part: part as Part, department })),
  }))
}

/** `id` null: a new one. Another name goes along to the objectives of the team. */
export async function saveTeam(
  db: WorkspaceDb,
  id: string | null,
  { name, purpose, members }: TeamInput,
  people: readonly Person[],
  context: WriteContext,
): Promise<Written> {
  const teams = await readTeams(db)
  const before = teams.find((team) => team.id === id)
  if (id !== null && before === undefined) return refused({ field: 'id', code: 'not_found', subject: id })
  if (teams.some((team) => team.id !== id && team.name.toLowerCase() === name.toLowerCase()))
    return refused({ field: 'name', code: 'team_name_taken', subject: name })
  const strange = members.find(({ userId }) => !people.some((person) => person.id === userId))
  if (strange !== undefined) return refused({ field: 'members', code: 'not_found', subject: strange.userId })
  const own = id ?? crypto.randomUUID()
  const rows = [...new Map(members.map((one) => [one.userId, { ...one, teamId: own }])).values()]
  await db.batch([
    db
      .insert(okrTeam)
      .values({ id: own, name, purpose, createdAt: context.now })
      .onConflictDoUpdate({ target: okrTeam.id, set: { name, purpose } }),
    db.delete(okrTeamMember).where(eq(okrTeamMember.teamId, own)),
    ...rows.map((row) => db.insert(okrTeamMember).values(row)),
    ...(before === undefined || before.name === name
      ? []
      : [db.update(objective).set({ team: name }).where(eq(objective.team, before.name))]),
    auditRow(db, context, id === null ? 'team.create' : 'team.update', own, { name, purpose }),
  ])
  return { ok: true, id: own }
}
