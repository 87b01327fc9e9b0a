/** Statements and their pages, checked. */
import { ConnectorError, type Pull } from '../contract.ts'
import type { SalesforceConfig } from './config.ts'
import { failure } from './failure.ts'
import { parse } from './parse.ts'
import { composite, NEWEST_VERSION, page as pageAt, query } from './read.ts'
import { compositeWire, type PageWire, type Part, pageWire } from './wire.ts'

export type Request = Pull<SalesforceConfig>

/** Address and headers together may have 16,384 bytes, and a token can be long. A longer statement goes in a body. */
const LONGEST_ADDRESS = 8_000
/** Of a set-up list that is read in one go. Rows and not pages are counted: a page may be as short as the org likes. */
const MAX_ROWS = 50_000

export interface QueryOptions {
  /** Default: the version read by the account stream. */
  readonly version?: string
  /** Reads the recycle bin too. */
  readonly deleted?: boolean
}

/** Pages without a row, one after the other: more of them lead nowhere. */
const MAX_EMPTY = 10

/** The first page of a statement's answer that has rows, or its only one. */
export async function select(
  pull: Request,
  soql: string,
  { version = versionOf(pull), deleted = false }: QueryOptions = {},
): Promise<PageWire> {
  const path = `/${deleted ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`
  if (path.length <= LONGEST_ADDRESS) return filled(pull, await query(pull, version, path))
  const { page } = await together(pull, version, { page: path })
  if (page === undefined) throw parse.unreadable('compositeResponse', 'no answer to the statement')
  return filled(pull, bodyOf(page, pull))
}

/** A page may be empty and not the last: it says where to look, and that is no end and no loop. */
async function filled(pull: Request, answer: unknown, address: string | null = null): Promise<PageWire> {
  const seen = new Set([address])
  let page = parse.whole(pageWire, answer)
  while (!page.done && page.records.length === 0) {
    const next = page.nextRecordsUrl ?? null
    if (next === null || seen.has(next) || seen.size > MAX_EMPTY)
      throw parse.unreadable('records', 'a page that does not move on')
    seen.add(next)
    page = parse.whole(pageWire, await pageAt(pull, next))
  }
  return page
}

/** For progress only, so a count that an org refuses, or takes too long over, holds up nothing. */
export async function counted(
  pull: Request,
  soql: string,
  options: QueryOptions = {},
): Promise<number | null> {
  try {
    return (await select(pull, soql, options)).totalSize
  } catch (error) {
    if (error instanceof ConnectorError) return null
    throw error
  }
}

/** All rows of a small set. More than can be asked for here is refused, never cut off. */
export async function selectAll(
  pull: Request,
  soql: string,
  options: QueryOptions = {},
): Promise<readonly unknown[]> {
  return restOf(pull, await select(pull, soql, options))
}

/** All rows of an answer that began with this page. */
async function restOf(pull: Request, first: PageWire): Promise<readonly unknown[]> {
  let page = first
  const rows = [...page.records]
  while (!page.done) {
    const { nextRecordsUrl: next, totalSize } = page
    if (next == null) throw parse.unreadable('nextRecordsUrl', 'missing before the end')
    if (Math.max(totalSize, rows.length) > MAX_ROWS)
      throw parse.unreadable('totalSize', `${totalSize} rows are too many`)
    page = await filled(pull, await pageAt(pull, next), next)
    if (!page.done && page.nextRecordsUrl === next)
      throw parse.unreadable('records', 'a page that does not move on')
    rows.push(...page.records)
  }
  return rows
}

/** Answers to several statements. Each is judged when it is looked at; a statement that was null has no rows. */
export interface Answers {
  /** The first page that has rows; null for a statement that was null. */
  first(name: string): Promise<PageWire | null>
  all(name: string): Promise<readonly unknown[]>
}

/** Of the 25 parts of a composite as many may be queries. */
export const COMPOSITE_QUERIES = 5

/** As few calls as it takes. */
export async function selectTogether(
  pull: Request,
  statements: Readonly<Record<string, string | null>>,
): Promise<Answers> {
  const paths = Object.entries(statements).flatMap(([name, soql]) =>
    soql === null ? [] : [[name, `/query?q=${encodeURIComponent(soql)}`] as const],
  )
  const parts = new Map<string, Part>()
  for (let start = 0; start < paths.length; start += COMPOSITE_QUERIES) {
    const some = Object.fromEntries(paths.slice(start, start + COMPOSITE_QUERIES))
    const answers = await together(pull, versionOf(pull), some)
    for (const [name, part] of Object.entries(answers)) parts.set(name, part)
  }

  function told(name: string): PageWire {
    const part = parts.get(name)
    if (part === undefined) throw parse.unreadable('compositeResponse', `no answer to ${name}`)
    return parse.whole(pageWire, bodyOf(part, pull))
  }

  // Five statements have opened five cursors, and a user has few: what goes on is asked for by itself.
  async function first(name: string): Promise<PageWire | null> {
    const soql = statements[name] ?? null
    if (soql === null) return null
    const page = told(name)
    return page.done || page.records.length > 0 ? page : select(pull, soql)
  }

  async function all(name: string): Promise<readonly unknown[]> {
    const soql = statements[name] ?? null
    if (soql === null) return []
    const page = told(name)
    return page.done ? page.records : selectAll(pull, soql)
  }

  return { first, all }
}

/** Several reads in one call, each with its own answer. */
export async function together(
  pull: Request,
  version: string,
  parts: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, Part>>> {
  const { compositeResponse } = parse.whole(compositeWire, await composite(pull, version, parts))
  return Object.fromEntries(compositeResponse.map((part) => [part.referenceId, part]))
}

/** The outer call succeeds whatever became of the reads inside. */
export function bodyOf({ httpStatusCode: status, body }: Part, { now }: Pick<Request, 'now'>): unknown {
  if (status >= 200 && status < 300) return body
  throw new ConnectorError('salesforce', failure({ status, headers: {}, body: JSON.stringify(body) }, now))
}

export function versionOf({ account }: Pick<Request, 'account'>): string {
  return account?.apiVersion ?? NEWEST_VERSION
}
