/** What a CRM told of its contracts, where they are a stream of their own: their states are derived from it. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const contractTold = sqliteTable(
  'contract_told',
  {
    source: text().notNull(),
    kind: text().notNull(),
    externalId: text('external_id').notNull(),
    /** Of the record, or when it went. */
    version: text().notNull(),
    /** When the request was sent that told it. */
    readAt: text('read_at').notNull(),
    /** Whose state it depends on: a line item is a contract when its deal is won. */
    dealId: text('deal_id'),
    /** `ContractRecord` as JSON; null when it is gone, or is no contract any more. */
    record: text(),
    /** Its state is to be derived: it, its deal or a rate has changed. */
    due: integer({ mode: 'boolean' }).notNull().default(true),
  },
  (t) => [
    primaryKey({ columns: [t.source, t.kind, t.externalId] }),
    index('contract_told_deal').on(t.source, t.dealId),
    index('contract_told_due').on(t.source, t.due),
  ],
)
