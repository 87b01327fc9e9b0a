/** One company's database: the mirror of its CRM, its key results and their measurements. */
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** Company-wide choices, one JSON value a key: time zone, currency, group size, thresholds. */
export const setting = sqliteTable('setting', {
  key: text().primaryKey(),
  value: text().notNull(),
})

/** A CRM connection as the mirror sees it; its secrets live in the directory. */
export const source = sqliteTable('source', {
  id: text().primaryKey(),
  crm: text().notNull(),
  /** `AccountRecord` as JSON, null until first read. */
  account: text(),
  /** Extra deal properties to mirror, a JSON array of names. */
  properties: text().notNull().default('[]'),
  /** `active`, `reconnect` (stops all calls), `disconnected`. */
  status: text().notNull().default('active'),
  statusReason: text('status_reason'),
  createdAt: text('created_at').notNull(),
})

export const pipeline = sqliteTable(
  'pipeline',
  {
    source: text().notNull(),
    id: text().notNull(),
    label: text().notNull(),
    archived: integer({ mode: 'boolean' }).notNull().default(false),
    /** The run that listed it last: what a complete walk no longer lists is archived, never dropped. */
    listedBy: text('listed_by'),
  },
  (t) => [primaryKey({ columns: [t.source, t.id] })],
)

/** Flags, never labels, decide what is won. */
export const stage = sqliteTable(
  'stage',
  {
    source: text().notNull(),
    pipelineId: text('pipeline_id').notNull(),
    id: text().notNull(),
    label: text().notNull(),
    position: integer().notNull(),
    closed: integer({ mode: 'boolean' }).notNull(),
    won: integer({ mode: 'boolean' }).notNull(),
    /** Decimal text 0..1. */
    probability: text(),
    archived: integer({ mode: 'boolean' }).notNull().default(false),
    listedBy: text('listed_by'),
  },
  (t) => [primaryKey({ columns: [t.source, t.pipelineId, t.id] })],
)

export const team = sqliteTable(
  'team',
  {
    source: text().notNull(),
    id: text().notNull(),
    name: text().notNull(),
    parentId: text('parent_id'),
    archived: integer({ mode: 'boolean' }).notNull().default(false),
    listedBy: text('listed_by'),
  },
  (t) => [primaryKey({ columns: [t.source, t.id] })],
)

/** People are counted, never named: the CRM's id is kept as a keyed hash. */
export const owner = sqliteTable(
  'owner',
  {
    source: text().notNull(),
    hash: text().notNull(),
    teamId: text('team_id'),
    active: integer({ mode: 'boolean' }).notNull(),
    listedBy: text('listed_by'),
  },
  (t) => [primaryKey({ columns: [t.source, t.hash] })],
)

export const rate = sqliteTable(
  'rate',
  {
    source: text().notNull(),
    currency: text().notNull(),
    /** First day it holds; empty text when it always held. */
    fromDay: text('from_day').notNull().default(''),
    toDay: text('to_day'),
    factor: text().notNull(),
    /** No longer listed by the CRM: converts nothing any more. */
    archived: integer({ mode: 'boolean' }).notNull().default(false),
    listedBy: text('listed_by'),
  },
  (t) => [primaryKey({ columns: [t.source, t.currency, t.fromDay] })],
)

export const company = sqliteTable(
  'company',
  {
    source: text().notNull(),
    id: text().notNull(),
    name: text(),
    version: text().notNull(),
    mergedInto: text('merged_into'),
    deleted: integer({ mode: 'boolean' }).notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.source, t.id] }),
    index('company_merged').on(t.source, t.mergedInto).where(sql`merged_into IS NOT NULL`),
  ],
)

/** Identity of a deal. What it was at any time stands in its revisions. */
export const deal = sqliteTable(
  'deal',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    source: text().notNull(),
    externalId: text('external_id').notNull(),
    name: text(),
    createdAt: text('created_at').notNull(),
    /** `createdAt` as a day in the company's time zone. */
    createdDay: text('created_day').notNull(),
    /** The revision the CRM told us last. */
    currentSeq: integer('current_seq'),
    /** The CRM's version of the current revision. */
    version: text().notNull(),
    /** When the request that brought the current state, or confirmed it, was sent. */
    readAt: text('read_at').notNull(),
    /** When the last request was sent that found the deal alive in the records themselves, not in an index. */
    aliveAt: text('alive_at'),
    /** What the CRM told beside the state, to derive it again: `Told` of `src/sync/derive.ts` as JSON. */
    told: text(),
  },
  (t) => [
    uniqueIndex('deal_external').on(t.source, t.externalId),
    index('deal_current').on(t.currentSeq),
    index('deal_created').on(t.createdDay),
  ],
)

/**
 * The ledger: one row per state a deal was in. Only appended to. `seq` is our commit order over the whole
 * workspace; `effectiveAt` the best known time of the change.
 */
export const revision = sqliteTable(
  'revision',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    dealId: integer('deal_id').notNull(),
    effectiveAt: text('effective_at').notNull(),
    /** Where `effectiveAt` comes from: crm, event, seen, history. `history` only fills the past. */
    timeFrom: text('time_from').notNull(),
    /** Why the row was written: read, removed, merged, restored, derived, reconstructed. */
    cause: text().notNull(),
    runId: text('run_id'),
    version: text().notNull(),
    pipelineId: text('pipeline_id'),
    stageId: text('stage_id'),
    /** open, won, lost; null when the stage is unknown (then `problem` says so) or not part of the history. */
    status: text(),
    amountMinor: integer('amount_minor'),
    currency: text(),
    /** Company currency, rounded half-even; null without amount or rate. */
    homeMinor: integer('home_minor'),
    /** The factor that made `homeMinor`, decimal text, and the rule it came from: deal, account, same, missing. */
    rate: text(),
    rateRule: text('rate_rule'),
    closeDate: text('close_date'),
    teamId: text('team_id'),
    type: text(),
    /** Effective probability, decimal text 0..1, and `homeMinor` times it, rounded half-even. */
    probability: text(),
    weightedMinor: integer('weighted_minor'),
    forecastCategory: text('forecast_category'),
    companyId: text('company_id'),
    /** Id of the same deal in the company's other CRM, as that one gives it. */
    twinId: text('twin_id'),
    ownerHash: text('owner_hash'),
    /** Chosen extra properties as a JSON object. */
    properties: text(),
    deleted: integer({ mode: 'boolean' }).notNull().default(false),
    mergedInto: text('merged_into'),
    /** JSON `{field, code, raw}[]`: the deal is held, counted as skipped, and adds nothing. Null when readable. */
    problem: text(),
    /** JSON array of the fields a reconstructed revision does not know. */
    unknown: text(),
  },
  (t) => [
    // Covers both questions (`db/workspace/state.ts`): newest first until one is early enough.
    index('revision_deal_seq').on(t.dealId, t.seq, t.effectiveAt, t.timeFrom),
    // The few deals that name one in another CRM, found from either of the two.
    index('revision_twin').on(t.twinId, t.dealId).where(sql`twin_id IS NOT NULL`),
    // Deals whose date came into a window or left it with the day; in the words that `dealsOn` asks with.
    index('revision_close').on(t.closeDate, t.dealId).where(sql`deleted = 0 AND time_from <> 'history'`),
  ],
)

/** Where each stream stands. Moving the cursor and writing the page are one batch, fenced by `version`. */
export const streamState = sqliteTable(
  'stream_state',
  {
    source: text().notNull(),
    stream: text().notNull(),
    cursor: text(),
    /** Raised by every committed page; a batch that expects another number fails as a whole. */
    version: integer().notNull().default(0),
    /** The run that is walking it; null at rest. */
    runId: text('run_id'),
    /** rest, walking, done, parked. */
    status: text().notNull().default('rest'),
    pages: integer().notNull().default(0),
    records: integer().notNull().default(0),
    attempts: integer().notNull().default(0),
    /** JSON `Failure` of a parked stream. */
    failure: text(),
    leaseHolder: text('lease_holder'),
    leaseUntil: text('lease_until'),
    /** When a walk of it last came to its end; null before the first. What is read only when due asks here. */
    walkedAt: text('walked_at'),
    updatedAt: text('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.stream] })],
)

/** One night (or one manual sync) of one connection. */
export const run = sqliteTable(
  'run',
  {
    id: text().primaryKey(),
    source: text().notNull(),
    /** The local day this run closes: the day before a night begins. */
    day: text().notNull(),
    /** night, manual; history and census walk one background stream each, beside the nights. */
    kind: text().notNull(),
    /** What rarely changes is read too: the first run, once a week, or after a record named what was not known. */
    thorough: integer({ mode: 'boolean' }).notNull().default(false),
    /** running, complete, failed. */
    status: text().notNull(),
    startedAt: text('started_at').notNull(),
    finishedAt: text('finished_at'),
    /** The instant up to which the CRM's changes are in the mirror; set when complete. */
    dataThrough: text('data_through'),
    /** Highest `seq` of the workspace when it completed. */
    seq: integer(),
    calls: integer().notNull().default(0),
    pages: integer().notNull().default(0),
    records: integer().notNull().default(0),
    skipped: integer().notNull().default(0),
    failure: text(),
  },
  (t) => [
    // Write-once: planning the same night twice finds the row already there.
    uniqueIndex('run_once').on(t.source, t.day, t.kind, t.startedAt),
    index('run_source_status').on(t.source, t.status, t.day),
  ],
)

/** Records we could not read, until a later page brings them readable. */
export const skipped = sqliteTable(
  'skipped',
  {
    source: text().notNull(),
    stream: text().notNull(),
    externalId: text('external_id').notNull(),
    reason: text().notNull(),
    runId: text('run_id').notNull(),
    seenAt: text('seen_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.stream, t.externalId] })],
)

/** Deals that a push of the CRM said have changed and that were not read since. */
export const changed = sqliteTable(
  'changed',
  {
    source: text().notNull(),
    externalId: text('external_id').notNull(),
    /** The oldest notice that is not answered. */
    noticedAt: text('noticed_at').notNull(),
    /** Rises with each notice: what was marked again while it was read stays marked. */
    version: integer().notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.source, t.externalId] })],
)

/** Notices had, by their key: a repeated delivery is known for as long as the CRM may repeat it. */
export const notice = sqliteTable(
  'notice',
  {
    source: text().notNull(),
    key: text().notNull(),
    receivedAt: text('received_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.key] }), index('notice_received').on(t.source, t.receivedAt)],
)

/** Where a key result stands since its official value, by pushes of the day. The next night's value replaces it. */
export const provisional = sqliteTable('provisional', {
  keyResultId: text('key_result_id')
    .primaryKey()
    .references(() => keyResult.id),
  /** The local day it is of: today, when it was measured. */
  day: text().notNull(),
  /** `MetricValue` as JSON. */
  value: text().notNull(),
  at: text().notNull(),
})

/** One comparison of the mirror with what the CRM itself counts: a row a slice that was asked for. */
export const comparison = sqliteTable(
  'comparison',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    source: text().notNull(),
    runId: text('run_id').notNull(),
    at: text().notNull(),
    /** 1 for the first look of a run; it is looked again after the changes since were read. */
    round: integer().notNull(),
    /** Null: all pipelines together. */
    pipelineId: text('pipeline_id'),
    /** open, won, lost. */
    status: text().notNull(),
    /** count, amount (minor units of the account's currency). */
    measure: text().notNull(),
    ours: integer().notNull(),
    theirs: integer().notNull(),
  },
  (t) => [index('comparison_run').on(t.source, t.runId)],
)

/** A difference that reading again did not heal: it blocks the key results it touches, for three nights. */
export const drift = sqliteTable(
  'drift',
  {
    source: text().notNull(),
    pipelineId: text('pipeline_id').notNull(),
    status: text().notNull(),
    measure: text().notNull(),
    ours: integer().notNull(),
    theirs: integer().notNull(),
    /** JSON array of the ids concerned, at most 100. */
    ids: text().notNull(),
    /** Days in a row that found it. */
    nights: integer().notNull().default(1),
    /** The day of the run that found it last: a second run of one day counts no second night. */
    day: text().notNull(),
    runId: text('run_id').notNull(),
    /** When the first of those days found it. Runs that ended from here on, and before it healed, have it in them. */
    since: text().notNull(),
    seenAt: text('seen_at').notNull(),
    /** Null while it stands. */
    healedAt: text('healed_at'),
  },
  (t) => [primaryKey({ columns: [t.source, t.pipelineId, t.status, t.measure] })],
)

/** A deal that nobody said is deleted and that a full pass no longer found. */
export const inferredRemoval = sqliteTable(
  'inferred_removal',
  {
    source: text().notNull(),
    externalId: text('external_id').notNull(),
    runId: text('run_id').notNull(),
    seenAt: text('seen_at').notNull(),
    /** held until an administrator decides; again (to be read once more); confirmed; dismissed (it was found again). */
    state: text().notNull(),
    decidedBy: text('decided_by'),
    decidedAt: text('decided_at'),
  },
  (t) => [primaryKey({ columns: [t.source, t.externalId] })],
)

/** Where the comparison of a run stands between two messages, or how it ended. One row a connection. */
export const reconciliation = sqliteTable('reconciliation', {
  source: text().primaryKey(),
  runId: text('run_id').notNull(),
  /** `Step` of `src/sync/reconcile-step.ts` as JSON. */
  step: text().notNull(),
  /** Raised by every step: of two messages that work at once, one is refused. */
  version: integer().notNull().default(0),
  /** Who works on it, and until when nobody else does. */
  busyUntil: text('busy_until'),
  /** CRM calls so far: what keeps a comparison within bounds. */
  calls: integer().notNull().default(0),
  /** Failures in a row. */
  attempts: integer().notNull().default(0),
  /** JSON `Failure` of a comparison that was given up: the run went on without it. */
  failure: text(),
  updatedAt: text('updated_at').notNull(),
})

/** Ids as the CRM lists them in a slice, while the mirror is compared with it; emptied when that ends. */
export const listed = sqliteTable(
  'listed',
  {
    source: text().notNull(),
    /** Empty text: no pipeline. */
    pipelineId: text('pipeline_id').notNull(),
    status: text().notNull(),
    externalId: text('external_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.pipelineId, t.status, t.externalId] })],
)

/** Deals that a run reads again by name: to heal a difference, or because a full pass did not meet them. */
export const rereading = sqliteTable(
  'rereading',
  {
    source: text().notNull(),
    runId: text('run_id').notNull(),
    externalId: text('external_id').notNull(),
    /** asked, read, missing (no record of it). */
    state: text().notNull(),
    /** When the request was sent that answered it. */
    at: text(),
  },
  (t) => [primaryKey({ columns: [t.source, t.runId, t.externalId] })],
)

/** CRM calls of a run, by what they were for and the bucket they drew on. */
export const runCalls = sqliteTable(
  'run_calls',
  {
    runId: text('run_id').notNull(),
    /** setup, changes, deletions, reconciliation, history, census, push. */
    purpose: text().notNull(),
    bucket: text().notNull(),
    calls: integer().notNull(),
    /** Answers that said we were too fast. */
    refused: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.runId, t.purpose, t.bucket] })],
)

export const cycle = sqliteTable('cycle', {
  id: text().primaryKey(),
  name: text().notNull(),
  /** Local days `[startsOn, endsOn)`. */
  startsOn: text('starts_on').notNull(),
  endsOn: text('ends_on').notNull(),
  createdAt: text('created_at').notNull(),
})

export const objective = sqliteTable(
  'objective',
  {
    id: text().primaryKey(),
    cycleId: text('cycle_id')
      .notNull()
      .references(() => cycle.id),
    title: text().notNull(),
    description: text(),
    /** The team that holds it, by name. */
    team: text().notNull(),
    position: integer().notNull().default(0),
    createdAt: text('created_at').notNull(),
  },
  (t) => [index('objective_cycle').on(t.cycleId)],
)

export const keyResult = sqliteTable(
  'key_result',
  {
    id: text().primaryKey(),
    objectiveId: text('objective_id')
      .notNull()
      .references(() => objective.id),
    title: text().notNull(),
    /** reach, hold. */
    kind: text().notNull(),
    /** metric, pushed, manual. */
    origin: text().notNull(),
    /** Metric definition as JSON when `origin` is metric. */
    definition: text(),
    definitionVersion: integer('definition_version').notNull().default(1),
    /** money, count, ratio, days. */
    unit: text().notNull(),
    currency: text(),
    /** Numbers in the unit of the value: minor units for money, 0..1 for a ratio. */
    baseline: real(),
    target: real(),
    lower: real(),
    upper: real(),
    /** Share of days within bounds that a hold needs. */
    requiredShare: real('required_share'),
    weight: real().notNull().default(1),
    /** Manual: a new value is due every n days. */
    cadenceDays: integer('cadence_days'),
    /** `Pace` as JSON; null: a straight line. */
    pace: text(),
    position: integer().notNull().default(0),
    /** JSON `{code, subject}` when what the definition names has vanished, or the group became too small. */
    broken: text(),
    createdAt: text('created_at').notNull(),
  },
  (t) => [index('key_result_objective').on(t.objectiveId)],
)

/** A value of a key result on a local day, with what it was made from. */
export const measurement = sqliteTable(
  'measurement',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    keyResultId: text('key_result_id')
      .notNull()
      .references(() => keyResult.id),
    day: text().notNull(),
    /** auto, pushed, manual. */
    origin: text().notNull(),
    /** 1 for the first; a correction is the next, with author and reason. */
    version: integer().notNull().default(1),
    /** `MetricValue` as JSON: value, numerator, denominator, completeness, reasons, seq, run, dataThrough. */
    value: text().notNull(),
    author: text(),
    reason: text(),
    createdAt: text('created_at').notNull(),
  },
  // Write-once: one automatic measurement per key result and local day; a repeated delivery changes nothing.
  (t) => [uniqueIndex('measurement_once').on(t.keyResultId, t.day, t.origin, t.version)],
)

export const audit = sqliteTable('audit', {
  id: integer().primaryKey({ autoIncrement: true }),
  at: text().notNull(),
  actor: text().notNull(),
  action: text().notNull(),
  subject: text().notNull(),
  detail: text(),
})

/** Who works on what for how long; a lease that ran out may be taken over. */
export const lease = sqliteTable('lease', {
  name: text().primaryKey(),
  holder: text().notNull(),
  until: text().notNull(),
  /** Rises with each new holder. */
  fence: integer().notNull(),
})

/** Which migrations this database has had. */
export const migration = sqliteTable('migration', {
  tag: text().primaryKey(),
  appliedAt: text('applied_at').notNull(),
})

export { carried, carriedPeople, carriedSelection } from './carried.ts'
export { closing, frozen, override, restated } from './closing.ts'
export { contractTold } from './contract-told.ts'
export { contract, contractRevision } from './contracts.ts'
export { homeCurrency, typedRate } from './currency.ts'
export { mappingFinding, mappingSeen } from './mapping.ts'
export { nativeReading } from './native.ts'
export { outlook } from './outlook.ts'
export { answeredSelection } from './privacy.ts'
export {
  alignment,
  cyclePhase,
  okrTeam,
  okrTeamMember,
  sharedObjective,
  theme,
} from './process.ts'
export { minimumProposal, viewLog } from './works-council.ts'
