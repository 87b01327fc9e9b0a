/** An objective with its key results. */
import { html } from 'hono/html'
import type { BoardView, ObjectiveView } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'
import { keyResultRow } from './key-result-row.ts'
import { livePart } from './live.ts'
import { staff } from './staff.ts'
import { statusChip } from './status.ts'

/** What the role may do with this objective; nothing to do, no foot. */
function links({ id, title }: ObjectiveView, { t, may }: PageContext): Html | null {
  const add = may('key_result.write')
    ? html`<a href="/key-results/new?objective=${id}" aria-label="${t('board.newKeyResultFor', { title })}">+ ${t('board.newKeyResult')}</a>`
    : null
  const edit = may('objective.write')
    ? html`<a href="/objectives/${id}/edit" aria-label="${t('edit.objectiveFor', { title })}">${t('edit.objective')}</a>`
    : null
  return add === null && edit === null ? null : html`<footer>${add ?? ''}${edit ?? ''}</footer>`
}

export function objectiveCard(objective: ObjectiveView, view: BoardView, ctx: PageContext): Html {
  const { t, f } = ctx
  const { id, title, description, team, progress, rated, keyResults, status } = objective
  const heading = `objective-${id}`
  return html`<section class="objective card" aria-labelledby="${heading}">
<header${livePart(heading)}>${staff(progress)}
<div class="name"><h2 id="${heading}">${title}</h2><p class="team"><span>${t('objective.team', { team })}</span>${keyResults.length > 0 ? html`<span>${t('objective.rated', { rated, total: keyResults.length })}</span>` : ''}</p>${description === null ? '' : html`<p class="about">${description}</p>`}</div>
${keyResults.length === 0 ? '' : html`<div class="sum">${progress === null ? html`<span class="soft small">${t('objective.noProgress')}</span>` : html`<span class="big"><span class="hidden">${t('objective.progress')} </span>${f.percent(progress)}</span>`}${statusChip(status, ctx)}</div>`}
</header>
${keyResults.length === 0 ? html`<p class="nothing soft">${t('objective.empty')}</p>` : html`<ul class="krs">${keyResults.map((k) => keyResultRow(k, view, ctx))}</ul>`}
${links(objective, ctx)}
</section>`
}
