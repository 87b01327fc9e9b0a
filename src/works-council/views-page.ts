/** The log of views, for the auditor. Newest first; nothing in it is summed up or sorted by person. */
import { html } from 'hono/html'
import { catalogue } from '../metrics/index.ts'
import type { MetricId } from '../metrics/types.ts'
import type { Html, PageContext } from '../web/ctx.ts'
import { inputField, selectField } from '../web/field.ts'
import { layout } from '../web/layout.ts'
import { kinds } from './looked.ts'
import { settingsPath } from './settings-path.ts'
import { VIEW_DAYS, type View, type Views, type ViewsQuery } from './views.ts'

export interface ViewsView extends Views {
  readonly query: ViewsQuery
  readonly timeZone: string
}

/** A key result by metric and team, since a title may have a number in it; anything else by its id. */
export function subjectText(
  { about, subject }: View,
  { locale, t }: Pick<PageContext, 'locale' | 't'>,
): string {
  if (about === null) return subject ?? ''
  const metric = about.metric === null ? null : catalogue[about.metric as MetricId].title[locale]
  return `${metric ?? t('views.noMetric')} · ${about.team} · ${(subject ?? '').slice(0, 8)}`
}

export function viewsPage(view: ViewsView, ctx: PageContext): Html {
  const { t, f } = ctx
  const { views, next, query, timeZone } = view
  const row = (one: View) => {
    const when = f.instant(one.at, timeZone)
    const who = one.name ?? t('council.gone')
    const about = one.subject === null ? '' : html`<span class="note">${subjectText(one, ctx)}</span>`
    return html`<tr><th scope="row">${when}<span class="under">${who}</span></th><td class="fold">${who}<span class="note">${t(`role.${one.role as 'member'}`)}</span></td><td>${t(`views.kind.${one.kind}`)}${about}</td><td class="fold">${t(`views.way.${one.way}`)}</td></tr>`
  }
  const table = html`<table class="table"><thead><tr><th scope="col">${t('views.when')}</th><th scope="col" class="fold">${t('views.who')}</th><th scope="col">${t('views.what')}</th><th scope="col" class="fold">${t('views.way')}</th></tr></thead><tbody>${views.map(row)}</tbody></table>`
  const address = (path: string, more: Readonly<Record<string, string>> = {}) => {
    const { before: _, ...kept } = query
    const given = Object.entries({ ...kept, ...more }).filter(([, value]) => value !== undefined)
    return given.length === 0 ? path : `${path}?${new URLSearchParams(given as [string, string][])}`
  }
  const content = html`${settingsPath('views.short', ctx)}<header class="title-line"><h1>${t('views.title')}</h1><p class="sentence">${t('views.intro', { days: VIEW_DAYS })}</p></header>
<div class="stack"><section class="card pad" aria-labelledby="views-title"><h2 id="views-title">${t('views.list')}</h2>
<form class="entry" method="get" action="/settings/views">${inputField({ name: 'from', label: t('views.from'), optional: true }, { value: query.from ?? '', type: 'date' }, ctx)}${inputField({ name: 'to', label: t('views.to'), optional: true }, { value: query.to ?? '', type: 'date' }, ctx)}${selectField({ name: 'kind', label: t('views.what') }, query.kind ?? '', [{ value: '', label: t('views.all') }, ...kinds.map((kind) => ({ value: kind, label: t(`views.kind.${kind}`) }))], ctx)}<button class="button">${t('views.show')}</button></form>
${views.length === 0 ? html`<p class="soft">${t('views.none')}</p>` : table}
<div class="notes"><p>${t('views.order')}</p></div>
<p class="send"><a class="button" href="${address('/settings/views.csv')}" download>${t('views.csv')}</a>${next === null ? '' : html`<a class="button" href="${address('/settings/views', { before: next })}">${t('views.older')}</a>`}</p></section></div>`
  return layout(t('views.title'), content, ctx)
}
