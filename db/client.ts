/** What the program knows of a database: a libSQL client, and drizzle on top of it. Runtime-neutral. */
import type { Client } from '@libsql/client/http'
import type { LibSQLDatabase } from 'drizzle-orm/libsql'
import { drizzle } from 'drizzle-orm/libsql/http'

export type { Client } from '@libsql/client/http'
/**
 * `$client` is the raw client, for batches of hand-written SQL; `$holds` keeps the two kinds apart and is never there.
 * Without the schemas: they serve relational queries alone, and to work them out anew cost more than most messages do.
 */
export type WorkspaceDb = LibSQLDatabase & { $client: Client; readonly $holds?: 'workspace' }
export type DirectoryDb = LibSQLDatabase & { $client: Client; readonly $holds?: 'directory' }

export function workspaceDb(client: Client): WorkspaceDb {
  return drizzle(client)
}

export function directoryDb(client: Client): DirectoryDb {
  return drizzle(client)
}

/** Opens a database by URL; Node and the edge each have their own. */
export type Open = (url: string) => Promise<Client>
