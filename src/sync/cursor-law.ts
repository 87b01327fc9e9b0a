/** Invariant 2: a cursor never moves past now and never back. The safety lag is the connector's own: its window opens that much earlier. */
import type { Cursor, Instant, Page } from '../../connectors/contract.ts'
import { isFinished, type RunView, type StreamView } from './views.ts'

/** A connector that breaks the agreement on cursors. Ours to repair. */
export class CursorWrong extends Error {
  override readonly name = 'CursorWrong'
}

export function checkCursor({ cursor, more }: Page, before: Cursor | null, now: Instant): void {
  if (reach(cursor) > now) throw new CursorWrong(`the cursor runs ahead of the clock: ${reach(cursor)}`)
  if (before !== null && before.at !== 'list' && reach(cursor) < reach(before))
    throw new CursorWrong(`the cursor moved back from ${reach(before)} to ${reach(cursor)}`)
  if (more === (cursor.at === 'rest'))
    throw new CursorWrong('a walk rests when, and only when, it has no more')
}

/** What comes with another stream's page is a whole walk. */
export function checkAlso(page: Page | undefined, now: Instant): void {
  if (page === undefined) return
  checkCursor(page, null, now)
  if (page.more) throw new CursorWrong('a walk that comes with another page has no more')
}

function reach(cursor: Cursor): Instant {
  return cursor.at === 'list' ? cursor.openedAt : cursor.until
}

/** A walk that this run itself opened must reach up to it, or the run would never end. */
export function checkEnd(view: StreamView, from: StreamView, run: RunView): RunView {
  const openedHere = from.cursor === null || from.cursor.at === 'rest'
  if (openedHere && !isFinished(view, run)) throw new CursorWrong('the window ends before its run began')
  return run
}
