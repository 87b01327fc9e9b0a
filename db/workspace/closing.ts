/** How cycles end: values that are fixed, what became of them since, and values that a person set for a while. */
import { index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** A cycle of which every key result is frozen. No row is ever taken back. */
export const closing = sqliteTable('closing', {
  cycleId: text('cycle_id').primaryKey(),
  /** The last local day on which values followed the CRM. */
  lastDay: text('last_day').notNull(),
  closedAt: text('closed_at').notNull(),
})

export const frozen = sqliteTable('frozen', {
  // Write-once: the first freezing holds, a repeated one finds the row already there.
  keyResultId: text('key_result_id').primaryKey(),
  /** The measured day the value was taken from; null when there was none. */
  day: text(),
  /** `MetricValue` as JSON, with its seq and run; null when the cycle ended without one. */
  value: text(),
  /** Unclamped. */
  progress: real(),
  /** achieved, missed; incomplete, no_data where it cannot be judged. */
  status: text().notNull(),
  /** JSON `Note[]`: what a reader has to know of it. */
  notes: text().notNull().default('[]'),
  frozenAt: text('frozen_at').notNull(),
})

/** What the CRM says by now where it is another number than the frozen one. */
export const restated = sqliteTable('restated', {
  keyResultId: text('key_result_id').primaryKey(),
  /** `MetricValue` as JSON. */
  value: text().notNull(),
  at: text().notNull(),
})

/** Values set by hand over the measured one. Only their end is ever written later. */
export const override = sqliteTable(
  'override',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    keyResultId: text('key_result_id').notNull(),
    /** In the unit of the key result. */
    value: real().notNull(),
    currency: text(),
    reason: text().notNull(),
    /** The last local day it holds. */
    expiresOn: text('expires_on').notNull(),
    author: text().notNull(),
    createdAt: text('created_at').notNull(),
    /** Null: it ends by itself. */
    endedAt: text('ended_at'),
    /** replaced, withdrawn, frozen. */
    endedBy: text('ended_by'),
  },
  (t) => [index('override_key_result').on(t.keyResultId, t.id)],
)
