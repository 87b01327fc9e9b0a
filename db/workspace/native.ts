/** Numbers that a CRM worked out itself: what it answered, once a key result and run. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const nativeReading = sqliteTable(
  'native_reading',
  {
    keyResultId: text('key_result_id').notNull(),
    runId: text('run_id').notNull(),
    /** When it was asked: the number is of that instant. */
    at: text().notNull(),
    /** Of the question that was asked. */
    definitionVersion: integer('definition_version').notNull(),
    /** In the unit of the key result, as JSON `{value, currency?, moves}`; null when there was not exactly one number. */
    value: text(),
    /** JSON `{code, found?}`: why there is none. */
    trouble: text(),
    /** JSON `{title, scope, user, profile}`: with whose rights it was worked out, and over what. */
    basis: text().notNull().default('{}'),
  },
  // Write-once: a repeated delivery finds what the run has read already.
  (t) => [
    primaryKey({ columns: [t.keyResultId, t.runId] }),
    index('native_reading_at').on(t.keyResultId, t.at),
  ],
)
