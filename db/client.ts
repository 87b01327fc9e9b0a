/** What the program knows of a database: a libSQL client, and drizzle on top of it. Runtime-neutral. */
import type { Client } from '@libsql/client/web'
import type { LibSQLDatabase } from 'drizzle-orm/libsql'
import { drizzle } from 'drizzle-orm/libsql/web'
import * as directorySchema from './directory/schema.ts'
import * as workspaceSchema from './workspace/schema.ts'

export type { Client } from '@libsql/client/web'
/** `$client` is the raw client, for batches of hand-written SQL. */
export type WorkspaceDb = LibSQLDatabase<typeof workspaceSchema> & { $client: Client }
export type DirectoryDb = LibSQLDatabase<typeof directorySchema> & { $client: Client }

export function workspaceDb(client: Client): WorkspaceDb {
  return drizzle(client, { schema: workspaceSchema })
}

export function directoryDb(client: Client): DirectoryDb {
  return drizzle(client, { schema: directorySchema })
}

/** Opens a database by URL; Node and the edge each have their own. */
export type Open = (url: string) => Promise<Client>
