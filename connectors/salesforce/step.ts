/** A walk by id, one page further. Pure. */
import { advance, StuckWalk, type Walk } from '../window.ts'
import { parse } from './parse.ts'
import { ASKED_ROWS } from './soql.ts'
import { idWire, type PageWire } from './wire.ts'

/**
 * null at the end of the walk. Fewer rows than asked for are the vendor's right and no end: only a page that says it is
 * all there is ends it, and holds less than was asked for.
 */
export function stepped<W extends Walk>(walk: W, page: PageWire): W | null {
  if (isEnd(page)) return null
  const last = idWire.safeParse(parse.rowId(page.records.at(-1)))
  if (!last.success) throw parse.unreadable('records', 'the last row has no id, so the walk cannot go on')
  return movedTo(walk, last.data)
}

export function isEnd({ records, done, totalSize }: PageWire): boolean {
  return done && records.length >= totalSize && records.length < ASKED_ROWS
}

/** Throws when the walk would stand still. */
export function movedTo<W extends Walk>(walk: W, after: string): W {
  try {
    return advance(walk, after)
  } catch (error) {
    if (error instanceof StuckWalk) throw parse.unreadable('records', error.message)
    throw error
  }
}
