/** A key result taken apart: the number, its course, its meaning, its deals. */
import { html } from 'hono/html'
import { chart } from './chart.ts'
import { legend } from './chart-legend.ts'
import type { Html, PageContext } from './ctx.ts'
import { completenessCard, definitionCard } from './definition.ts'
import { evidenceCard } from './evidence-table.ts'
import { headline } from './facts.ts'
import { historyCard } from './history-table.ts'
import { aim } from './key-result-row.ts'
import type { KeyResultPageView } from './key-result-view.ts'
import { layout } from './layout.ts'
import { statusChip, statusReason } from './status.ts'
import { valueForm } from './value-form.ts'
import { writtenCard } from './written-table.ts'

export function keyResultPage(view: KeyResultPageView, ctx: PageContext): Html {
  const { t } = ctx
  const { detail, timeZone, evidence, written, entry } = view
  const { keyResult, objective, cycle, history } = detail
  const content = html`<nav class="path" aria-label="${t('detail.path')}"><a href="/?cycle=${cycle.id}">${cycle.name}</a><span aria-hidden="true">/</span><span>${objective.title}</span></nav>
<header class="title-line"><div class="line"><h1>${keyResult.title}</h1>${ctx.may('key_result.write') ? html`<a class="button" href="/key-results/${keyResult.id}/edit" aria-label="${t('edit.keyResult')}">${t('edit.short')}</a>` : ''}</div><p class="standing">${statusChip(keyResult.status, ctx)}<span class="soft">${statusReason(keyResult, ctx)}</span></p></header>
<div class="stack">
${headline(detail, timeZone, ctx)}
${entry === null ? '' : valueForm(keyResult, entry, ctx)}
<section class="card pad" aria-labelledby="chart-title"><div class="card-head"><h2 id="chart-title">${t('detail.chart')}</h2>${history.length === 0 ? '' : legend(detail, ctx)}</div>
${history.length === 0 ? html`<p class="soft">${t(keyResult.origin === 'metric' ? 'detail.noHistory' : 'detail.noHistoryTyped')}</p>` : chart(detail, aim(keyResult, ctx), ctx)}</section>
<div class="two">${definitionCard(view, ctx)}${completenessCard(keyResult, ctx)}</div>
${evidence === null ? '' : evidenceCard(evidence, keyResult, view.currency, ctx)}
${written === null ? historyCard(detail, ctx) : writtenCard(written, keyResult, timeZone, ctx)}
</div>`
  return layout(keyResult.title, content, ctx)
}
