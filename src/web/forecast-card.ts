/** How the cycle of a key result may end: words first, then the bar, then how it comes about and how wrong it was. */
import { html } from 'hono/html'
import type { ForecastView, StageOutlook } from '../forecast/read.ts'
import { forecastLines, rounded } from '../forecast/words.ts'
import type { Html, PageContext } from './ctx.ts'
import { forecastDrawing } from './forecast-drawing.ts'

type Show = (value: number) => string

function drawingWords(
  { outlook, target }: ForecastView,
  lead: string,
  show: Show,
  { t }: PageContext,
): string {
  if (outlook === null) return ''
  const { model, line, first, wonSoFar } = outlook
  const shown = first === 'model' && model !== null ? model : line
  const range =
    shown.low === null || shown.high === null
      ? ''
      : t('forecast.drawingRange', { low: show(shown.low), high: show(shown.high) })
  return t('forecast.drawing', {
    ...{ won: show(wonSoFar), lead, point: show(shown.point), range, line: show(line.point) },
    target: target === null ? t('forecast.none') : show(target),
  })
}

function stageRow(part: StageOutlook, show: Show, { t, f }: PageContext): Html {
  const { label, stageId, open, amount, expected, past, pastWon } = part
  const before =
    past === 0
      ? t('forecast.pastNone')
      : t('forecast.pastRate', { won: pastWon, n: past, rate: f.percent(pastWon / past) })
  return html`<tr><th scope="row">${label ?? stageId ?? t('forecast.noStage')}<span class="under">${before}</span></th><td class="num">${f.number(open)}</td><td class="num fold">${show(amount)}</td><td class="fold nowrap">${before}</td><td class="num">${show(expected)}</td></tr>`
}

function stages({ outlook }: ForecastView, show: Show, ctx: PageContext): Html | null {
  const { t } = ctx
  if (outlook === null || outlook.stages.length === 0) return null
  return html`<details class="more"><summary>${t('forecast.stages')}</summary><p class="soft small">${t('forecast.stagesNote')}</p>
<table class="table"><thead><tr><th scope="col">${t('forecast.stage')}</th><th scope="col" class="num">${t('forecast.open')}</th><th scope="col" class="num fold">${t('forecast.amount')}</th><th scope="col" class="fold">${t('forecast.past')}</th><th scope="col" class="num">${t('forecast.expected')}</th></tr></thead>
<tbody>${outlook.stages.map((part) => stageRow(part, show, ctx))}</tbody></table></details>`
}

function tests({ outlook }: ForecastView, show: Show, { t }: PageContext): Html | null {
  const tested = outlook?.tested
  if (tested == null) return null
  const row = (name: string, { model, line }: (typeof tested)['all']) =>
    html`<tr><th scope="row" class="nowrap">${name}</th><td class="num">${show(line.error)}</td><td class="num">${show(model.error)}</td></tr>`
  return html`<details class="more"><summary>${t('forecast.tests')}</summary><p class="soft small">${t('forecast.testsNote')}</p>
<table class="table"><thead><tr><th scope="col">${t('forecast.testDay')}</th><th scope="col" class="num">${t('forecast.testLine')}</th><th scope="col" class="num">${t('forecast.testModel')}</th></tr></thead>
<tbody>${tested.points.map((point) => row(t('forecast.testPoint', { days: point.daysLeft }), point))}${row(t('forecast.testAll'), tested.all)}</tbody></table></details>`
}

/** Null when there is nothing to say: another metric, or a cycle that has not begun or is over. */
export function forecastCard(view: ForecastView | null | undefined, ctx: PageContext): Html | null {
  if (view == null || (view.outlook === null && view.reason !== 'too_many')) return null
  const { t, f } = ctx
  const { unit, currency, outlook, target } = view
  const show: Show = (value) => f.value(rounded(value, unit), unit, currency, 'whole')
  const { lead, sum, notes, take } = forecastLines(view, t, f)
  const told = notes.filter((note) => note !== take)
  const shown = outlook === null ? null : outlook.first === 'model' ? outlook.model : outlook.line
  const ofTarget =
    shown === null || target === null || target <= 0
      ? null
      : t('forecast.ofTarget', { share: f.percent(shown.point / target), target: show(target) })
  return html`<section class="card pad forecast" aria-labelledby="forecast-title"><div class="card-head"><h2 id="forecast-title">${t('forecast.title')}</h2></div>
${
  outlook === null
    ? ''
    : html`<p class="lead"><span class="soft">${lead.name}</span> <strong>${lead.point}</strong>${lead.range === null ? '' : html` <span>${lead.range}</span>`}${ofTarget === null ? '' : html`<span class="soft">${ofTarget}</span>`}</p>
${forecastDrawing(view, drawingWords(view, lead.name, show, ctx), ctx)}`
}
${sum.length === 0 ? '' : html`<dl class="adding">${sum.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`}
<div class="notes">${told.map((note) => html`<p>${note}</p>`)}</div>
${stages(view, show, ctx)}${tests(view, show, ctx)}</section>`
}
