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

/** The first page of a statement's answer. */
export async function select(
  pull: Request,
  soql: string,
  { version = versionOf(pull), deleted = false }: QueryOptions = {},
): Promise<PageWire> {
  const path = `/${deleted ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`
  if (path.length <= LONGEST_ADDRESS) return parse.whole(pageWire, await query(pull, version, path))
  const { page } = await together(pull, version, { page: path })
  if (page === undefined) throw parse.unreadable('compositeResponse', 'no answer to the statement')
  return parse.whole(pageWire, bodyOf(page, pull))
}

/** All rows of a small set. More than can be asked for here is refused, never cut off. */
export async function selectAll(
  pull: Request,
  soql: string,
  options: QueryOptions = {},
): Promise<readonly unknown[]> {
  let page = await select(pull, soql, options)
  const rows = [...page.records]
  while (!page.done) {
    const { nextRecordsUrl: next, totalSize } = page
    if (next == null) throw parse.unreadable('nextRecordsUrl', 'missing before the end')
    if (Math.max(totalSize, rows.length) > MAX_ROWS)
      throw parse.unreadable('totalSize', `${totalSize} rows are too many`)
    page = parse.whole(pageWire, await pageAt(pull, next))
    if (!page.done && (page.records.length === 0 || page.nextRecordsUrl === next))
      throw parse.unreadable('records', 'a page that does not move on')
    rows.push(...page.records)
  }
  return rows
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
