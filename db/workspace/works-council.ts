/** What a works council looks at: changes of the minimum that two roles make together, and who looked at which numbers. */
import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

export const minimumProposal = sqliteTable(
  'minimum_proposal',
  {
    id: text().primaryKey(),
    /** The minimum in force when it was proposed, and the one that is wanted. */
    before: integer().notNull(),
    after: integer().notNull(),
    reason: text().notNull(),
    /** open, agreed, refused, withdrawn, expired. */
    state: text().notNull().default('open'),
    proposedBy: text('proposed_by').notNull(),
    proposedRole: text('proposed_role').notNull(),
    proposedAt: text('proposed_at').notNull(),
    expiresAt: text('expires_at').notNull(),
    /** Null while it is open, and where only time has decided. */
    decidedBy: text('decided_by'),
    decidedRole: text('decided_role'),
    decidedAt: text('decided_at'),
  },
  // One at a time: nobody agrees to one and means another.
  (t) => [uniqueIndex('minimum_proposal_open').on(t.state).where(sql`state = 'open'`)],
)

/** Who was shown what, and never a number. Rows go after 90 days; the company's own export leaves them out. */
export const viewLog = sqliteTable(
  'view_log',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    at: text().notNull(),
    person: text().notNull(),
    /** The person's at that time. */
    role: text().notNull(),
    /** One of the kinds of `src/works-council/looked.ts`. */
    kind: text().notNull(),
    /** Id of the key result, cycle or deal; null where there is none. */
    subject: text(),
    /** page, file, api, card. */
    way: text().notNull(),
  },
  (t) => [index('view_log_at').on(t.at)],
)
