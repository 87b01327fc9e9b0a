/** What it would take: the open deals that would close the gap to the target. No person stands in it. */
import { html } from 'hono/html'
import type { ForecastView, TakeDeal } from '../forecast/read.ts'
import { forecastLines } from '../forecast/words.ts'
import type { Html, PageContext } from './ctx.ts'
import { outward } from './icons.ts'
import { crmOf, dealUrl, type MirrorNames } from './mirror-names.ts'
import { crmTitle } from './sources.ts'

function name(deal: TakeDeal, names: MirrorNames | null, { t }: PageContext): Html {
  const shown = deal.name ?? t('evidence.unnamed', { id: deal.externalId })
  const url = names === null ? null : dealUrl(names, deal.source, deal.externalId)
  if (names === null || url === null) return html`<span class="deal">${shown}</span>`
  return html`<a class="deal" href="${url}" rel="noreferrer" title="${t('evidence.open', { crm: crmTitle(crmOf(names, deal.source)) })}">${shown}${outward()}</a>`
}

/** `names`: to link deals to their CRM; null leaves them plain. */
export function takeCard(
  view: ForecastView | null | undefined,
  names: MirrorNames | null,
  ctx: PageContext,
): Html | null {
  if (view == null || view.outlook === null) return null
  const { t, f } = ctx
  const { take, unit, currency } = view
  const sentence = forecastLines(view, t, f).take
  if (sentence === null) return null
  const rows = take?.rows ?? []
  const closes = (deal: TakeDeal) =>
    deal.closeDate === null ? t('evidence.noDate') : f.dayNumeric(deal.closeDate)
  const row = (deal: TakeDeal) =>
    html`<tr><th scope="row">${name(deal, names, ctx)}<span class="under">${deal.stage ?? t('evidence.noStage')} · ${closes(deal)}</span></th><td class="fold">${deal.stage ?? t('evidence.noStage')}</td><td class="fold nowrap">${closes(deal)}</td><td class="num">${f.percent(deal.rate)}</td><td class="num">${f.value(deal.adds, unit, currency, 'whole')}</td></tr>`
  return html`<section class="card pad take" aria-labelledby="take-title"><div class="card-head"><h2 id="take-title">${t('take.title')}</h2></div><p class="said">${sentence}</p>
${
  rows.length === 0
    ? ''
    : html`<table class="table"><thead><tr><th scope="col">${t('take.deal')}</th><th scope="col" class="fold">${t('take.stage')}</th><th scope="col" class="fold">${t('take.closeDate')}</th><th scope="col" class="num">${t('take.chance')}</th><th scope="col" class="num">${t('take.adds')}</th></tr></thead><tbody>${rows.map(row)}</tbody></table>`
}
<div class="notes">${take !== null && take.deals > rows.length && rows.length > 0 ? html`<p>${t('take.more', { n: take.deals - rows.length })}</p>` : ''}${rows.length > 0 ? html`<p>${t('take.chanceNote')}</p>` : ''}${take?.rows === null && take.deals > 0 ? html`<p>${t('take.noEvidence')}</p>` : ''}</div></section>`
}
