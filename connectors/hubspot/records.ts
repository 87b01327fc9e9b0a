/** Streams of records: everything once, then windows of changes, and the recycle bin for what is gone. */
import type { Cursor, Pull, PullStream } from '../contract.ts'
import { openList, openWindow } from '../window.ts'
import { ASSOCIATION_LIMIT, carriesCompany, wantedOf, withCompanies } from './companies-of.ts'
import type { HubspotConfig } from './config.ts'
import { dealRows } from './deal-rows.ts'
import { unlessForbidden } from './forbidden.ts'
import { found } from './found.ts'
import { companyRecords, removalsOf } from './map.ts'
import { parsePage, parseRows } from './parse.ts'
import { edges, nextOf, type Place, placeOf } from './place.ts'
import { count, type Kind, LIST_LIMIT, list } from './read.ts'
import { changesBody, SEARCH_LIMIT } from './search-body.ts'
import { objectWire } from './wire.ts'

export const companyProperties = ['hs_lastmodifieddate', 'hs_merged_object_ids', 'name']

export const deals: PullStream<HubspotConfig, 'deals'> = async (pull, cursor) => {
  // One call for the companies of many deals is worth a larger page.
  const rows = carriesCompany(pull.account) ? 0 : ASSOCIATION_LIMIT
  const read = await readMany(pull, 'deals', cursor, wantedOf(pull), rows)
  const { records, deleted, skipped } = dealRows(read.results, pull)
  return { ...read.place, records: await withCompanies(pull, records), deleted, skipped }
}

/** Needs a scope of its own; without it the stream stays where it is, to be read from there once it is granted. */
export const companies: PullStream<HubspotConfig, 'companies'> = async (pull, cursor) => {
  const read = await unlessForbidden(readChanges(pull, 'companies', cursor, companyProperties))
  if (read === null) {
    const place: Place = { cursor: cursor ?? openList(null, pull.now), more: false, primary: true, total: 0 }
    return { ...place, records: [], deleted: [], skipped: [] }
  }
  const { records, skipped } = parseRows(read.results, objectWire, companyRecords)
  return { ...read.place, records: records.flat(), deleted: [], skipped }
}

/** The whole recycle bin each time: archived deals never show up in a search. */
export const removals: PullStream<HubspotConfig, 'removals'> = async (pull, cursor) => {
  const walk = openList(cursor, pull.now)
  const properties = ['hs_merged_object_ids']
  const body = await list(pull, 'deals', { after: walk.after, properties, archived: true })
  const page = parsePage(body)
  const { records, skipped } = parseRows(page.results, objectWire, removalsOf)
  return { ...placeOf(walk, nextOf(page)), records: [], deleted: records.flat(), skipped, total: null }
}

interface Read {
  readonly results: readonly unknown[]
  readonly place: Place
}

/** Pages of HubSpot until one more might hold more than `rows`; at least one. */
async function readMany(
  pull: Pull<HubspotConfig>,
  kind: Kind,
  cursor: Cursor | null,
  properties: readonly string[],
  rows: number,
): Promise<Read> {
  let read = await readChanges(pull, kind, cursor, properties)
  // Bounded by the rows, and by the calls where pages come short.
  for (let page = 1; page < 10 && read.place.more; page += 1) {
    const most = read.place.cursor.at === 'list' ? LIST_LIMIT : SEARCH_LIMIT
    if (read.results.length + most > rows) break
    const next = await readChanges(pull, kind, read.place.cursor, properties)
    const results = [...read.results, ...next.results]
    read = { results, place: { ...next.place, total: read.place.total } }
  }
  return read
}

async function readChanges(
  pull: Pull<HubspotConfig>,
  kind: Kind,
  cursor: Cursor | null,
  properties: readonly string[],
): Promise<Read> {
  const walk = openWindow(cursor, pull.now, edges)
  if (walk.at === 'list') {
    const page = parsePage(await list(pull, kind, { after: walk.after, properties, archived: false }))
    const total = walk.after === null ? (parsePage(await count(pull, kind)).total ?? null) : null
    return { results: page.results, place: { ...placeOf(walk, nextOf(page)), total } }
  }
  const page = await found(pull, kind, changesBody(walk, properties))
  // Later pages are searches of their own, whose totals count only what is left.
  const total = walk.after === null ? page.total : null
  return { results: page.results, place: { ...placeOf(walk, page.after), primary: false, total } }
}
