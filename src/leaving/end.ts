/**
 * The end of a company. Its key goes first: from then on its secrets are noise, in backups too. Then its database, then all
 * that the directory knew of it. Each step may be repeated, and a company that is `ending` is found by the next sweep:
 * nobody opens it meanwhile.
 */
import type { InStatement } from '@libsql/client/web'
import type { DirectoryDb } from '../../db/client.ts'
import type { Provisioner } from '../../db/provision.ts'
import { emptyAll, purge } from '../../db/purge.ts'
import type { Platform } from '../platform.ts'
import { scrub, tablesWith } from './scrub.ts'

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
  const ended = `user_id IN (${people}) AND user_id NOT IN (${elsewhere})`
  await $client.batch(
    [...gone('data_key', 'workspace_id = ?1', [workspaceId]), ...gone('session', ended, [workspaceId])],
    'write',
  )
}

function gone(table: string, where: string, args: string[]): InStatement[] {
  return [...scrub(table, where), `DELETE FROM "${table}" WHERE ${where}`].map((sql) => ({ sql, args }))
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
  const theirs = `IN (SELECT value FROM json_each(?1)) AND %s NOT IN (${still})`
  const of = (column: string) => `${column} ${theirs.replace('%s', column)}`
  await $client.batch(
    [
      'PRAGMA defer_foreign_keys = ON',
      ...tablesWith('workspace_id').flatMap((name) => gone(name, 'workspace_id = ?1', [workspaceId])),
      { sql: 'DELETE FROM lease WHERE instr(name, ?) > 0', args: [`/${workspaceId}/`] },
      ...tablesWith('user_id')
        .filter((name) => name !== 'member')
        .flatMap((name) => gone(name, of('user_id'), [ids])),
      ...gone(
        'verification',
        'EXISTS (SELECT 1 FROM json_each(?1) m WHERE instr(verification.value, m.value) > 0)',
        [mails],
      ).slice(-1),
      ...gone('user', of('id'), [ids]),
      ...gone('workspace', 'id = ?1', [workspaceId]),
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
