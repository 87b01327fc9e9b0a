/** Which company an account belongs to: the one of whoever is signed in, the one that had it before, or a new one. */
import type { AccountRecord, Instant } from '../../connectors/contract.ts'
import type { DirectoryDb } from '../../db/client.ts'
import { isWorkspaceId } from '../../db/provision.ts'
import type { AppDeps } from '../app-env.ts'
import { createWorkspace } from '../workspaces.ts'

export interface Place {
  readonly workspaceId: string
  /** Of the connection. */
  readonly source: string
}

/** Those that have the account, going ones aside. Its own company is found again after an uninstall as well. */
export async function companiesOf(
  { $client }: DirectoryDb,
  crm: string,
  account: string,
): Promise<readonly Place[]> {
  const { rows } = await $client.execute({
    sql: `SELECT c.workspace_id, c.id FROM connection c JOIN workspace w ON w.id = c.workspace_id AND w.status <> 'ending'
      WHERE c.crm = ? AND c.account_id = ? ORDER BY c.created_at, c.workspace_id`,
    args: [crm, account],
  })
  return rows.map((row) => ({ workspaceId: String(row.workspace_id), source: String(row.id) }))
}

/** An account that the company has keeps its connection; another one of the same CRM gets one beside it. */
export async function sourceIn(
  { $client }: DirectoryDb,
  workspaceId: string,
  crm: string,
  account: string,
): Promise<string> {
  const { rows } = await $client.execute({
    sql: 'SELECT id, crm, account_id FROM connection WHERE workspace_id = ?',
    args: [workspaceId],
  })
  const same = rows.find((row) => row.crm === crm && row.account_id === account)
  if (same !== undefined) return String(same.id)
  const taken = new Set(rows.map(({ id }) => String(id)))
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? crm : `${crm}-${n}`
    if (!taken.has(id)) return id
  }
}

/** One whose installation was killed half way is none yet. */
export async function hasCompanies({ $client }: DirectoryDb): Promise<boolean> {
  const { rows } = await $client.execute('SELECT 1 FROM connection LIMIT 1')
  return rows.length > 0
}

/** Where the CRM does not tell: a person may change it as long as nothing is measured. */
const CURRENCY = 'EUR'

/**
 * Named after the account, so that an installation that was killed half way is taken up where it is, and two at once make
 * one company. Null: this program cannot make a database.
 */
export async function makeCompany(
  deps: Pick<AppDeps, 'directory' | 'ends'>,
  crm: string,
  account: AccountRecord,
  /** Where the account has no name. */
  called: string | null,
  now: Instant,
): Promise<string | null> {
  const id = companyId(crm, account.id)
  const { provisioner } = deps.ends ?? {}
  if (provisioner === undefined || !isWorkspaceId(id)) return null
  const { rows } = await deps.directory.$client.execute({
    sql: 'SELECT 1 FROM workspace WHERE id = ?',
    args: [id],
  })
  if (rows.length > 0) return id
  const name = account.name ?? called ?? account.id
  const currency = account.currency ?? CURRENCY
  const made = { id, name, timeZone: account.timeZone, currency }
  await createWorkspace(deps.directory, provisioner, made, now)
  return id
}

/** Ids of 18 letters tell small from capital by their end, so that they may be written small. */
export function companyId(crm: string, account: string): string {
  return `${crm}-${account.toLowerCase()}`
}
