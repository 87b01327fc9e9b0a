/**
 * The window of changes, pure. Time says which rows (changed at `since` or later), the last id read says where we are, and
 * `until`, frozen when it opens, up to when all changes are in once it was walked. Ties, caps, edits during the walk and a
 * moving end then lose nothing: a row edited again while we read is read as it is, now or in the next window.
 */
import type { Cursor, Instant } from './contract.ts'
import { addMs } from './values/time.ts'

export interface Edges {
  /** How far a window reaches back behind the last one: rows that were indexed late. */
  readonly overlapMs: number
  /** How far `until` stays behind now: rows still being written, and clocks that differ. */
  readonly lagMs: number
}

export type Walk = Exclude<Cursor, { readonly at: 'rest' }>
type List = Extract<Cursor, { readonly at: 'list' }>

/** The walk to go on with: a first one lists everything, one that rests opens a window, one under way resumes. */
export function openWindow(cursor: Cursor | null, now: Instant, edges: Edges): Walk {
  if (cursor === null) return { at: 'list', openedAt: now, after: null }
  if (cursor.at !== 'rest') return cursor
  const until = later(cursor.until, addMs(now, -edges.lagMs))
  return { at: 'window', since: addMs(cursor.until, -edges.overlapMs), until, after: null }
}

/** For a stream that has no changes to ask for and is read whole each time. */
export function openList(cursor: Cursor | null, now: Instant): List {
  return cursor?.at === 'list' ? cursor : { at: 'list', openedAt: now, after: null }
}

/** The same walk, further on. Throws a `StuckWalk` when the CRM did not move: a walk must end. */
export function advance<W extends Walk>(walk: W, after: string): W {
  if (after === walk.after) throw new StuckWalk(after)
  return { ...walk, after }
}

/** A walk that is done. What a list began to read at `openedAt` may have changed since: the next window starts there. */
export function rest(walk: Walk, edges: Edges): Cursor {
  return { at: 'rest', until: walk.at === 'list' ? addMs(walk.openedAt, -edges.lagMs) : walk.until }
}

export class StuckWalk extends Error {
  override readonly name = 'StuckWalk'
  constructor(after: string) {
    super(`the page after ${after} ends where it began`)
  }
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b
}
