/** What moved the value since yesterday, or between two days that somebody chose. Works without a script. */
import { html } from 'hono/html'
import type { Day } from '../../connectors/contract.ts'
import { writersOf } from '../movement/words.ts'
import type { KeyResultView } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'
import { medianLists, movementTable } from './movement-table.ts'
import type { MovementView } from './movement-view.ts'
import { waterfall } from './waterfall.ts'

export function movementCard(
  view: MovementView,
  keyResult: KeyResultView,
  home: string,
  ctx: PageContext,
): Html {
  const { t } = ctx
  const head = html`<div class="card-head"><h2 id="movement-title">${t('movement.title')}</h2></div>`
  return html`<section id="movement" class="card pad" aria-labelledby="movement-title">${head}${chooser(view, keyResult.id, ctx)}${body(view, home, ctx)}</section>`
}

function body(view: MovementView, home: string, ctx: PageContext): Html {
  const { t, f } = ctx
  if (view.kind !== 'movement') return html`<p class="soft">${t(`movement.${view.kind}`)}</p>`
  const { movement, urls } = view
  if (movement.lines.length === 0) return html`<p class="soft">${t('movement.still')}</p>`
  const write = writersOf(movement, home, f)
  const isVelocity = movement.closing.value.metric === 'sales_velocity'
  const note =
    movement.median !== null ? t('movement.median.note') : isVelocity ? t('movement.factors.note') : null
  return html`${waterfall(movement, write, ctx)}${note === null ? '' : html`<p class="soft small">${note}</p>`}${movementTable(movement, { write, urls }, ctx)}${medianLists(movement, ctx)}`
}

/** Two published days; the newest first. */
function chooser(view: MovementView, id: string, { t, f }: PageContext): Html | null {
  if (view.days.length < 3) return null
  const chosen = view.kind === 'movement' ? view.movement : null
  const options = (days: readonly Day[], day: Day | undefined) =>
    days.map(
      (each) => html`<option value="${each}"${each === day ? html` selected` : ''}>${f.day(each)}</option>`,
    )
  return html`<form class="days" method="get" action="/key-results/${id}#movement"><p><label for="movement-from">${t('movement.from')}</label><select id="movement-from" name="from">${options(view.days.slice(1), chosen?.opening.day)}</select></p><p><label for="movement-to">${t('movement.to')}</label><select id="movement-to" name="to">${options(view.days.slice(0, -1), chosen?.closing.day)}</select></p><button class="button">${t('movement.show')}</button></form>`
}
