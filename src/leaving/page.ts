/** The page of a company's data: what anybody who reads settings may know, and what an administrator may do. */
import { html } from 'hono/html'
import type { Html, PageContext } from '../web/ctx.ts'
import { inputField } from '../web/field.ts'
import { refusal } from '../web/form-page.ts'
import { type FormState, first } from '../web/form-state.ts'
import { layout } from '../web/layout.ts'
import type { Clock } from './clock.ts'

export interface DataView {
  readonly clock: Clock
  readonly name: string
  readonly timeZone: string
}

export function dataPage(view: DataView, state: FormState, ctx: PageContext): Html {
  const { t } = ctx
  const content = html`<header class="title-line"><h1>${t('leaving.title')}</h1><p class="standing soft">${t('leaving.intro')}</p></header>
<div class="stack">${refusal(state, ctx)}
${ctx.may('company.export') ? takeOut(ctx) : ''}
<section class="card pad" aria-labelledby="clock-title"><h2 id="clock-title">${t('leaving.clock')}</h2><p class="soft">${standing(view, ctx)}</p>
${ctx.may('company.end') ? clockForms(view, state, ctx) : ''}</section>
${ctx.may('company.end') ? endForm(view, state, ctx) : ''}</div>`
  return layout(t('leaving.title'), content, ctx)
}

function takeOut({ t }: PageContext): Html {
  return html`<section class="card pad" aria-labelledby="take-title"><h2 id="take-title">${t('leaving.takeOut')}</h2><p class="soft">${t('leaving.takeOutIntro')}</p>
<p class="send"><a class="button" href="/settings/data/everything.zip" download>${t('leaving.csv')}</a><a class="button" href="/settings/data/everything.json" download>${t('leaving.json')}</a></p></section>`
}

function standing({ clock, timeZone }: DataView, { t, f }: PageContext): string {
  const { days, startedAt, dueAt, keptAt } = clock
  const told = (instant: string) => f.instant(instant, timeZone)
  if (startedAt !== null && dueAt !== null)
    return t('leaving.runs', { since: told(startedAt), due: told(dueAt) })
  return keptAt === null ? t('leaving.rests', { days }) : t('leaving.kept', { since: told(keptAt) })
}

function clockForms({ clock }: DataView, { entered, wrong }: FormState, ctx: PageContext): Html {
  const { t } = ctx
  const field = { name: 'days', label: t('leaving.days'), hint: t('leaving.daysHint'), wrong: wrong.days }
  const days = inputField(field, { value: first(entered, 'days'), mode: 'numeric' }, ctx)
  const keep = html`<form class="entry" method="post" action="/settings/data/keep"><button class="button main">${t('leaving.keep')}</button></form>`
  return html`${clock.startedAt === null ? '' : keep}<form class="entry" method="post" action="/settings/data/days" novalidate>${days}<button class="button">${t('leaving.save')}</button></form>`
}

function endForm({ name }: DataView, { entered, wrong }: FormState, ctx: PageContext): Html {
  const { t } = ctx
  const field = {
    name: 'name',
    label: t('leaving.name'),
    hint: t('leaving.nameHint', { name }),
    wrong: wrong.name,
  }
  return html`<section class="card pad" aria-labelledby="end-title"><h2 id="end-title">${t('leaving.end')}</h2><p class="soft">${t('leaving.endIntro')}</p>
<form class="entry" method="post" action="/settings/data/end" novalidate>${inputField(field, { value: first(entered, 'name') }, ctx)}<button class="button">${t('leaving.endNow')}</button></form></section>`
}
