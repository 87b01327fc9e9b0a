/**
 * The end of a company. Its key goes first: from then on its secrets are noise, in backups too. Then its database, then all
 * that the directory knew of it. Each step may be repeated, and a company that is `ending` is found by the next sweep:
 * nobody opens it meanwhile.
 */
import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { DirectoryDb } from '../../db/client.ts'
import * as tables from '../../db/directory/schema.ts'
import type { Provisioner } from '../../db/provision.ts'
import { emptyAll, purge } from '../../db/purge.ts'
import type { Platform } from '../platform.ts'

export interface EndDeps extends Pick<Platform, 'directory' | 'sleep' | 'log'> {
  readonly provisioner: Provisioner
  /** Closes what this process has open of the company. */
  forget(workspaceId: string): Promise<void>
  /** A database that Pegel did not make is emptied instead of dropped. */
  openDatabase(url: string): ReturnType<typeof import('../../db/open-web.ts').openWeb>
}

export type Ended = 'ended' | 'no_such_company'

export async function endCompany(deps: EndDeps, workspaceId: string): Promise<Ended> {
  const { directory, log } = deps
  const { rows } = await directory.$client.execute({
    sql: "UPDATE workspace SET status = 'ending' WHERE id = ? RETURNING database_url",
    args: [workspaceId],
  })
  const url = rows[0]?.database_url
  if (url === undefined) return 'no_such_company'
  await shred(directory, workspaceId)
  await deps.forget(workspaceId)
  if (deps.provisioner.given === true) await emptyGiven(deps, String(url))
  else await deps.provisioner.drop(workspaceId)
  await removeRows(directory, workspaceId)
  const clean = await purge(directory.$client, deps.sleep)
  log('company_ended', { workspace: workspaceId, purged: clean })
  return 'ended'
}

/** What signs in and what opens. */
async function shred({ $client }: DirectoryDb, workspaceId: string): Promise<void> {
  const people = 'SELECT user_id FROM member WHERE workspace_id = ?1'
  const elsewhere = 'SELECT user_id FROM member WHERE workspace_id <> ?1'
  await $client.batch(
    [
      { sql: 'DELETE FROM data_key WHERE workspace_id = ?', args: [workspaceId] },
      {
        sql: `DELETE FROM session WHERE user_id IN (${people}) AND user_id NOT IN (${elsewhere})`,
        args: [workspaceId],
      },
    ],
    'write',
  )
}

async function emptyGiven({ openDatabase, sleep }: EndDeps, url: string): Promise<void> {
  const client = await openDatabase(url)
  try {
    await emptyAll(client)
    await purge(client, sleep)
  } finally {
    client.close()
  }
}

/** Every table with a company in it, those of later releases included; then people who are in no other company. */
async function removeRows({ $client }: DirectoryDb, workspaceId: string): Promise<void> {
  const leaving = await peopleOfNoOther($client, workspaceId)
  const ids = JSON.stringify(leaving.map(({ id }) => id))
  const mails = JSON.stringify(leaving.map(({ email }) => email))
  const still = 'SELECT user_id FROM member'
  await $client.batch(
    [
      'PRAGMA defer_foreign_keys = ON',
      ...tablesWith('workspace_id').map((name) => ({
        sql: `DELETE FROM "${name}" WHERE workspace_id = ?`,
        args: [workspaceId],
      })),
      { sql: `DELETE FROM lease WHERE instr(name, ?) > 0`, args: [`/${workspaceId}/`] },
      ...tablesWith('user_id')
        .filter((name) => name !== 'member')
        .map((name) => ({
          sql: `DELETE FROM "${name}" WHERE user_id IN (SELECT value FROM json_each(?)) AND user_id NOT IN (${still})`,
          args: [ids],
        })),
      {
        sql: 'DELETE FROM verification WHERE EXISTS (SELECT 1 FROM json_each(?) m WHERE instr(verification.value, m.value) > 0)',
        args: [mails],
      },
      {
        sql: `DELETE FROM user WHERE id IN (SELECT value FROM json_each(?)) AND id NOT IN (${still})`,
        args: [ids],
      },
      { sql: 'DELETE FROM workspace WHERE id = ?', args: [workspaceId] },
    ],
    'write',
  )
}

async function peopleOfNoOther($client: DirectoryDb['$client'], workspaceId: string) {
  const { rows } = await $client.execute({
    sql: `SELECT u.id, u.email FROM user u JOIN member m ON m.user_id = u.id AND m.workspace_id = ?1
      WHERE NOT EXISTS (SELECT 1 FROM member o WHERE o.user_id = u.id AND o.workspace_id <> ?1)`,
    args: [workspaceId],
  })
  return rows.map(({ id, email }) => ({ id: String(id), email: String(email) }))
}

export function tablesWith(column: string): string[] {
  return Object.values(tables)
    .filter((table) => is(table, SQLiteTable))
    .filter((table) => Object.values(getTableColumns(table)).some(({ name }) => name === column))
    .map((table) => getTableName(table))
}
