/**
 * Everything of a company, for the company: its database table by table, and what the directory knows of it. Left out is what
 * would let people be summed up (hashes of owners, what is counted by them), what opens something, and our own machinery.
 */
import { makeZip } from 'client-zip'
import { getTableColumns, is, sql } from 'drizzle-orm'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { DirectoryDb, WorkspaceDb } from '../../db/client.ts'
import * as tables from '../../db/workspace/schema.ts'
import { BYTE_ORDER_MARK, type Cell, csvRow } from '../evidence/csv.ts'
import type { Workspace } from '../platform.ts'
import { streamOf } from './stream.ts'

type Row = Readonly<Record<string, unknown>>
export interface Part {
  readonly name: string
  readonly columns: readonly string[]
  pages(): AsyncIterable<readonly Row[]>
}

/** Tables that stay, each with its reason. A table that is added is taken along. */
export const withheld: Readonly<Record<string, string>> = {
  owner: 'hashes of people',
  carriedPeople: 'counted by hashes of people',
  viewLog: 'for the auditor alone',
  lease: 'who works on what just now',
  migration: 'of the program',
}
/** `told` is what the CRM said of a deal, its owner's hash included; all else of it is in the revisions. */
const WITHHELD_COLUMNS: ReadonlySet<string> = new Set(['ownerHash', 'told'])
const PAGE = 500

export function parts({ id, db }: Pick<Workspace, 'id' | 'db'>, directory: DirectoryDb): Part[] {
  const every: Readonly<Record<string, unknown>> = tables
  const own = Object.entries(every).flatMap(([name, table]) =>
    is(table, SQLiteTable) && withheld[name] === undefined ? [ofTable(db, name, table)] : [],
  )
  return [connections(directory, id), members(directory, id), ...own]
}

function ofTable(db: WorkspaceDb, name: string, table: SQLiteTable): Part {
  const kept = Object.entries(getTableColumns(table)).filter(([column]) => !WITHHELD_COLUMNS.has(column))
  const chosen = { ...Object.fromEntries(kept), rowid: sql<number>`rowid` }
  async function* pages(): AsyncGenerator<readonly Row[]> {
    let last = 0
    for (;;) {
      const after = sql`rowid > ${last}`
      const rows: Row[] = await db.select(chosen).from(table).where(after).orderBy(sql`rowid`).limit(PAGE)
      if (rows.length === 0) return
      last = Number(rows.at(-1)?.rowid)
      yield rows.map(({ rowid: _, ...row }) => row)
      if (rows.length < PAGE) return
    }
  }
  return { name, columns: kept.map(([column]) => column), pages }
}

/** Without what they are sealed with. */
function connections(directory: DirectoryDb, workspaceId: string): Part {
  const query = `SELECT id, crm, account_id AS accountId, label, status, created_at AS createdAt
    FROM connection WHERE workspace_id = ? ORDER BY id`
  return ofDirectory(directory, workspaceId, 'connections', query)
}

function members(directory: DirectoryDb, workspaceId: string): Part {
  const query = `SELECT u.id, u.name, u.email, m.role, m.created_at AS createdAt
    FROM member m JOIN user u ON u.id = m.user_id WHERE m.workspace_id = ? ORDER BY u.email`
  return ofDirectory(directory, workspaceId, 'members', query)
}

function ofDirectory({ $client }: DirectoryDb, workspaceId: string, name: string, query: string): Part {
  const columns = [...query.matchAll(/(?:AS )?(\w+)(?=,|\s+FROM)/g)].map((match) => match[1] ?? '')
  async function* pages(): AsyncGenerator<readonly Row[]> {
    const { rows } = await $client.execute({ sql: query, args: [workspaceId] })
    yield rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])))
  }
  return { name, columns, pages }
}

type Head = Pick<Workspace, 'id' | 'name' | 'timeZone' | 'currency'>

/** One JSON object; a line a row, so that it can be read without holding it. */
export async function* takeOutJson(head: Head, all: readonly Part[]): AsyncGenerator<string> {
  const { id, name, timeZone, currency } = head
  yield `{"workspace":${JSON.stringify({ id, name, timeZone, currency })},"tables":{`
  for (const [n, part] of all.entries()) {
    yield `${n === 0 ? '' : ','}\n"${part.name}":[`
    let begun = false
    for await (const rows of part.pages()) {
      if (rows.length === 0) continue
      yield `${begun ? ',' : ''}\n${rows.map((row) => JSON.stringify(row)).join(',\n')}`
      begun = true
    }
    yield ']'
  }
  yield '}}\n'
}

const COMMAS = { separator: ',', decimal: '.' } as const

export async function* takeOutCsv({ columns, pages }: Part): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvRow(columns, COMMAS)
  for await (const rows of pages())
    yield rows
      .map((row) =>
        csvRow(
          columns.map((column) => cellOf(row[column])),
          COMMAS,
        ),
      )
      .join('')
}

/** Decimal text of ours is a number; anything else that looks like a formula is made harmless. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null
  if (typeof value === 'number' || typeof value === 'bigint') return { number: String(value) }
  if (typeof value !== 'string') return typeof value === 'boolean' ? String(value) : JSON.stringify(value)
  return /^-?\d+(\.\d+)?$/.test(value) && !/^0\d/.test(value) ? { number: value } : value
}

/** Held a page at a time: the sizes of the files follow them. The archive's own times say nothing. */
export function takeOutZip(all: readonly Part[]): ReadableStream<Uint8Array> {
  const lastModified = new Date('1980-01-01T00:00:00.000Z')
  return makeZip(
    all.map((part) => ({ name: `${part.name}.csv`, lastModified, input: streamOf(takeOutCsv(part)) })),
  )
}
