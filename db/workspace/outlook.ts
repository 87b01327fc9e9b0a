/** How each key result's cycle will probably end, worked out once a night. It follows from the ledger and can be lost. */
import { sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const outlook = sqliteTable('outlook', {
  keyResultId: text('key_result_id').primaryKey(),
  /** What it was worked out from: where one of it changed, it is worked out again. */
  basis: text().notNull(),
  /** `Stored` of `src/forecast/stored.ts` as JSON: numbers and ids of deals, no name. */
  value: text().notNull(),
  /** The seasonal pace as JSON, apart, because the board reads it of every key result; null where there is none. */
  pace: text(),
  at: text().notNull(),
})
