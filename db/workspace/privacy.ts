/** What the guard remembers: which selections of deals were ever answered, since answers can be added and subtracted. */
import { sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const answeredSelection = sqliteTable('answered_selection', {
  /** The filter as JSON; the same text is the same selection. */
  filter: text().primaryKey(),
  /** Who came first keeps its number. */
  firstAt: text('first_at').notNull(),
  lastAt: text('last_at').notNull(),
})
