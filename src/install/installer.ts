/** The person who installed: an administrator of the company that this made, or one that it had already. */
import type { Person } from '../../connectors/oauth.ts'
import type { DirectoryDb } from '../../db/client.ts'
import type { AppDeps } from '../app-env.ts'
import { createAuth } from '../auth/library.ts'

type Deps = Pick<AppDeps, 'directory' | 'publicUrl' | 'sessionSecret' | 'log' | 'now'>

export interface Known {
  readonly userId: string
  readonly email: string
}

/**
 * By what the CRM calls them, which nobody else is called; else by their address, among the people of that company alone:
 * who runs a CRM account can give its users any address, and must not become somebody of another company by it.
 */
export async function administratorOf(
  { $client }: DirectoryDb,
  workspaceId: string,
  crm: string,
  { id, email }: Person,
): Promise<Known | null> {
  const { rows } = await $client.execute({
    sql: `SELECT u.id, u.email FROM user u JOIN member m ON m.user_id = u.id AND m.workspace_id = ?1
      WHERE m.role = 'administrator' AND (u.email = ?4 OR EXISTS
        (SELECT 1 FROM account a WHERE a.user_id = u.id AND a.provider_id = ?2 AND a.account_id = ?3))
      ORDER BY u.email = ?4 LIMIT 1`,
    args: [workspaceId, crm, id, email?.toLowerCase() ?? null],
  })
  const [row] = rows
  return row === undefined ? null : { userId: String(row.id), email: String(row.email) }
}

/** Null: the address is somebody's who has to sign in first. */
export async function firstAdministrator(
  deps: Deps,
  workspaceId: string,
  crm: string,
  person: Person,
): Promise<Known | null> {
  const { $client } = deps.directory
  const known = await byAccount(deps.directory, crm, person.id)
  const email = person.email?.toLowerCase() ?? withoutAddress(crm, person.id)
  if (known === null) {
    const { rows } = await $client.execute({ sql: 'SELECT 1 FROM user WHERE email = ?', args: [email] })
    if (rows.length > 0) return null
  }
  const user = known ?? { userId: crypto.randomUUID(), email }
  const at = Date.parse(deps.now())
  await $client.batch(
    [
      {
        sql: `INSERT INTO user (id, name, email, email_verified, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT DO NOTHING`,
        args: [
          user.userId,
          person.name ?? email.split('@')[0] ?? email,
          user.email,
          person.email === null ? 0 : 1,
          at,
          at,
        ],
      },
      {
        sql: `INSERT INTO account (id, account_id, provider_id, user_id, created_at, updated_at)
          SELECT ?, ?, ?, ?, ?, ? WHERE NOT EXISTS
            (SELECT 1 FROM account WHERE provider_id = ?3 AND account_id = ?2)`,
        args: [crypto.randomUUID(), person.id, crm, user.userId, at, at],
      },
      {
        sql: `INSERT INTO member (workspace_id, user_id, role, created_at) VALUES (?, ?, 'administrator', ?)
          ON CONFLICT DO NOTHING`,
        args: [workspaceId, user.userId, deps.now()],
      },
    ],
    'write',
  )
  return user
}

async function byAccount({ $client }: DirectoryDb, crm: string, id: string): Promise<Known | null> {
  const { rows } = await $client.execute({
    sql: `SELECT u.id, u.email FROM account a JOIN user u ON u.id = a.user_id
      WHERE a.provider_id = ? AND a.account_id = ?`,
    args: [crm, id],
  })
  const [row] = rows
  return row === undefined ? null : { userId: String(row.id), email: String(row.email) }
}

/** Nobody's: no mail can go there. */
function withoutAddress(crm: string, id: string): string {
  return `${id.toLowerCase().replace(/[^a-z0-9]+/g, '.')}@${crm}.invalid`
}

/** Cookies of a new session, by a link that is used here and seen by nobody. */
export async function sessionCookies(deps: Deps, { email }: Known): Promise<readonly string[]> {
  let token = ''
  const auth = createAuth(deps, (made) => {
    token = made
  })
  await auth.api.signInMagicLink({ body: { email }, headers: new Headers() })
  const opened = await auth.api.magicLinkVerify({
    query: { token, callbackURL: '/', errorCallbackURL: '/sign-in' },
    headers: new Headers(),
    asResponse: true,
  })
  return opened.headers.getSetCookie()
}
