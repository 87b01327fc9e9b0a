/** The people around the numbers: phases of a cycle, direction, teams, alignment. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Each time somebody moved a cycle on. The last row says where it is; no row is ever changed. */
export const cyclePhase = sqliteTable(
  'cycle_phase',
  {
    cycleId: text('cycle_id').notNull(),
    // Write-once: of two who move the same cycle at once, one finds the number taken.
    number: integer().notNull(),
    /** One of `src/process/phases.ts`. */
    phase: text().notNull(),
    actor: text().notNull(),
    /** The person's at that time. */
    role: text().notNull(),
    reason: text(),
    at: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.cycleId, t.number] })],
)

/** Where the company wants to go: one vision, and the themes of its strategy. */
export const theme = sqliteTable('theme', {
  id: text().primaryKey(),
  /** vision, theme. */
  kind: text().notNull(),
  text: text().notNull(),
  position: integer().notNull().default(0),
  author: text().notNull(),
  createdAt: text('created_at').notNull(),
  /** Not followed any more; kept for the cycles that did. */
  endedAt: text('ended_at'),
})

/** A team of this company, across departments. An objective names the team that holds it. */
export const okrTeam = sqliteTable('okr_team', {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  purpose: text().notNull(),
  createdAt: text('created_at').notNull(),
})

export const okrTeamMember = sqliteTable(
  'okr_team_member',
  {
    teamId: text('team_id').notNull(),
    userId: text('user_id').notNull(),
    /** lead, member. */
    part: text().notNull(),
    department: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.userId] }), index('okr_team_member_user').on(t.userId)],
)

/** Teams that answer for an objective together with the one that holds it. */
export const sharedObjective = sqliteTable(
  'shared_objective',
  { objectiveId: text('objective_id').notNull(), teamId: text('team_id').notNull() },
  (t) => [primaryKey({ columns: [t.objectiveId, t.teamId] })],
)

/** An objective serves another objective, or a key result of one. Never in a circle. */
export const alignment = sqliteTable(
  'alignment',
  {
    objectiveId: text('objective_id').notNull(),
    /** The objective it serves, also where it serves one of its key results. */
    servesId: text('serves_id').notNull(),
    /** Empty text: the objective as a whole. */
    keyResultId: text('key_result_id').notNull().default(''),
  },
  (t) => [primaryKey({ columns: [t.objectiveId, t.servesId, t.keyResultId] })],
)
