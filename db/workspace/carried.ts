/** What a night adds to and takes away from, instead of counting anew. It follows from the ledger and can be lost. */
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * The sums of a metric as a key result, or a term of one, asks for it, at one moment. A row says itself what it holds for, so
 * it need not be written together with the value: whoever finds an older one goes on from there.
 */
export const carried = sqliteTable('carried', {
  /** Of the question and of all that its sums depend on beside the ledger: `src/metrics/fingerprint.ts`. */
  fingerprint: text().primaryKey(),
  /** The moment: the newest revision they saw, and the local day they were looked at from. */
  throughSeq: integer('through_seq').notNull(),
  day: text().notNull(),
  /** JSON array of whole numbers, in the order of `sumColumns`. */
  sums: text().notNull(),
  /** When: what nobody asks for any more is thrown away. */
  writtenAt: text('written_at').notNull(),
})

/** Of a selection of deals: up to where the people behind it were followed. */
export const carriedSelection = sqliteTable('carried_selection', {
  fingerprint: text().primaryKey(),
  throughSeq: integer('through_seq').notNull(),
  /** The day whose last twelve months it is about. */
  today: text().notNull(),
  writtenAt: text('written_at').notNull(),
})

/** How many deals of a selection somebody has, by the keyed hash: to notice when somebody has none any more. Nothing reads more. */
export const carriedPeople = sqliteTable(
  'carried_people',
  {
    selection: text().notNull(),
    source: text().notNull(),
    ownerHash: text('owner_hash').notNull(),
    deals: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.selection, t.source, t.ownerHash] })],
)
