/** Who may do what: the table that the program itself asks, in words. */
import { html } from 'hono/html'
import { roles } from '../app-env.ts'
import { actions, can } from '../okr/roles.ts'
import type { Html, PageContext } from '../web/ctx.ts'

export function permissionsCard({ t }: PageContext): Html {
  const cell = (yes: boolean) =>
    html`<td class="may fold">${yes ? html`<span class="yes">${t('may.yes')}</span>` : ''}</td>`
  const rows = actions.map((action) => {
    const allowed = roles.filter((role) => can(role, action)).map((role) => t(`role.${role}`))
    return html`<tr><th scope="row">${t(`action.${action}`)}<span class="under">${allowed.join(', ')}</span></th>${roles.map((role) => cell(can(role, action)))}</tr>`
  })
  return html`<section class="card pad plain" aria-labelledby="may-title"><h2 id="may-title">${t('may.title')}</h2><p>${t('may.intro')}</p>
<table class="table"><thead><tr><th scope="col">${t('may.what')}</th>${roles.map((role) => html`<th scope="col" class="may fold">${t(`role.${role}`)}</th>`)}</tr></thead><tbody>${rows}</tbody></table></section>`
}
