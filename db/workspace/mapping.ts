/** What changed in a CRM's own set-up: pipelines, stages, teams and properties that definitions name. */
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The set-up as it was looked at last; what differs from it next time is told. */
export const mappingSeen = sqliteTable('mapping_seen', {
  source: text().primaryKey(),
  /** `SetUp` of `src/mapping/set-up.ts` as JSON. */
  setUp: text('set_up').notNull(),
  at: text().notNull(),
})

export const mappingFinding = sqliteTable(
  'mapping_finding',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    source: text().notNull(),
    /** `ChangeKind` of `src/mapping/detect.ts`. */
    kind: text().notNull(),
    /** Id of the pipeline, stage or team; name of the property. */
    subject: text().notNull(),
    /** Of a stage: the pipeline it is in. */
    within: text(),
    /** Its label, and what it was before. */
    label: text().notNull(),
    before: text(),
    /** Where its deals went, and how many: what a definition can follow to. */
    successor: text(),
    moved: integer().notNull().default(0),
    /** Deals that stand in it. */
    deals: integer().notNull().default(0),
    /** JSON array of the key results that name it. */
    keyResults: text('key_results').notNull(),
    noticedAt: text('noticed_at').notNull(),
    /** open, followed, dismissed. */
    state: text().notNull().default('open'),
    decidedBy: text('decided_by'),
    decidedAt: text('decided_at'),
  },
  (t) => [index('mapping_finding_state').on(t.state, t.id)],
)
