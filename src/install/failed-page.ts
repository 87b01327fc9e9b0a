/** Nothing was connected: why, and the one next step. */
import { html } from 'hono/html'
import type { Html, PageContext } from '../web/ctx.ts'
import { layout } from '../web/layout.ts'
import { crmTitle, failureText } from '../web/sources.ts'
import type { Unplaced } from './come-back.ts'

export type Trouble =
  | Unplaced
  /** Unknown, used, too late, or with another browser. */
  | 'state'
  | 'declined'
  /** Salesforce lets nobody agree to an app that its org has not installed. */
  | 'not_installed'
  | 'refused'

export function failedPage(crm: string, trouble: Trouble, kind: string | null, ctx: PageContext): Html {
  const { t, session } = ctx
  const title = t('install.failed.title', { crm: crmTitle(crm) })
  const cause = failureText(kind, ctx)
  const again = html`<a class="button main" href="/connect/${crm}">${t('install.failed.again')}</a>`
  const signIn = html`<a class="button" href="/sign-in">${t('signIn.title')}</a>`
  const hopeless = trouble === 'by_invitation' || trouble === 'ask_administrator' || trouble === 'no_right'
  return layout(
    title,
    html`<section class="door card pad"><h1>${title}</h1><p class="notice" role="alert">${cause === null ? '' : html`<b>${cause}</b> `}<span>${t(`install.failed.${trouble}`, { crm: crmTitle(crm) })}</span></p><p class="send">${hopeless ? '' : again}${session === null ? signIn : ''}</p></section>`,
    ctx,
  )
}
