/** Three goals to start from, each with what it would measure and aim at here. */
import { html } from 'hono/html'
import { catalogue } from '../metrics/index.ts'
import type { Html, PageContext } from '../web/ctx.ts'
import { layout } from '../web/layout.ts'
import { stepsLine } from './steps.ts'
import type { Draft, DraftKey, Template } from './templates.ts'

export interface TemplateView {
  readonly company: string
  readonly currency: string
  /** Null: nothing has been imported yet. */
  readonly templates: readonly Template[] | null
  /** The connection whose import is waited for. */
  readonly waitsFor: string | null
  /** Deals that both CRMs hold, and nobody has said which side counts. */
  readonly undecided: boolean
  /** Of the template that was just taken. */
  readonly refused: readonly DraftKey[]
}

export function templatePage(view: TemplateView, ctx: PageContext): Html {
  const { t } = ctx
  const { templates, refused, waitsFor } = view
  const names = (keys: readonly DraftKey[]) => keys.map((key) => t(`install.kr.${key}`)).join(', ')
  const note =
    refused.length === 0
      ? ''
      : html`<p class="notice" role="status"><span>${t('install.template.refused', { names: names(refused) })}</span></p>`
  const undecided = view.undecided
    ? html`<p class="notice" role="status"><span>${t('install.template.both')}</span> <a href="/health">${t('install.template.toHealth')}</a></p>`
    : ''
  const waits = html`<p class="notice calm" role="status"><span>${t('install.template.waits')}</span> ${waitsFor === null ? '' : html`<a href="/install/import?${new URLSearchParams({ source: waitsFor })}">${t('install.template.toImport')}</a>`}</p>`
  const cards = templates === null ? waits : templates.map((one) => card(one, view, names, ctx))
  const content = html`<div class="install">${stepsLine('template', ctx)}<header class="title-line"><h1>${t('install.template.title')}</h1><p class="standing soft">${t('install.template.intro', { company: view.company })}</p></header>
<div class="stack">${note}${undecided}<div class="templates">${cards}</div><p class="send"><a class="quiet" href="/">${t('install.template.skip')}</a></p></div></div>`
  return layout(t('install.template.title'), content, ctx)
}

function card(
  { id, drafts, without }: Template,
  view: TemplateView,
  names: (keys: readonly DraftKey[]) => string,
  ctx: PageContext,
): Html {
  const { t } = ctx
  const missing =
    without.length === 0 || drafts.length === 0
      ? ''
      : html`<p class="soft">${t('install.template.left', { n: without.length, names: names(without) })}</p>`
  const list = html`<ul class="drafts">${drafts.map((draft) => html`<li><b>${t(`install.kr.${draft.key}`)}</b><span class="soft">${aimText(draft, view.currency, ctx)}</span></li>`)}</ul>`
  const take = html`<form method="post" action="/install/templates"><button class="button main" name="template" value="${id}">${t('install.template.take')}<span class="hidden">: ${t(`install.template.${id}`)}</span></button></form>`
  return html`<section class="card pad" aria-labelledby="t-${id}"><h2 id="t-${id}">${t(`install.template.${id}`)}</h2><p class="soft">${t(`install.template.${id}.why`)}</p>${drafts.length === 0 ? html`<p class="none">${t('install.template.empty')}</p>` : html`${list}${missing}${take}`}</section>`
}

function aimText({ definition, aim }: Draft, currency: string, { t, f }: PageContext): string {
  const unit = catalogue[definition.metric as keyof typeof catalogue]?.unit ?? 'count'
  const said = (value: number) => f.value(value, unit, currency, 'short')
  return aim.kind === 'reach'
    ? t('install.template.fromTo', { from: said(aim.baseline), to: said(aim.target) })
    : t('install.template.atLeast', { value: said(aim.lower) })
}
