/** Streams of records: everything once, then windows of changes, and the recycle bin for what is gone. */
import type { Cursor, Page, Pull, PullStream, Removal } from '../contract.ts'
import { advance, type Edges, openList, openWindow, rest, StuckWalk, type Walk } from '../window.ts'
import type { HubspotConfig } from './config.ts'
import { unlessForbidden } from './forbidden.ts'
import { companyRecords, mergedIdsOf } from './map.ts'
import { dealProperties, dealRecord } from './map-deal.ts'
import { parsePage, parseRows, rowId, unreadable } from './parse.ts'
import { count, type Kind, list, SEARCH_LIMIT, search } from './read.ts'
import { instantOf } from './time.ts'
import { type ObjectWire, objectWire, type PageWire } from './wire.ts'

/** The search index is late by a time HubSpot does not state: each window reaches back this far. */
export const OVERLAP_MS = 15 * 60_000
/** No window ends nearer to now than this: writes under way, and clocks that differ. */
export const SAFETY_LAG_MS = 60_000
export const edges: Edges = { overlapMs: OVERLAP_MS, lagMs: SAFETY_LAG_MS }

const companyProperties = ['hs_lastmodifieddate', 'hs_merged_object_ids', 'name']

export const deals: PullStream<HubspotConfig, 'deals'> = async (pull, cursor) => {
  const read = await readChanges(pull, 'deals', cursor, [...dealProperties, ...pull.properties])
  const alive = parseRows(read.results, objectWire, (wire) =>
    wire.archived === true ? { gone: removalsOf(wire) } : dealRecord(wire, pull),
  )
  const records = alive.records.flatMap((one) => ('gone' in one ? [] : [one]))
  const deleted = alive.records.flatMap((one) => ('gone' in one ? one.gone : []))
  return { ...read.place, records, deleted, skipped: alive.skipped }
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

/** What is gone, and what had been merged into it: nobody else would tell, if it went before we read the merge. */
function removalsOf(wire: ObjectWire): Removal[] {
  const at = instantOf(wire.archivedAt)
  const merged = mergedIdsOf(wire).map((id) => ({ id, at, mergedInto: wire.id }))
  return [...merged, { id: wire.id, at, mergedInto: null }]
}

type Place = Pick<Page, 'cursor' | 'more' | 'primary' | 'total'>

async function readChanges(
  pull: Pull<HubspotConfig>,
  kind: Kind,
  cursor: Cursor | null,
  properties: readonly string[],
): Promise<{ results: readonly unknown[]; place: Place }> {
  const walk = openWindow(cursor, pull.now, edges)
  if (walk.at === 'list') {
    const page = parsePage(await list(pull, kind, { after: walk.after, properties, archived: false }))
    const total = walk.after === null ? (parsePage(await count(pull, kind)).total ?? null) : null
    return { results: page.results, place: { ...placeOf(walk, nextOf(page)), total } }
  }
  const page = parsePage(await search(pull, kind, walk, properties))
  // Later pages are searches of their own, whose totals count only what is left.
  const total = walk.after === null ? (page.total ?? null) : null
  return { results: page.results, place: { ...placeOf(walk, lastIdOf(page)), primary: false, total } }
}

function placeOf(walk: Walk, after: string | null): Omit<Place, 'total'> {
  if (after === null) return { cursor: rest(walk, edges), more: false, primary: true }
  try {
    return { cursor: advance(walk, after), more: true, primary: true }
  } catch (error) {
    if (error instanceof StuckWalk) throw unreadable('paging', error.message)
    throw error
  }
}

/** The list's own mark; it may be opaque. */
function nextOf(page: PageWire): string | null {
  return page.paging?.next?.after ?? null
}

/** A full page may have more behind it, whatever its paging says; an empty one has not. */
function lastIdOf(page: PageWire): string | null {
  if (page.results.length === 0) return null
  const more = page.results.length >= SEARCH_LIMIT || page.paging?.next != null
  if (!more) return null
  const ids = page.results.map(rowId).filter((id) => id !== null)
  const last = ids.at(-1)
  if (last === undefined) throw unreadable('results', 'no row has an id, so the walk cannot go on')
  return last
}
