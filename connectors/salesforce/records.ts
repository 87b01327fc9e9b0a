/** Streams of records: everything once by id, then windows of changes by id, and what the recycle bin says is gone. */
import type { Page, PullStream } from '../contract.ts'
import { type Edges, openWindow, rest, type Walk } from '../window.ts'
import type { SalesforceConfig } from './config.ts'
import { readRows, removal, removedRows } from './deal-rows.ts'
import { extraFields, isHidden, opportunityFields, visibleFields, withDeleted } from './fields.ts'
import { companyRecord } from './map.ts'
import { parse } from './parse.ts'
import { counted, type Request, select } from './query.ts'
import { beyond, changedSince, count, equals, type Select, statement } from './soql.ts'
import { stepped } from './step.ts'
import { accountWire } from './wire.ts'

/** A long transaction commits late, with the time stamp of its writes: each window reaches back this far. */
export const OVERLAP_MS = 15 * 60_000
/** No window ends nearer to now than this: writes under way, and clocks that differ. */
export const SAFETY_LAG_MS = 60_000
export const edges: Edges = { overlapMs: OVERLAP_MS, lagMs: SAFETY_LAG_MS }

type Place = Pick<Page, 'cursor' | 'more' | 'primary' | 'total'>

/**
 * A window reads the recycle bin too, so that one look tells of each deal what it is: read apart, a deal that was edited,
 * deleted, and restored between the two looks would stay as it was before all three. The first walk leaves the bin alone.
 */
export const deals: PullStream<SalesforceConfig, 'deals'> = async (pull, cursor) => {
  const walk = openWindow(cursor, pull.now, edges)
  const fields = opportunityFields(pull.account, extraFields(pull))
  const bin = walk.at === 'window'
  const wanted = { object: 'Opportunity', fields: bin ? withDeleted(fields) : fields }
  const { rows, place } = await walked(pull, walk, wanted, bin)
  return { ...place, ...readRows(pull, rows) }
}

/** The recycle bin too: an account that was merged away is deleted and names its survivor. */
export const companies: PullStream<SalesforceConfig, 'companies'> = async (pull, cursor) => {
  const walk = openWindow(cursor, pull.now, edges)
  if (isHidden(pull.account, 'Account')) return { ...nothing(walk), records: [], deleted: [], skipped: [] }
  const fields = visibleFields(pull.account, 'Account')
  const { rows, place } = await walked(pull, walk, { object: 'Account', fields }, true)
  const read = parse.rows(rows, accountWire, (wire) => {
    const record = companyRecord(wire)
    if (typeof record === 'string') return record
    return { record, gone: wire.IsDeleted === true && record.mergedInto === null }
  })
  const gone = read.records.filter((one) => one.gone).map(({ record }) => removal(record.id, record.version))
  const kept = read.records.filter((one) => !one.gone).map(({ record }) => record)
  return { ...place, records: kept, deleted: gone, skipped: read.skipped }
}

/** At first the whole bin: a deal may have been deleted after a long import read it, and before this is asked. */
export const removals: PullStream<SalesforceConfig, 'removals'> = async (pull, cursor) => {
  const walk = openWindow(cursor, pull.now, edges)
  const where = [equals('IsDeleted', true)]
  const wanted = { object: 'Opportunity', fields: ['Id', 'SystemModstamp'], where }
  const { rows, place } = await walked(pull, walk, wanted, true)
  const read = removedRows(rows)
  return { ...place, records: [], deleted: read.records, skipped: read.skipped }
}

/** A page of an object's walk by id. */
export async function walked(
  pull: Request,
  walk: Walk,
  { object, fields, where = [] }: Select,
  deleted: boolean,
): Promise<{ rows: readonly unknown[]; place: Place }> {
  const within = walk.at === 'window' ? changedSince(walk.since) : []
  const conditions = [...where, ...within, ...beyond(walk.after)]
  const soql = statement({ object, fields, where: conditions }, 'by id')
  const page = await select(pull, soql, { deleted })
  const next = stepped(walk, page)
  if (next === null) return { rows: page.records, place: nothing(walk) }
  // A window is short; the count of a first walk is shown, and costs a call.
  const total =
    walk.at === 'list' && walk.after === null
      ? await counted(pull, count(object, conditions), { deleted })
      : null
  return { rows: page.records, place: { ...nothing(walk), cursor: next, more: true, total } }
}

/** The walk is at its end. */
function nothing(walk: Walk): Place {
  return { cursor: rest(walk, edges), more: false, primary: true, total: null }
}
