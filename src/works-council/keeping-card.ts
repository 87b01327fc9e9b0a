/** What is kept and for how long, and the form for what a company may choose. */
import { html } from 'hono/html'
import type { Html, PageContext } from '../web/ctx.ts'
import { inputField } from '../web/field.ts'
import { type FormState, first } from '../web/form-state.ts'
import type { PrivacyView } from './read-privacy.ts'
import { VIEW_DAYS } from './views.ts'

export const keptKinds = [
  'deals',
  'owners',
  'values',
  'texts',
  'views',
  'changes',
  'members',
  'sessions',
  'access',
  'all',
] as const

/** How long, with the settings in force. */
export function lifetimeOf(
  kind: (typeof keptKinds)[number],
  { lifetimes, leavingDays }: Pick<PrivacyView, 'lifetimes' | 'leavingDays'>,
  t: PageContext['t'],
): string {
  const days: Partial<Record<typeof kind, number>> = {
    ...{ texts: lifetimes.textDays, views: VIEW_DAYS, sessions: lifetimes.sessionDays, all: leavingDays },
  }
  return t(`keeping.time.${kind}`, { days: days[kind] ?? 0 })
}

export function keepingCard(view: PrivacyView, state: FormState, ctx: PageContext): Html {
  const { t } = ctx
  const row = (kind: (typeof keptKinds)[number]) =>
    html`<tr><th scope="row">${t(`keeping.what.${kind}`)}</th><td>${lifetimeOf(kind, view, t)}</td></tr>`
  return html`<section class="card pad plain" id="keeping" aria-labelledby="keeping-title"><h2 id="keeping-title">${t('keeping.title')}</h2>
<table class="table"><thead><tr><th scope="col">${t('keeping.what')}</th><th scope="col">${t('keeping.long')}</th></tr></thead><tbody>${keptKinds.map(row)}</tbody></table>
${ctx.may('settings.write') ? form(state, ctx) : ''}</section>`
}

function form({ entered, wrong }: FormState, ctx: PageContext): Html {
  const { t } = ctx
  const field = (name: 'textDays' | 'sessionDays') =>
    inputField(
      { name, label: t(`keeping.${name}`), hint: t(`keeping.${name}Hint`), wrong: wrong[name] },
      { value: first(entered, name), mode: 'numeric' },
      ctx,
    )
  return html`<form class="entry" method="post" action="/settings/privacy/lifetimes" novalidate>${field('textDays')}${field('sessionDays')}<button class="button">${t('keeping.save')}</button></form>`
}
