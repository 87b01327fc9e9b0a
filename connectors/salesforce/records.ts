/** Streams of records: everything once by id, then windows of changes by id, and what the recycle bin says is gone. */
import { ConnectorError, type Page, type PullStream, type Removal } from '../contract.ts'
import { parseInstant } from '../values/time.ts'
import { type Edges, openWindow, rest, type Walk } from '../window.ts'
import type { SalesforceConfig } from './config.ts'
import { isHidden, opportunityFields, visibleFields } from './fields.ts'
import { companyRecord } from './map.ts'
import { dealRecord } from './map-deal.ts'
import { parse } from './parse.ts'
import { type Request, select } from './query.ts'
import { beyond, changedWithin, count, equals, type Select, statement } from './soql.ts'
import { stepped } from './step.ts'
import { accountWire, deletedWire, opportunityWire } from './wire.ts'

/** A long transaction commits late, with the time stamp of its writes: each window reaches back this far. */
export const OVERLAP_MS = 15 * 60_000
/** No window ends nearer to now than this: writes under way, and clocks that differ. */
export const SAFETY_LAG_MS = 60_000
export const edges: Edges = { overlapMs: OVERLAP_MS, lagMs: SAFETY_LAG_MS }

type Place = Pick<Page, 'cursor' | 'more' | 'primary' | 'total'>

export const deals: PullStream<SalesforceConfig, 'deals'> = async (pull, cursor) => {
  const { account, properties } = pull
  const walk = openWindow(cursor, pull.now, edges)
  const fields = opportunityFields(account, properties)
  const { rows, place } = await walked(pull, walk, { object: 'Opportunity', fields }, false)
  const context = { account, currency: pull.currency ?? null, properties }
  return {
    ...place,
    ...parse.rows(rows, opportunityWire, (wire) => dealRecord(wire, context)),
    deleted: [],
  }
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
  const read = parse.rows(rows, deletedWire, ({ Id, SystemModstamp }) =>
    removal(Id, SystemModstamp == null ? null : parseInstant(SystemModstamp)),
  )
  return { ...place, records: [], deleted: read.records, skipped: read.skipped }
}

/** Nobody merges opportunities; an account that was merged is told as a record. */
function removal(id: string, at: string | null): Removal {
  return { id, at, mergedInto: null }
}

async function walked(
  pull: Request,
  walk: Walk,
  { object, fields, where = [] }: Select,
  deleted: boolean,
): Promise<{ rows: readonly unknown[]; place: Place }> {
  const within = walk.at === 'window' ? changedWithin(walk.since, walk.until) : []
  const conditions = [...where, ...within, ...beyond(walk.after)]
  const soql = statement({ object, fields, where: conditions }, 'by id')
  const page = await select(pull, soql, { deleted })
  const next = stepped(walk, page)
  if (next === null) return { rows: page.records, place: nothing(walk) }
  const total = walk.after === null ? await counted(pull, count(object, conditions), deleted) : null
  return { rows: page.records, place: { ...nothing(walk), cursor: next, more: true, total } }
}

/** For progress only, so a count that an org refuses, or takes too long over, holds up nothing. */
async function counted(pull: Request, soql: string, deleted: boolean): Promise<number | null> {
  try {
    return (await select(pull, soql, { deleted })).totalSize
  } catch (error) {
    if (error instanceof ConnectorError) return null
    throw error
  }
}

/** The walk is at its end. */
function nothing(walk: Walk): Place {
  return { cursor: rest(walk, edges), more: false, primary: true, total: null }
}
