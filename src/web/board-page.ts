/** The board of a cycle. A null view means that no cycle exists yet. */
import { html } from 'hono/html'
import type { BoardView, Cycle } from '../okr/types.ts'
import { boardHead } from './board-head.ts'
import type { Html, PageContext } from './ctx.ts'
import { importing, noConnection, noCycle, noObjective } from './empty.ts'
import { layout } from './layout.ts'
import { live } from './live.ts'
import { objectiveCard } from './objective-card.ts'

/** A calm word about the data before the first values; what needs a person stands in the head. */
function beginning(view: BoardView, ctx: PageContext): Html | null {
  if (view.sources.length === 0) return noConnection(ctx)
  const first = view.sources.some((s) => s.status === 'active' && s.dataThrough === null)
  return first ? importing(ctx) : null
}

/** `seen`: the mark of what it shows, where it is to move by itself. */
export function boardPage(
  view: BoardView | null,
  cycles: readonly Cycle[],
  ctx: PageContext,
  seen: string | null = null,
): Html {
  const { t } = ctx
  if (view === null)
    return layout(t('app.board'), html`<h1 class="hidden">${t('app.board')}</h1>${noCycle(ctx)}`, ctx)
  const content = html`${boardHead(view, cycles, ctx)}<div class="objectives">${beginning(view, ctx)}${
    view.objectives.length === 0
      ? noObjective(ctx, view.cycle.id)
      : view.objectives.map((objective) => objectiveCard(objective, view, ctx))
  }</div>${live(seen)}`
  return layout(t('board.title', { cycle: view.cycle.name }), content, ctx)
}
