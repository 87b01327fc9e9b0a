/** One search as far as its first rows: pages may come short, and empty ones may have more behind them. */
import { ConnectorError } from '../contract.ts'
import { parsePage, rowId, unreadable } from './parse.ts'
import { type Kind, type Reading, search } from './read.ts'
import { SEARCH_LIMIT, type SearchBody } from './search-body.ts'

/** More empty pages in a row than this is an index that is not well. */
const EMPTY_PAGES = 5

export interface Found {
  readonly results: readonly unknown[]
  /** Of the whole search; null where HubSpot does not tell. */
  readonly total: number | null
  /** Id of the last row when more follows. */
  readonly after: string | null
}

export async function found(reading: Reading, kind: Kind, body: SearchBody): Promise<Found> {
  let offset: string | null = null
  for (let asked = 0; asked <= EMPTY_PAGES; asked += 1) {
    const page = parsePage(await search(reading, kind, offset === null ? body : { ...body, after: offset }))
    const { results } = page
    const total = page.total ?? null
    const next = page.paging?.next?.after ?? null
    if (results.length > 0) {
      const more = next !== null || (total === null ? results.length >= SEARCH_LIMIT : total > results.length)
      return { results, total, after: more ? lastId(results) : null }
    }
    if (next === null && (total ?? 0) > 0) break
    if (next === null) return { results, total, after: null }
    offset = next
  }
  const detail = 'A search tells of rows and shows none'
  throw new ConnectorError('hubspot', { kind: 'unavailable', status: null, retryAfterMs: null, detail })
}

function lastId(results: readonly unknown[]): string {
  const last = results.map(rowId).findLast((id) => id !== null)
  if (last === undefined || last === null)
    throw unreadable('results', 'no row has an id, so the walk cannot go on')
  return last
}
