/** What a works council, and everybody else in the company, can read of how Pegel treats people. No number of sales is on it. */
import { html } from 'hono/html'
import type { Html, PageContext } from '../web/ctx.ts'
import { refusal } from '../web/form-page.ts'
import type { FormState } from '../web/form-state.ts'
import { layout } from '../web/layout.ts'
import { changesCard } from './changes-card.ts'
import { definitionsCard } from './definitions-card.ts'
import { keepingCard } from './keeping-card.ts'
import { minimumCard } from './minimum-card.ts'
import { permissionsCard } from './permissions-card.ts'
import type { PrivacyView } from './read-privacy.ts'
import { readsCard } from './reads-card.ts'
import { VIEW_DAYS } from './views.ts'

const nevers = ['rank', 'pay', 'contacts', 'owners', 'few'] as const
const processors = ['operation', 'database', 'mail', 'crm'] as const

export function privacyPage(view: PrivacyView, state: FormState, ctx: PageContext): Html {
  const { t } = ctx
  const content = html`<header class="title-line"><h1>${t('privacy.title')}</h1><p class="sentence">${t('privacy.intro')}</p><p class="send"><a class="button" href="/settings/agreement">${t('agreement.short')}</a></p></header>
<div class="stack">${refusal(state, ctx)}
<section class="card pad plain" aria-labelledby="never-title"><h2 id="never-title">${t('never.title')}</h2><ul class="bullets">${nevers.map((one) => html`<li>${t(`never.${one}`)}</li>`)}</ul></section>
${minimumCard(view, state, ctx)}
${definitionsCard(view, ctx)}
${readsCard(view, ctx)}
${keepingCard(view, state, ctx)}
${permissionsCard(ctx)}
${viewLogCard(view, ctx)}
${changesCard(view, ctx)}
<section class="card pad plain" aria-labelledby="processors-title"><h2 id="processors-title">${t('processors.title')}</h2><p>${t('processors.intro')}</p>
<table class="table"><thead><tr><th scope="col">${t('processors.what')}</th><th scope="col">${t('processors.who')}</th></tr></thead><tbody>${processors.map((one) => html`<tr><th scope="row">${t(`processors.what.${one}`)}</th><td>${t(`processors.who.${one}`)}</td></tr>`)}</tbody></table></section></div>`
  return layout(t('privacy.title'), content, ctx)
}

function viewLogCard({ viewsRead, timeZone }: PrivacyView, { t, f, may }: PageContext): Html {
  const read =
    viewsRead === null ? t('viewLog.neverRead') : t('viewLog.read', { at: f.instant(viewsRead, timeZone) })
  return html`<section class="card pad plain" aria-labelledby="view-log-title"><h2 id="view-log-title">${t('views.short')}</h2><p>${t('viewLog.rule', { days: VIEW_DAYS })}</p><p>${read}</p>
${may('view_log.read') ? html`<p class="send"><a class="button" href="/settings/views">${t('viewLog.open')}</a></p>` : ''}</section>`
}
