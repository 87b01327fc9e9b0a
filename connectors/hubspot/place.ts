/** Where a page leaves its walk. */
import type { Page } from '../contract.ts'
import { advance, type Edges, rest, StuckWalk, type Walk } from '../window.ts'
import { unreadable } from './parse.ts'
import type { PageWire } from './wire.ts'

/** The search index is late by a time HubSpot does not state: each window reaches back this far. */
export const OVERLAP_MS = 15 * 60_000
/** No window ends nearer to now than this: writes under way, and clocks that differ. */
export const SAFETY_LAG_MS = 60_000
export const edges: Edges = { overlapMs: OVERLAP_MS, lagMs: SAFETY_LAG_MS }

export type Place = Pick<Page, 'cursor' | 'more' | 'primary' | 'total'>

/** `after` null: the walk ends here. */
export function placeOf(walk: Walk, after: string | null): Omit<Place, 'total'> {
  if (after === null) return { cursor: rest(walk, edges), more: false, primary: true }
  try {
    return { cursor: advance(walk, after), more: true, primary: true }
  } catch (error) {
    if (error instanceof StuckWalk) throw unreadable('paging', error.message)
    throw error
  }
}

/** The list's own mark; it may be opaque. */
export function nextOf(page: PageWire): string | null {
  return page.paging?.next?.after ?? null
}
