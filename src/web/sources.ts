/** Where the numbers come from, up to when they are in, and what needs a person. */
import { html } from 'hono/html'
import type { BoardView, SourceView } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'

/** Names of products, the same in every language. */
const titles: Readonly<Record<string, string>> = { hubspot: 'HubSpot', salesforce: 'Salesforce' }
export const crmTitle = (crm: string) => titles[crm] ?? crm

const failureKinds = [
  'unauthorized',
  'forbidden',
  'rate_limited',
  'unavailable',
  'unreadable',
  'refused',
  'misconfigured',
  'unsupported',
] as const

export function failureText(kind: string | null, { t }: PageContext): string | null {
  const known = failureKinds.find((k) => k === kind)
  return known === undefined ? null : t(`failure.${known}`)
}

function state(source: SourceView, view: BoardView, { t, f, now }: PageContext): Html | string {
  if (source.status === 'disconnected') return t('sources.disconnected')
  if (source.dataThrough === null) return t('sources.importing')
  return html`<time datetime="${source.dataThrough}" title="${f.instant(source.dataThrough, view.timeZone)}">${t('sources.through', { age: f.age(source.dataThrough, now) })}</time>`
}

export function sourcesLine(view: BoardView, ctx: PageContext): Html | null {
  if (view.sources.length === 0) return null
  const { t } = ctx
  return html`<ul class="sources" aria-label="${t('sources.title')}">${view.sources.map(
    (source) =>
      html`<li><b>${crmTitle(source.crm)}</b><span class="soft">${state(source, view, ctx)}</span>${
        source.skipped > 0
          ? html`<span class="skipped">${t('sources.skipped', { n: source.skipped })}</span>`
          : ''
      }</li>`,
  )}</ul>`
}

/** For who may do it. */
export function toConnections({ t, may }: PageContext): Html | string {
  return may('connection.write') ? html` <a href="/settings/connections">${t('connections.short')}</a>` : ''
}

/** Only what a person has to do. */
export function sourceNotices(view: BoardView, ctx: PageContext): readonly Html[] {
  const { t } = ctx
  return view.sources
    .filter((source) => source.status === 'reconnect')
    .map(
      (source) =>
        html`<p class="notice" role="status"><b>${crmTitle(source.crm)}: ${t('sources.reconnect')}</b><span>${failureText(source.reason, ctx) ?? ''} ${t('sources.reconnectHelp')}</span>${toConnections(ctx)}</p>`,
    )
}
