/** The measured values as a table: the chart for those who read numbers. Newest first. */
import { html } from 'hono/html'
import type { KeyResultDetail } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'

export function historyCard({ history, pace, keyResult }: KeyResultDetail, ctx: PageContext): Html | null {
  const { t, f } = ctx
  const { unit, currency, kind } = keyResult
  if (history.length === 0) return null
  const paceOf = new Map(pace.map((point) => [point.day, point.value]))
  const show = (value: number | null | undefined) =>
    value == null ? '' : f.value(value, unit, currency, 'exact')
  const rows = [...history].reverse().map(
    (point) => html`<tr><th scope="row" class="nowrap">${f.dayNumeric(point.day)}</th>
<td class="num">${point.value === null ? html`<span class="soft">${t('history.none')}</span>` : show(point.value)}</td>
${kind === 'hold' ? '' : html`<td class="num">${point.progress === null ? '' : f.percent(point.progress)}</td><td class="num fold">${show(paceOf.get(point.day))}</td>`}
<td class="fold">${point.value === null ? '' : point.complete ? t('history.yes') : t('history.no')}</td></tr>`,
  )
  return html`<section class="card pad" aria-labelledby="history-title"><h2 id="history-title">${t('history.title')}</h2>
<details class="more"><summary>${t('history.show', { n: history.length })}</summary>
<table class="table"><thead><tr><th scope="col">${t('history.day')}</th><th scope="col" class="num">${t('history.value')}</th>${kind === 'hold' ? '' : html`<th scope="col" class="num">${t('history.progress')}</th><th scope="col" class="num fold">${t('history.pace')}</th>`}<th scope="col" class="fold">${t('history.complete')}</th></tr></thead><tbody>${rows}</tbody></table></details></section>`
}
