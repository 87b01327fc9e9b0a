/** What a person sees before their CRM asks them: what is read, why, and where it leads. */
import { html } from 'hono/html'
import { scopes as hubspotScopes } from '../../connectors/hubspot/scopes.ts'
import type { Html, PageContext } from '../web/ctx.ts'
import { choiceField, inputField } from '../web/field.ts'
import { refusal } from '../web/form-page.ts'
import { type FormState, first } from '../web/form-state.ts'
import { layout } from '../web/layout.ts'
import { crmTitle } from '../web/sources.ts'
import { stepsLine } from './steps.ts'

const salesforceScopes = { required: ['api', 'refresh_token', 'id'], optional: [] } as const
type Scope =
  | (typeof hubspotScopes)['required' | 'optional'][number]
  | (typeof salesforceScopes)['required'][number]

export function connectPage(crm: 'hubspot' | 'salesforce', state: FormState, ctx: PageContext): Html {
  const { t, session, workspaceName } = ctx
  const title = t('install.connect.title', { crm: crmTitle(crm) })
  const { required, optional } = crm === 'hubspot' ? hubspotScopes : salesforceScopes
  const row = (scope: Scope, needed: boolean) =>
    html`<tr><th scope="row">${t(`install.scope.${scope}`)}</th><td class="soft">${needed ? t('install.scope.needed') : t('install.scope.optional')}</td></tr>`
  const whose =
    session === null || workspaceName === null
      ? t('install.connect.newcomer')
      : t('install.connect.member', { crm: crmTitle(crm), company: workspaceName })
  const content = html`<div class="form install">${stepsLine('connect', ctx)}<header><h1>${title}</h1><p>${t('install.connect.intro')} ${whose}</p></header>
<section class="card pad" aria-labelledby="reads"><h2 id="reads">${t('install.connect.reads')}</h2>
<table class="table"><tbody>${required.map((one) => row(one, true))}${optional.map((one) => row(one, false))}</tbody></table>
<p class="soft">${t('install.connect.never')}</p></section>
<form method="get" action="/connect/${crm}/start">${refusal(state, ctx)}${crm === 'salesforce' ? whichOrg(state, ctx) : ''}
<div class="send"><button class="button main">${t('install.connect.go', { crm: crmTitle(crm) })}</button></div></form></div>`
  return layout(title, content, ctx)
}

function whichOrg({ entered, wrong }: FormState, ctx: PageContext): Html {
  const { t } = ctx
  const where = first(entered, 'where') || 'production'
  const choice = (value: 'production' | 'sandbox' | 'domain') => ({
    ...{
      value,
      id: `where-${value}`,
      label: t(`install.where.${value}`),
      hint: t(`install.where.${value}.hint`),
    },
  })
  const field = {
    ...{ name: 'domain', label: t('install.domain'), hint: t('install.domain.hint'), wrong: wrong.domain },
  }
  return html`${choiceField('where', t('install.where'), where, [choice('production'), choice('sandbox'), choice('domain')])}<div class="if-domain">${inputField(field, { value: first(entered, 'domain') }, ctx)}</div>`
}

/**
 * On the way out. A form of ours may lead nowhere else by the security policy, so the browser is sent on by this page; who has
 * switched that off follows the link.
 */
export function onTheWayPage(crm: string, url: string, ctx: PageContext): Html {
  const text = ctx.t('install.leaving', { crm: crmTitle(crm) })
  return layout(
    text,
    html`<section class="door card pad"><h1>${text}</h1><p><a class="button main" href="${url}" rel="noreferrer">${ctx.t('install.connect.go', { crm: crmTitle(crm) })}</a></p></section>`,
    ctx,
  )
}
