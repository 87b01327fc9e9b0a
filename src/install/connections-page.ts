/** The company's CRMs: how each is, and the buttons to connect, connect anew and part. */
import { html } from 'hono/html'
import type { Html, PageContext } from '../web/ctx.ts'
import { layout } from '../web/layout.ts'
import { crmTitle } from '../web/sources.ts'
import { chip } from '../web/status.ts'

export interface ConnectionRow {
  readonly source: string
  readonly crm: string
  readonly account: string
  readonly status: 'active' | 'reconnect' | 'disconnected'
  /** Our package there signs with a secret of this connection. */
  readonly signs: boolean
}

export interface ConnectionsView {
  readonly connections: readonly ConnectionRow[]
  /** CRMs for which the deployment has an app. */
  readonly crms: readonly string[]
  /** What was just cut. */
  readonly cut: { readonly crm: string; readonly told: boolean } | null
}

const chips = { active: 'on_track', reconnect: 'at_risk', disconnected: 'no_data' } as const

export function connectionsPage(view: ConnectionsView, ctx: PageContext): Html {
  const { t, may } = ctx
  const { connections, crms, cut } = view
  const news =
    cut === null
      ? ''
      : html`<p class="notice calm" role="status"><span>${t(cut.told ? 'connections.told' : 'connections.untold', { crm: crmTitle(cut.crm) })}</span></p>`
  const add = may('connection.write') ? addPart(crms, ctx) : ''
  const list =
    connections.length === 0
      ? html`<p class="soft">${t('connections.none')}</p>`
      : connections.map((one) => card(one, view, ctx))
  const content = html`<header class="title-line"><h1>${t('connections.title')}</h1><p class="standing soft">${t('connections.intro')}</p></header><div class="stack install">${news}${list}${add}</div>`
  return layout(t('connections.title'), content, ctx)
}

function card(
  { source, crm, account, status, signs }: ConnectionRow,
  { crms }: ConnectionsView,
  ctx: PageContext,
): Html {
  const { t, may } = ctx
  const name = source === crm ? crmTitle(crm) : `${crmTitle(crm)} (${source})`
  const query = new URLSearchParams({ source })
  const again =
    status === 'active' || !crms.includes(crm)
      ? ''
      : html`<a class="button main" href="/connect/${crm}">${t('connections.again')}<span class="hidden">: ${name}</span></a>`
  const part =
    status === 'disconnected'
      ? ''
      : html`<a class="button" href="/settings/connections/cut?${query}">${t('connections.cut')}<span class="hidden">: ${name}</span></a>`
  return html`<section class="card pad" aria-labelledby="c-${source}"><div class="card-head"><h2 id="c-${source}">${name}</h2>${chip(chips[status], t(`connections.${status}`))}</div><p class="soft">${t('connections.account', { id: account })}</p>${may('connection.write') ? html`<p class="send">${again}${part}</p>${signs ? secretForm(source, ctx) : ''}` : ''}</section>`
}

function secretForm(source: string, { t }: PageContext): Html {
  return html`<form method="post" action="/settings/connections/secret" class="own-secret"><input type="hidden" name="source" value="${source}"><p class="soft">${t('connections.secretIntro')}</p><button class="button">${t('connections.secretMake')}</button></form>`
}

/** Once: it is not told again. */
export function secretPage({ crm }: Pick<ConnectionRow, 'crm'>, secret: string, ctx: PageContext): Html {
  const { t } = ctx
  const title = t('connections.secretTitle', { crm: crmTitle(crm) })
  return layout(
    title,
    html`<div class="form install"><header><h1>${title}</h1><p>${t('connections.secretText')}</p></header><p class="sunken"><code>${secret}</code></p><p class="send"><a class="button main" href="/settings/connections">${t('connections.title')}</a></p></div>`,
    ctx,
  )
}

function addPart(crms: readonly string[], { t }: PageContext): Html {
  if (crms.length === 0) return html`<p class="soft">${t('connections.noApps')}</p>`
  return html`<section class="card pad" aria-labelledby="add"><h2 id="add">${t('connections.addTitle')}</h2><p class="send">${crms.map((crm) => html`<a class="button" href="/connect/${crm}">${t('connections.add', { crm: crmTitle(crm) })}</a>`)}</p></section>`
}

/** Asked once more, with what it means. `last`: no CRM is left after it. */
export function cutPage(
  { source, crm }: ConnectionRow,
  last: { readonly days: number } | null,
  ctx: PageContext,
): Html {
  const { t } = ctx
  const title = t('connections.cutTitle', { crm: crmTitle(crm) })
  const content = html`<div class="form"><header><h1>${title}</h1><p>${t('connections.cutIntro', { crm: crmTitle(crm) })}</p></header>${last === null ? '' : html`<p class="notice"><span>${t('connections.cutLast', { days: last.days })}</span></p>`}
<form method="post" action="/settings/connections/cut"><input type="hidden" name="source" value="${source}"><div class="send"><button class="button main">${t('connections.cutNow')}</button><a class="quiet" href="/settings/connections">${t('form.cancel')}</a></div></form></div>`
  return layout(title, content, ctx)
}
