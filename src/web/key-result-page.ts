/** A key result taken apart: the number, its course, its meaning, its deals. */
import { html } from 'hono/html'
import { isMeasured } from '../okr/origin.ts'
import { asTerm } from '../okr/term.ts'
import { chart } from './chart.ts'
import { legend } from './chart-legend.ts'
import { closingCard } from './closing-card.ts'
import { closingMarks, finalReason } from './closing-words.ts'
import { cohortsCard } from './cohorts-card.ts'
import type { Html, PageContext } from './ctx.ts'
import { completenessCard, definitionCard } from './definition.ts'
import { differencesCard } from './differences-card.ts'
import { evidenceCard } from './evidence-table.ts'
import { headline } from './facts.ts'
import { forecastCard } from './forecast-card.ts'
import { historyCard } from './history-table.ts'
import { aim } from './key-result-row.ts'
import type { KeyResultPageView } from './key-result-view.ts'
import { layout } from './layout.ts'
import { live, livePart } from './live.ts'
import { movementCard } from './movement-card.ts'
import { nativeCard } from './native-card.ts'
import { overrideForm, overrideHistory } from './override-card.ts'
import { pastCard } from './past-card.ts'
import { seasonNote } from './season-note.ts'
import { setUpNote } from './set-up-card.ts'
import { statusChip, statusReason } from './status.ts'
import { takeCard } from './take-card.ts'
import { termsCard } from './terms-card.ts'
import { valueForm } from './value-form.ts'
import { writtenCard } from './written-table.ts'

/** `seen`: the mark of what it shows, where it is to move by itself. */
export function keyResultPage(view: KeyResultPageView, ctx: PageContext, seen: string | null = null): Html {
  const { t } = ctx
  const { detail, timeZone, evidence, written, entry } = view
  const { keyResult, objective, cycle, history } = detail
  const content = html`<nav class="path" aria-label="${t('detail.path')}"><a href="/?cycle=${cycle.id}">${cycle.name}</a><span aria-hidden="true">/</span><span>${objective.title}</span></nav>
<header class="title-line"><div class="line"><h1>${keyResult.title}</h1>${ctx.may('key_result.write') ? html`<a class="button" href="/key-results/${keyResult.id}/edit" aria-label="${t('edit.keyResult')}">${t('edit.short')}</a>` : ''}</div><p class="standing"${livePart('standing')}>${statusChip(keyResult.status, ctx)}${closingMarks(
    keyResult,
    ctx,
  )
    .slice(0, 1)
    .map(
      (mark) => html`<b>${mark}</b>`,
    )}<span class="soft">${finalReason(keyResult, ctx) ?? statusReason(keyResult, ctx)}</span></p></header>
<div class="stack">
${headline(detail, timeZone, ctx)}
${closingCard(detail, { concern: view.closing?.concern ?? null, names: view.names ?? null, timeZone }, ctx)}
${entry === null ? '' : valueForm(keyResult, entry, ctx)}
<section class="card pad" aria-labelledby="chart-title"${livePart('chart')}><div class="card-head"><h2 id="chart-title">${t('detail.chart')}</h2>${history.length === 0 ? '' : legend(detail, ctx)}</div>
${history.length === 0 ? html`<p class="soft">${t(isMeasured(keyResult.origin) ? 'detail.noHistory' : 'detail.noHistoryTyped')}</p>` : html`${chart(detail, aim(keyResult, ctx), ctx)}${seasonNote(keyResult, ctx)}`}</section>
${pastCard(view.past, history, ctx)}
${forecastCard(view.forecast, ctx)}${takeCard(view.forecast, view.names ?? null, ctx)}
<div class="two"${livePart('meaning')}>${nativeCard(keyResult.native, view.native, timeZone, ctx) ?? definitionCard(view, ctx)}${completenessCard(keyResult, ctx)}</div>
${termsCard(view, ctx)}
${setUpNote(view.findings ?? [], ctx)}${differencesCard(detail, ctx)}
${view.movement == null ? '' : movementCard(view.movement, keyResult, view.currency, ctx)}
${evidence === null ? '' : evidenceCard(evidence, asTerm(keyResult, evidence.term ?? 0, view.currency), view.currency, ctx)}
${cohortsCard(view.cohorts, ctx)}
${view.closing?.entry == null ? '' : overrideForm(keyResult, view.closing.entry, ctx)}${overrideHistory(view.closing?.overrides ?? [], keyResult, { today: detail.today, timeZone }, ctx)}
${written === null ? historyCard(detail, ctx) : writtenCard(written, keyResult, timeZone, ctx)}
</div>${live(seen)}`
  return layout(keyResult.title, content, ctx)
}
