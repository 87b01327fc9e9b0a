/** A walk by id, one page further. Pure. */
import { advance, StuckWalk, type Walk } from '../window.ts'
import { parse } from './parse.ts'
import { PAGE_LIMIT } from './soql.ts'
import { idWire, type PageWire } from './wire.ts'

/**
 * null at the end of the walk. Fewer rows than asked for are the vendor's right and no end: only a page that says it is
 * all there is, and is not full, ends it.
 */
export function stepped<W extends Walk>(walk: W, { records, done, totalSize }: PageWire): W | null {
  if (done && records.length >= totalSize && records.length < PAGE_LIMIT) return null
  const last = idWire.safeParse(parse.rowId(records.at(-1)))
  if (!last.success) throw parse.unreadable('records', 'the last row has no id, so the walk cannot go on')
  try {
    return advance(walk, last.data)
  } catch (error) {
    if (error instanceof StuckWalk) throw parse.unreadable('records', error.message)
    throw error
  }
}
