/** Installations under way. */
import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Somebody was sent to a CRM's consent page and may come back once, with the browser that left, within minutes. */
export const connectAttempt = sqliteTable(
  'connect_attempt',
  {
    /** Hash of the `state`: who reads this row cannot come back in somebody's place. */
    id: text().primaryKey(),
    /** Hash of what the browser's signed cookie says. */
    browser: text().notNull(),
    crm: text().notNull(),
    loginUrl: text('login_url').notNull(),
    /** The PKCE verifier, sealed. */
    sealedVerifier: text('sealed_verifier').notNull(),
    /** Null: nobody was signed in; the company is made, or found by its account. */
    workspaceId: text('workspace_id'),
    userId: text('user_id'),
    endsAt: text('ends_at').notNull(),
  },
  (t) => [index('connect_attempt_ends').on(t.endsAt)],
)
