/** Who, where and with which secrets. No deal, no number and no key result is ever kept here. */
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** A company. Its data is a database of its own, at `databaseUrl`. */
export const workspace = sqliteTable('workspace', {
  id: text().primaryKey(),
  name: text().notNull(),
  databaseUrl: text('database_url').notNull(),
  /** IANA zone of the company's days. */
  timeZone: text('time_zone').notNull(),
  /** ISO 4217 code every money value is given in. */
  currency: text().notNull(),
  /** active, closing (uninstalled, deletion clock runs). */
  status: text().notNull().default('active'),
  createdAt: text('created_at').notNull(),
})

/** A CRM connection: how to reach it, with its credentials sealed. */
export const connection = sqliteTable(
  'connection',
  {
    /** Unique in its workspace and the `source` of its mirror: `hubspot`, `salesforce-2`. */
    id: text().notNull(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspace.id),
    crm: text().notNull(),
    /** `AccountRecord.id`: finds whom a push of the CRM is for. */
    accountId: text('account_id').notNull(),
    label: text().notNull(),
    /** The connector's config as JSON, sealed. */
    sealedConfig: text('sealed_config').notNull(),
    /** The current `Grant` as JSON, sealed; null before the first. */
    sealedGrant: text('sealed_grant'),
    /** Rises with each stored grant: a holder of an older one must not overwrite a newer. */
    grantVersion: integer('grant_version').notNull().default(0),
    /** When it was stored: one that nobody renews for 30 days is dead in some CRMs. */
    grantedAt: text('granted_at'),
    /** active, reconnect, disconnected. */
    status: text().notNull().default('active'),
    /** JSON `Failure` that led to `reconnect`. */
    statusReason: text('status_reason'),
    createdAt: text('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index('connection_account').on(t.crm, t.accountId)],
)

/**
 * Who may make how many of a connection's calls until when, and the calls made lately: what is promised and what was sent
 * never exceed the bucket together, so that programs side by side stay inside it. A row goes once nothing of it counts.
 */
export const callShare = sqliteTable(
  'call_share',
  {
    workspaceId: text('workspace_id').notNull(),
    connectionId: text('connection_id').notNull(),
    bucket: text().notNull(),
    holder: text().notNull(),
    /** In any window, beyond those in `sent`; 0 once released. */
    calls: integer().notNull(),
    /** Under which the holder keeps all the calls it knows of, its own included. */
    cap: integer().notNull(),
    until: text().notNull(),
    /** JSON: ages in milliseconds, at `told_at`, of the holder's calls. */
    sent: text().notNull(),
    toldAt: text('told_at').notNull(),
    /** The CRM's own limit as an answer told it; null before the first. */
    limit: integer(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.connectionId, t.bucket, t.holder] })],
)

/** A bucket that the CRM has closed for a while, for all programs: after a 429, or until a probe (buckets `day`, and `rest` for all of them). */
export const callHold = sqliteTable(
  'call_hold',
  {
    workspaceId: text('workspace_id').notNull(),
    connectionId: text('connection_id').notNull(),
    bucket: text().notNull(),
    until: text().notNull(),
    /** Holder that may look whether the day goes on; everybody else waits for it. */
    prober: text(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.connectionId, t.bucket] })],
)

/** When a workspace's next night is due; the cron reads this and nothing else. */
export const schedule = sqliteTable(
  'schedule',
  {
    workspaceId: text('workspace_id')
      .primaryKey()
      .references(() => workspace.id),
    /** The last local day whose night was planned; planned per local date and never per instant. */
    plannedDay: text('planned_day'),
    nextAt: text('next_at').notNull(),
    /** When a sweep last found nothing under way and nothing left lying; null since something began. */
    calmAt: text('calm_at'),
    /** Raised by what begins: a sweep that began earlier must not call it calm. */
    stirs: integer().notNull().default(0),
  },
  (t) => [index('schedule_next').on(t.nextAt)],
)

export const lease = sqliteTable('lease', {
  name: text().primaryKey(),
  holder: text().notNull(),
  until: text().notNull(),
  fence: integer().notNull(),
})

export const member = sqliteTable(
  'member',
  {
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspace.id),
    userId: text('user_id')
      .notNull()
      .references(() => user.id),
    /** One of the roles of `src/okr/roles.ts`. */
    role: text().notNull(),
    createdAt: text('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.userId] }), index('member_user').on(t.userId)],
)

// The four tables of the sign-in library, in the names and types it expects.

export const user = sqliteTable('user', {
  id: text().primaryKey(),
  name: text().notNull(),
  email: text().notNull().unique(),
  emailVerified: integer('email_verified', { mode: 'boolean' }).notNull().default(false),
  image: text(),
  createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
  updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
})

export const session = sqliteTable(
  'session',
  {
    id: text().primaryKey(),
    expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
    token: text().notNull(),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
  },
  (t) => [uniqueIndex('session_token').on(t.token)],
)

export const account = sqliteTable('account', {
  id: text().primaryKey(),
  accountId: text('account_id').notNull(),
  providerId: text('provider_id').notNull(),
  userId: text('user_id')
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' }),
  accessToken: text('access_token'),
  refreshToken: text('refresh_token'),
  idToken: text('id_token'),
  accessTokenExpiresAt: integer('access_token_expires_at', { mode: 'timestamp_ms' }),
  refreshTokenExpiresAt: integer('refresh_token_expires_at', { mode: 'timestamp_ms' }),
  scope: text(),
  password: text(),
  createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
  updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
})

export const verification = sqliteTable(
  'verification',
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [index('verification_identifier').on(t.identifier)],
)

export const migration = sqliteTable('migration', {
  tag: text().primaryKey(),
  appliedAt: text('applied_at').notNull(),
})

export { embedding } from './embedding.ts'
export { connectAttempt } from './install.ts'
export { dataKey, deletionClock } from './leaving.ts'
