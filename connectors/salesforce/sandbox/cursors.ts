/** Query results that did not fit one page. A cursor lives two days. */
import { recordId } from './id.ts'
import { Refusal } from './refusal.ts'
import type { Found } from './soql/run.ts'
import type { Json } from './soql/select.ts'
import type { Switches } from './switches.ts'

const LIVES_MS = 2 * 86_400_000
const MAX_BATCH = 2000
const MIN_BATCH = 200

interface Cursor {
  readonly found: Found
  readonly openedAt: number
  readonly batch: number
}

export interface Cursors {
  /** The first page of a result; what is left gets a cursor. */
  open(found: Found, options: PageOptions): Json
  /** A later page. Throws a Refusal for a cursor that is unknown, too old or pushed out. */
  next(locator: string, options: PageOptions): Json
}

export interface PageOptions {
  readonly version: string
  readonly nowMs: number
  readonly switches: Switches
  /** Of this request; a cursor keeps the size it was opened with. */
  readonly batch: number
}

/** `Sforce-Query-Options: batchSize=200`: a wish between 200 and 2,000. */
export function batchOf(header: string | undefined): number {
  const wish = /batchSize\s*=\s*(\d+)/i.exec(header ?? '')?.[1]
  return wish === undefined ? MAX_BATCH : Math.min(MAX_BATCH, Math.max(MIN_BATCH, Number(wish)))
}

export function createCursors(): Cursors {
  const open = new Map<string, Cursor>()
  let opened = 0

  function page(id: string, cursor: Cursor, from: number, options: PageOptions): Json {
    const { found } = cursor
    const size = sizeOf(found, cursor.batch, options)
    const rows = found.rows.slice(from, from + size).filter((row) => from === 0 || !found.deleted(row))
    const end = from + size
    const done = end >= found.rows.length
    const next = done ? {} : { nextRecordsUrl: `/services/data/v${options.version}/query/${id}-${end}` }
    return { totalSize: found.totalSize, done, ...next, records: rows.map(found.write) }
  }

  return {
    open(found, options) {
      opened += 1
      const id = recordId('QueryLocator', String(opened))
      const live = options.switches.cursorReads === 'live'
      const size = sizeOf(found, options.batch, options)
      const kept = live || found.rows.length <= size ? found : written(found)
      const cursor = { found: kept, openedAt: options.nowMs, batch: options.batch }
      const empty = options.switches.emptyPages && found.atOnce !== true && found.rows.length > 0
      if (found.rows.length > size || empty) {
        open.set(id, cursor)
        const [oldest] = open.keys()
        if (open.size > options.switches.openCursors && oldest !== undefined) open.delete(oldest)
      }
      if (!empty) return page(id, cursor, 0, options)
      const nextRecordsUrl = `/services/data/v${options.version}/query/${id}-0`
      return { totalSize: found.totalSize, done: false, nextRecordsUrl, records: [] }
    },
    next(locator, options) {
      const [id = '', offset = ''] = locator.split('-')
      const cursor = open.get(id)
      const valid =
        cursor !== undefined &&
        options.nowMs - cursor.openedAt <= LIVES_MS &&
        (options.switches.emptyPages ? /^\d+$/ : /^[1-9]\d*$/).test(offset) &&
        Number(offset) < cursor.found.rows.length
      if (!valid) throw new Refusal(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator')
      return page(id, cursor, Number(offset), options)
    },
  }
}

function sizeOf(found: Found, batch: number, { switches }: PageOptions): number {
  return found.atOnce ? found.rows.length : Math.max(1, Math.min(batch, switches.pageRows))
}

/** All rows as they are now. */
function written(found: Found): Found {
  const rows = found.rows.map((row) => ({ record: found.write(row) }))
  return {
    totalSize: found.totalSize,
    rows,
    write: (row) => ('record' in row ? (row.record as Json) : null),
    deleted: () => false,
  }
}
