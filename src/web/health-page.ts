/** *Sync health*: each connection, how fresh it is, what it cost, what could not be read, and what to do. */
import { html } from 'hono/html'
import { recountText } from '../health/recount-words.ts'
import type { ConnectionHealth, Health } from '../health/types.ts'
import type { Finding } from '../mapping/read.ts'
import type { Check } from '../metrics/sample.ts'
import type { ContractChoice } from '../okr/contracts.ts'
import type { Mapping } from '../okr/mapping.ts'
import { contractsCard } from './contracts-card.ts'
import type { Html, PageContext } from './ctx.ts'
import { emptyState } from './empty.ts'
import { healthCard } from './health-card.ts'
import { layout } from './layout.ts'
import { mappingCard } from './mapping-card.ts'
import { setUpCard } from './set-up-card.ts'

/** What *try again* has just done, to be told once. */
export interface HealthNews {
  readonly source: string
  readonly texts: readonly string[]
}

export interface HealthView extends Health {
  readonly timeZone: string
  readonly news: HealthNews | null
  readonly mapping: Mapping
  readonly contracts: readonly ContractChoice[]
  /** What changed in a CRM's set-up and waits for somebody to decide; what was just decided. */
  readonly setUp?: { readonly findings: readonly Finding[]; readonly news: readonly string[] }
  /** What the last night's sample of carried values found; null before the first. */
  readonly recount?: Check | null
  /** The connection whose CRM has just not told what it has. */
  readonly lookFailed: string | null
  /** Calls a bucket allows, for the connection's CRM. */
  buckets(crm: string): Readonly<Record<string, { readonly calls: number; readonly perMs: number }>>
}

export function healthPage(view: HealthView, ctx: PageContext): Html {
  const { t, f } = ctx
  const next =
    view.nextNight === null
      ? t('health.noNight')
      : t('health.nextNight', { instant: f.instant(view.nextNight, view.timeZone) })
  const recount =
    view.recount == null ? '' : html`<p class="standing soft">${recountText(view.recount, t, f)}</p>`
  const head = html`<div class="title-line"><div class="line"><div><h1>${t('health.title')}</h1><p class="sentence">${t('health.intro')}</p></div></div><p class="standing soft">${next} <a href="/settings/currency">${t('currency.title')}</a> <a href="/settings/embedding">${t('embedding.title')}</a></p>${recount}</div>`
  const mapping = mappingCard(view.mapping, ctx)
  // What somebody has to decide comes first, what is decided last.
  const open = view.mapping.leading === null
  const contracts = contractsCard(view.contracts, view.lookFailed, ctx)
  const setUp = setUpCard(view.setUp?.findings ?? [], view.setUp?.news ?? [], ctx)
  const cards = view.connections.map((one: ConnectionHealth) => healthCard(one, view, ctx))
  const content = html`<nav class="path" aria-label="${t('detail.path')}"><a href="/">${t('app.board')}</a><span aria-hidden="true">/</span><span>${t('health.short')}</span></nav>${head}${
    cards.length === 0
      ? emptyState(t('empty.noConnection.title'), t('empty.noConnection.text'), null)
      : html`<div class="stack">${setUp}${open ? mapping : ''}${cards}${open ? '' : mapping}${contracts}</div>`
  }`
  return layout(t('health.title'), content, ctx)
}
