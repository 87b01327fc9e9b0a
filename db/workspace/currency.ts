/** The currency values are given in, where it was changed, and rates that a person typed because no CRM has them. */
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const typedRate = sqliteTable(
  'typed_rate',
  {
    /** One unit of `currency` is `factor` units of `into`, from this day until the next row's. */
    currency: text().notNull(),
    into: text().notNull(),
    fromDay: text('from_day').notNull(),
    /** Decimal text. */
    factor: text().notNull(),
    author: text().notNull(),
    at: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.currency, t.into, t.fromDay] })],
)

/** From which revision on a connection's amounts are in which currency. Without a row: always in the company's. */
export const homeCurrency = sqliteTable(
  'home_currency',
  {
    source: text().notNull(),
    /** Revisions after this one may be in it. */
    afterSeq: integer('after_seq').notNull(),
    currency: text().notNull(),
    /** What they were in before. */
    before: text().notNull(),
    /** From this revision on every deal's current state is in it; null while deals are still converted. */
    wholeSeq: integer('whole_seq'),
    /** When that was. */
    wholeAt: text('whole_at'),
    changedAt: text('changed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.afterSeq] })],
)
