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
    label: text().notNull(),
    /** The connector's config as JSON, sealed. */
    sealedConfig: text('sealed_config').notNull(),
    /** The current `Grant` as JSON, sealed; null before the first. */
    sealedGrant: text('sealed_grant'),
    /** Rises with each stored grant: a holder of an older one must not overwrite a newer. */
    grantVersion: integer('grant_version').notNull().default(0),
    /** active, reconnect, disconnected. */
    status: text().notNull().default('active'),
    /** JSON `Failure` that led to `reconnect`. */
    statusReason: text('status_reason'),
    createdAt: text('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
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
