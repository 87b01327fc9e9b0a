/** Other tools that show a company's cards in a frame: who may frame them, and the key they sign with. */
import { sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const embedding = sqliteTable('embedding', {
  workspaceId: text('workspace_id').primaryKey(),
  sealedKey: text('sealed_key').notNull(),
  /** JSON array of origins, as a browser writes them. */
  origins: text().notNull().default('[]'),
  updatedAt: text('updated_at').notNull(),
})
