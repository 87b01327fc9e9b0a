/**
 * The minimum number of people is changed by two people in two roles: one proposes, the other agrees. Each step is one batch
 * that begins with the row of the proposal: whoever comes second finds it decided and writes nothing.
 */
import { and, desc, eq, gt, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Instant } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { minimumProposal } from '../../db/workspace/schema.ts'
import type { Role } from '../app-env.ts'
import { type Refused, refused, type WriteContext } from '../okr/context.ts'
import { PEOPLE_FLOOR, readSettings } from '../okr/settings.ts'

/** A proposal that nobody answers lapses. */
export const PROPOSAL_DAYS = 14
/** Above it hardly any team could be shown at all. */
export const MOST_PEOPLE = 100

export interface RoleContext extends WriteContext {
  readonly role: Role
}

export const proposalInput = z.strictObject({
  minimum: z.int().max(MOST_PEOPLE).describe('People that must stand behind a narrowed number, 3 to 100'),
  reason: z.string().trim().min(1).max(500).describe('Read by whoever is to agree, and kept'),
})
export type ProposalInput = z.infer<typeof proposalInput>

export const decisions = ['agree', 'refuse', 'withdraw'] as const
export type Decision = (typeof decisions)[number]
const stateAfter = { agree: 'agreed', refuse: 'refused', withdraw: 'withdrawn' } as const

export type Proposal = typeof minimumProposal.$inferSelect
export type Proposed = { readonly ok: true; readonly id: string } | Refused

export async function proposeMinimum(
  db: WorkspaceDb,
  { minimum, reason }: ProposalInput,
  context: RoleContext,
): Promise<Proposed> {
  const { minimumPeople: before } = await readSettings(db)
  const refuse = (code: 'minimum_floor' | 'minimum_unchanged' | 'proposal_open', subject?: number) =>
    refused({ field: 'minimum', code, ...(subject === undefined ? {} : { subject: String(subject) }) })
  if (minimum < PEOPLE_FLOOR) return refuse('minimum_floor', PEOPLE_FLOOR)
  if (minimum === before) return refuse('minimum_unchanged', before)
  const [id, { actor, role, now }] = [crypto.randomUUID(), context]
  const detail = JSON.stringify({ before, after: minimum, reason, role })
  await db.$client.batch(lapseStatements(now), 'write')
  const [written] = await db.batch([
    db
      .insert(minimumProposal)
      .values({
        ...{ id, before, after: minimum, reason, proposedBy: actor, proposedRole: role, proposedAt: now },
        expiresAt: addMs(now, PROPOSAL_DAYS * 86_400_000),
      })
      .onConflictDoNothing()
      .returning({ id: minimumProposal.id }),
    told(db, context, 'minimum.propose', id, detail),
  ])
  return written.length > 0 ? { ok: true, id } : refuse('proposal_open')
}

/** Null where there is none of this id. Who may do which of the three is asked before. */
export async function decideMinimum(
  db: WorkspaceDb,
  id: string,
  decision: Decision,
  context: RoleContext,
): Promise<Proposed | null> {
  const [found] = await db.select().from(minimumProposal).where(eq(minimumProposal.id, id))
  if (found === undefined) return null
  const { actor, role, now } = context
  const own = found.proposedBy === actor || found.proposedRole === role
  if (decision !== 'withdraw' && own) return refused({ field: 'id', code: 'same_person' })
  const detail = JSON.stringify({ before: found.before, after: found.after, role })
  const [decided] = await db.batch([
    db
      .update(minimumProposal)
      .set({ state: stateAfter[decision], decidedBy: actor, decidedRole: role, decidedAt: now })
      .where(
        and(
          eq(minimumProposal.id, id),
          eq(minimumProposal.state, 'open'),
          gt(minimumProposal.expiresAt, now),
        ),
      )
      .returning({ id: minimumProposal.id }),
    ...(decision === 'agree' ? [inForce(db, found.after)] : []),
    told(db, context, `minimum.${decision}`, id, detail),
  ])
  return decided.length > 0 ? { ok: true, id } : refused({ field: 'id', code: 'proposal_closed' })
}

/** What time has decided, with a row in the log of changes: to begin a batch with. */
export function lapseStatements(now: Instant): { readonly sql: string; readonly args: { now: Instant } }[] {
  const late = "state = 'open' AND expires_at <= :now"
  return [
    `INSERT INTO audit (at, actor, action, subject, detail) SELECT :now, 'works-council', 'minimum.expire', id,
      json_object('before', "before", 'after', "after") FROM minimum_proposal WHERE ${late}`,
    `UPDATE minimum_proposal SET state = 'expired' WHERE ${late}`,
  ].map((sql) => ({ sql, args: { now } }))
}

/** Newest first. One that is too old is told as what it is, whether or not a night has said so yet. */
export async function readProposals(db: WorkspaceDb, now: Instant, most = 20): Promise<Proposal[]> {
  const rows = await db
    .select()
    .from(minimumProposal)
    .orderBy(desc(minimumProposal.proposedAt), desc(sql`rowid`))
    .limit(most)
  return rows.map((row) =>
    row.state === 'open' && row.expiresAt <= now ? { ...row, state: 'expired' } : row,
  )
}

/** Of the statement before: only when it has changed something. */
function inForce(db: WorkspaceDb, minimum: number) {
  return db.run(sql`INSERT INTO setting (key, value) SELECT 'minimum_people', ${JSON.stringify(minimum)}
    WHERE changes() > 0 ON CONFLICT (key) DO UPDATE SET value = excluded.value`)
}

function told(
  db: WorkspaceDb,
  { actor, now }: WriteContext,
  action: string,
  subject: string,
  detail: string,
) {
  return db.run(sql`INSERT INTO audit (at, actor, action, subject, detail)
    SELECT ${now}, ${actor}, ${action}, ${subject}, ${detail} WHERE changes() > 0`)
}
