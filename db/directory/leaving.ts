/** What ends a company: its own key, without which its secrets are noise, and the clock that runs before it goes. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * Keys that seal a company's secrets, wrapped by the master key. A higher version seals, all open; deleting them shreds
 * whatever they sealed, backups included. The key by which people are counted belongs to the deployment, to no company.
 */
export const dataKey = sqliteTable(
  'data_key',
  {
    workspaceId: text('workspace_id').notNull(),
    version: integer().notNull(),
    wrapped: text().notNull(),
    createdAt: text('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.version] })],
)

/** The company goes by itself some days after the last CRM was disconnected, unless somebody keeps it. */
export const deletionClock = sqliteTable(
  'deletion_clock',
  {
    workspaceId: text('workspace_id').primaryKey(),
    /** 0 to 90. */
    days: integer().notNull().default(30),
    /** Null: it does not run. */
    startedAt: text('started_at'),
    dueAt: text('due_at'),
    /** Somebody decided to keep the company without a CRM: it starts anew only after one was connected again. */
    keptAt: text('kept_at'),
    keptBy: text('kept_by'),
  },
  (t) => [index('deletion_clock_due').on(t.dueAt)],
)
