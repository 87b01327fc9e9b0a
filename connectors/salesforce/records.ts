/** Streams of records: everything once by id, then windows of changes by id, and what the recycle bin says is gone. */
import type { Cursor, Page, Pull, PullStream, Removal } from '../contract.ts'
import { parseInstant } from '../values/time.ts'
import { advance, type Edges, openWindow, rest, StuckWalk, type Walk } from '../window.ts'
import type { SalesforceConfig } from './config.ts'
import { isHidden, opportunityFields } from './fields.ts'
import { companyRecord } from './map.ts'
import { dealRecord } from './map-deal.ts'
import { parse } from './parse.ts'
import { query } from './read.ts'
import { versionOf, whole } from './setup.ts'
import { beyond, changedWithin, equals, PAGE_LIMIT, select } from './soql.ts'
import { accountWire, deletedWire, opportunityWire, type PageWire, pageWire } from './wire.ts'

/** A long transaction commits late, with the time stamp of its writes: each window reaches back this far. */
export const OVERLAP_MS = 15 * 60_000
/** No window ends nearer to now than this: writes under way, and clocks that differ. */
export const SAFETY_LAG_MS = 60_000
export const edges: Edges = { overlapMs: OVERLAP_MS, lagMs: SAFETY_LAG_MS }

type Request = Pull<SalesforceConfig>
type Place = Pick<Page, 'cursor' | 'more' | 'primary' | 'total'>

export const deals: PullStream<SalesforceConfig, 'deals'> = async (pull, cursor) => {
  const fields = opportunityFields(pull.account, pull.properties)
  const { page, place } = await walked(pull, openWindow(cursor, pull.now, edges), {
    object: 'Opportunity',
    fields,
  })
  const context = { account: pull.account, currency: pull.currency ?? null, properties: pull.properties }
  const rows = parse.rows(page.records, opportunityWire, (wire) => dealRecord(wire, context))
  return { ...place, ...rows, deleted: [] }
}

/** The recycle bin too: an account that was merged away is deleted and names its survivor. */
export const companies: PullStream<SalesforceConfig, 'companies'> = async (pull, cursor) => {
  if (isHidden(pull.account, 'Account')) return { ...whole(pull), ...restFrom(cursor, pull), records: [] }
  const fields = ['Id', 'Name', 'SystemModstamp', 'IsDeleted', 'MasterRecordId']
  const walk = openWindow(cursor, pull.now, edges)
  const { page, place } = await walked(pull, walk, { object: 'Account', fields, deleted: true })
  const rows = parse.rows(page.records, accountWire, (wire) => {
    const record = companyRecord(wire)
    return typeof record === 'string'
      ? record
      : { record, gone: wire.IsDeleted === true && record.mergedInto === null }
  })
  return {
    ...place,
    records: rows.records.filter(({ gone }) => !gone).map(({ record }) => record),
    deleted: rows.records.filter(({ gone }) => gone).map(({ record }) => removal(record.id, record.version)),
    skipped: rows.skipped,
  }
}

/** A first import finds nothing that it could miss; after it, what was deleted since is asked for. */
export const removals: PullStream<SalesforceConfig, 'removals'> = async (pull, cursor) => {
  const walk = openWindow(cursor, pull.now, edges)
  if (walk.at === 'list') return { ...whole(pull), cursor: rest(walk, edges), records: [] }
  const select = { object: 'Opportunity', fields: ['Id', 'SystemModstamp'], deleted: true }
  const { page, place } = await walked(pull, walk, { ...select, where: [equals('IsDeleted', true)] })
  const rows = parse.rows(page.records, deletedWire, ({ Id, SystemModstamp }) =>
    removal(Id, SystemModstamp == null ? null : parseInstant(SystemModstamp)),
  )
  return { ...place, records: [], deleted: rows.records, skipped: rows.skipped }
}

function removal(id: string, at: string | null): Removal {
  return { id, at, mergedInto: null }
}

interface Walked {
  readonly object: string
  readonly fields: readonly string[]
  readonly where?: readonly string[]
  readonly deleted?: boolean
}

async function walked(
  pull: Request,
  walk: Walk,
  { object, fields, where = [], deleted = false }: Walked,
): Promise<{ page: PageWire; place: Place }> {
  const within = walk.at === 'window' ? changedWithin(walk.since, walk.until) : []
  const conditions = [...where, ...within, ...beyond(walk.after)]
  const soql = select({ object, fields, where: conditions }, 'by id')
  const page = parse.whole(pageWire, await query(pull, versionOf(pull), soql, deleted))
  return { page, place: { ...placeOf(walk, page), primary: true, total: null } }
}

/** Fewer rows than asked for are the vendor's right and no end: only a page that holds all there is ends the walk. */
function placeOf(walk: Walk, page: PageWire): Pick<Place, 'cursor' | 'more'> {
  const complete = page.records.length >= page.totalSize && page.records.length < PAGE_LIMIT
  if (complete || page.records.length === 0) return { cursor: rest(walk, edges), more: false }
  const last = parse.rowId(page.records.at(-1))
  if (last === null) throw parse.unreadable('records', 'no row has an id, so the walk cannot go on')
  try {
    return { cursor: advance(walk, last), more: true }
  } catch (error) {
    if (error instanceof StuckWalk) throw parse.unreadable('records', error.message)
    throw error
  }
}

function restFrom(cursor: Cursor | null, pull: Request): Pick<Place, 'cursor'> {
  return { cursor: cursor ?? rest(openWindow(null, pull.now, edges), edges) }
}
