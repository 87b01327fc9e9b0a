/** Companies: made once, opened when asked for, each with a database of its own. */
import { eq } from 'drizzle-orm'
import type { Instant } from '../connectors/contract.ts'
import { minorDigits } from '../connectors/values/money.ts'
import { localDay } from '../connectors/values/time.ts'
import { type DirectoryDb, directoryDb, type Open, workspaceDb } from '../db/client.ts'
import { workspace as table } from '../db/directory/schema.ts'
import { migrate } from '../db/migrate.ts'
import { directory as directoryMigrations, workspace as workspaceMigrations } from '../db/migrations/index.ts'
import type { Provisioner } from '../db/provision.ts'
import { type Workspace, WorkspaceMissing } from './platform.ts'

/** Refused, with the reason for a person; nothing was made. */
export class WorkspaceRefused extends Error {
  override readonly name = 'WorkspaceRefused'
}

export async function openDirectory(open: Open, url: string, now: Instant): Promise<DirectoryDb> {
  const client = await open(url)
  await migrate(client, directoryMigrations, now)
  return directoryDb(client)
}

export interface NewWorkspace {
  readonly id: string
  readonly name: string
  /** IANA. */
  readonly timeZone: string
  /** ISO 4217. */
  readonly currency: string
}

/**
 * Makes the company's database, then its row in the directory: killed in between, the next try finds the database and
 * goes on. Throws `WorkspaceRefused` for an id that is taken or a value that is none.
 */
export async function createWorkspace(
  directory: DirectoryDb,
  provisioner: Provisioner,
  { id, name, timeZone, currency }: NewWorkspace,
  now: Instant,
): Promise<void> {
  const problem = problemOf({ timeZone, currency })
  if (problem !== null) throw new WorkspaceRefused(problem)
  const rows = await directory.select({ id: table.id, url: table.databaseUrl }).from(table)
  if (rows.some((row) => row.id === id)) throw new WorkspaceRefused(`There is a company "${id}" already.`)
  const url = await provisioner.create(id)
  if (rows.some((row) => row.url === url))
    throw new WorkspaceRefused('WORKSPACE_DB_URL has no {workspace}, so this deployment holds one company.')
  await directory.insert(table).values({ id, name, databaseUrl: url, timeZone, currency, createdAt: now })
}

function problemOf({ timeZone, currency }: Pick<NewWorkspace, 'timeZone' | 'currency'>): string | null {
  if (minorDigits(currency) === null) return `"${currency}" is no currency: use an ISO 4217 code like EUR.`
  return zoneProblem(timeZone)
}

/** Null: it is one. */
export function zoneProblem(timeZone: string): string | null {
  try {
    localDay(0, timeZone)
    return null
  } catch {
    return `"${timeZone}" is no time zone: use an IANA name like Europe/Berlin.`
  }
}

export interface Workspaces {
  /** Throws `WorkspaceMissing` for an id the directory does not know. */
  open(workspaceId: string): Promise<Workspace>
  /** After its name, zone or currency was changed, maybe by another process: the next `open` tells what stands by now. */
  refresh(): Promise<void>
  /** Closes what is open of a company that goes. */
  forget(workspaceId: string): Promise<void>
  close(): Promise<void>
}

/**
 * Opens each company once and brings its schema up to date then. At the edge one such object lives as long as a request
 * or message: a promise of one request cannot be awaited by another.
 */
export function openWorkspaces(directory: DirectoryDb, open: Open, now: () => Instant): Workspaces {
  const opened = new Map<string, Promise<Workspace>>()

  async function openOne(id: string): Promise<Workspace> {
    const [row] = await directory.select().from(table).where(eq(table.id, id))
    if (row === undefined || row.status === 'ending')
      throw new WorkspaceMissing(`There is no company "${id}".`)
    const client = await open(row.databaseUrl)
    try {
      await migrate(client, workspaceMigrations, now())
    } catch (error) {
      client.close()
      throw error
    }
    return { id, name: row.name, timeZone: row.timeZone, currency: row.currency, db: workspaceDb(client) }
  }

  async function forget(id: string): Promise<void> {
    const known = opened.get(id)
    opened.delete(id)
    const workspace = await known?.catch(() => null)
    workspace?.db.$client.close()
  }

  return {
    open(id) {
      const known = opened.get(id)
      if (known !== undefined) return known
      const opening = openOne(id)
      opened.set(id, opening)
      // One that failed is tried again by the next caller.
      opening.catch(() => opened.delete(id))
      return opening
    },
    async refresh() {
      const rows = await directory.select().from(table)
      const there = new Set(rows.filter(({ status }) => status !== 'ending').map(({ id }) => id))
      for (const id of [...opened.keys()]) if (!there.has(id)) await forget(id)
      for (const { id, name, timeZone, currency } of rows) {
        const known = opened.get(id)
        const before = (await known?.catch(() => null)) ?? null
        const same = before?.name === name && before.timeZone === timeZone && before.currency === currency
        if (before === null || same || opened.get(id) !== known) continue
        // The connection stays: whoever is at work with it is not disturbed.
        opened.set(id, Promise.resolve({ ...before, name, timeZone, currency }))
      }
    },
    forget,
    async close() {
      for (const result of await Promise.allSettled(opened.values()))
        if (result.status === 'fulfilled') result.value.db.$client.close()
      opened.clear()
    },
  }
}
