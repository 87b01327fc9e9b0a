/** Head of the board: which cycle, where in it, how the key results stand, how fresh the data is. */
import { html } from 'hono/html'
import { addDays } from '../../connectors/values/time.ts'
import { type BoardView, type Cycle, statuses } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'
import { chevron } from './icons.ts'
import { livePart } from './live.ts'
import { elapsed, ruler } from './ruler.ts'
import { sourceNotices, sourcesLine } from './sources.ts'
import { isRated, statusChip } from './status.ts'

function whereInCycle(view: BoardView, { t }: PageContext): string {
  const { day, days } = elapsed(view.cycle, view.today)
  if (day < 1) return t('board.notStarted', { days: 1 - day })
  if (day > days) return t('board.ended')
  return `${t('board.day', { day, days })} · ${t('board.left', { days: days - day })}`
}

/** The cycles as a list of links behind the name of this one; opens without a script. */
function cycleMenu(current: Cycle, cycles: readonly Cycle[], { t, may }: PageContext): Html {
  const create = may('cycle.write')
  const link = (c: Cycle) =>
    html`<li><a href="/?cycle=${c.id}"${c.id === current.id ? html` aria-current="page"` : ''}>${c.name}</a></li>`
  return html`<details class="menu cycles"><summary>${t('board.cycles')}${chevron()}</summary>
<div class="sheet card"><ul>${cycles.map(link)}</ul><a class="button" href="/cycles/${current.id}/phase">${t('phase.title')}</a><a class="button" href="/map?cycle=${current.id}">${t('map.short')}</a>${create ? html`<a class="button" href="/cycles/${current.id}/edit">${t('edit.cycle')}</a><a class="button" href="/cycles/new">${t('board.newCycle')}</a>` : ''}</div></details>`
}

/** How many stand where, best first; the order of the ladder is for computing and not for reading. */
function tallies(view: BoardView, ctx: PageContext): Html | null {
  const all = view.objectives.flatMap((o) => o.keyResults)
  if (all.length === 0) return null
  const order = [...statuses.filter(isRated), ...statuses.filter((s) => !isRated(s)).reverse()]
  const counted = order
    .map((status) => ({ status, count: all.filter((k) => k.status === status).length }))
    .filter(({ count }) => count > 0)
  return html`<ul class="tallies" aria-label="${ctx.t('board.summary')}">${counted.map(({ status, count }) => html`<li>${statusChip(status, ctx, count)}</li>`)}</ul>`
}

export function boardHead(view: BoardView, cycles: readonly Cycle[], ctx: PageContext): Html {
  const { t, f, may } = ctx
  const { cycle } = view
  return html`<div class="head">
<div class="line"><div><h1>${cycle.name}</h1><p class="span">${t('board.range', { from: f.day(cycle.startsOn), to: f.day(addDays(cycle.endsOn, -1)) })} · <b>${whereInCycle(view, ctx)}</b></p></div>
<div class="actions">${cycleMenu(cycle, cycles, ctx)}${
    may('objective.write')
      ? html`<a class="button main" href="/objectives/new?cycle=${cycle.id}">${t('board.newObjective')}</a>`
      : ''
  }</div></div>
${ruler(cycle, view.today, ctx)}
<div class="facts"${livePart('facts')}>${tallies(view, ctx)}${sourcesLine(view, ctx)}</div>
${sourceNotices(view, ctx)}
</div>`
}
