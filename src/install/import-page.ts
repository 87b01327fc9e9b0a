/** The first read, as it goes: drawn by the server, kept fresh by the script that keeps numbers fresh. */
import { html } from 'hono/html'
import type { Html, PageContext } from '../web/ctx.ts'
import { layout } from '../web/layout.ts'
import { live, livePart } from '../web/live.ts'
import { crmTitle, failureText } from '../web/sources.ts'
import { chip } from '../web/status.ts'
import { type ImportPart, type ImportView, markOf } from './import-view.ts'
import { stepsLine } from './steps.ts'

export const IMPORT_LIVE = '/install/live'

export function importPage(view: ImportView, ctx: PageContext): Html {
  const { t } = ctx
  const crm = crmTitle(view.crm)
  const over = view.status === 'complete'
  const title = t(over ? 'install.import.doneTitle' : 'install.import.title', { crm })
  const finished = view.parts.filter(({ state }) => state === 'finished').length
  const told = t('install.import.progress', { done: finished, of: view.parts.length })
  const content = html`<div class="form install">${stepsLine('import', ctx)}<div${livePart('import', over ? title : told)}><div class="stack"><header><h1>${title}</h1><p>${t('install.import.intro')}</p></header>
<section class="card pad" aria-labelledby="how-far"><h2 id="how-far">${told}</h2>
<progress max="${Math.max(1, view.parts.length)}" value="${finished}" aria-labelledby="how-far"></progress>
<table class="table"><thead><tr><th scope="col">${t('install.import.part')}</th><th scope="col" class="num">${t('install.import.read')}</th><th scope="col" class="num">${t('install.import.state')}</th></tr></thead><tbody>${view.parts.map((part) => row(part, ctx))}</tbody></table>
${view.skipped === 0 ? '' : html`<p class="soft">${t('install.import.skipped', { n: view.skipped })}</p>`}</section>
${next(view, ctx)}</div></div></div>${over ? '' : live(markOf(view), `${IMPORT_LIVE}?${new URLSearchParams({ source: view.source })}`)}`
  return layout(title, content, ctx)
}

const chips = { waiting: null, running: null, finished: 'on_track', stopped: 'at_risk' } as const

function row({ stream, state, records }: ImportPart, { t, f }: PageContext): Html {
  const [kind, text] = [chips[state], t(`install.import.${state}`)]
  const told =
    kind === null
      ? html`<span class="${state === 'running' ? 'strong' : 'soft'}">${text}</span>`
      : chip(kind, text)
  return html`<tr><th scope="row">${t(`health.stream.${stream}`)}</th><td class="num">${state === 'waiting' ? '–' : f.number(records)}</td><td class="num">${told}</td></tr>`
}

function next(view: ImportView, ctx: PageContext): Html {
  const { t } = ctx
  if (view.status === 'complete')
    return html`<p class="send"><a class="button main" href="/install/templates">${t('install.import.next')}</a></p>`
  if (view.status === 'running') return html`<p class="send"></p>`
  const cause = failureText(view.failure, ctx)
  const failed =
    view.status === 'failed'
      ? html`<p class="notice" role="alert">${cause === null ? '' : html`<b>${cause}</b> `}<span>${t('install.import.failed')}</span></p>`
      : ''
  return html`${failed}<form method="post" action="/install/import"><input type="hidden" name="source" value="${view.source}"><div class="send"><button class="button main">${t('install.import.again')}</button></div></form>`
}
