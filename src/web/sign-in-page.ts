/** The door: asks for a link, or says where it is. */
import { html } from 'hono/html'
import type { Html, PageContext } from './ctx.ts'
import { layout } from './layout.ts'

/**
 * `ask`: a form that posts `email` to `/sign-in`. `sent`: the same answer whether the address is known or not.
 * `local`: nothing is mailed here, the link is printed. `link_used`: the link was old or used.
 */
export type SignInState = 'ask' | 'sent' | 'local' | 'link_used'

function askForm({ t }: PageContext): Html {
  return html`<form method="post" action="/sign-in"><div class="field"><label for="email">${t('signIn.email')}</label><input id="email" name="email" type="email" autocomplete="email" required></div><button class="button main">${t('signIn.send')}</button></form>`
}

export function signInPage(state: SignInState, ctx: PageContext): Html {
  const { t } = ctx
  const told = {
    ask: html`<p class="soft">${t('signIn.text')}</p>${askForm(ctx)}`,
    sent: html`<p class="notice calm" role="status">${t('signIn.sent')}</p>`,
    local: html`<p class="soft">${t('signIn.local')}</p>`,
    link_used: html`<p class="notice" role="status">${t('signIn.linkUsed')}</p><p class="soft">${t('signIn.local')}</p>`,
  } satisfies Record<SignInState, Html>
  return layout(
    t('signIn.title'),
    html`<section class="door card pad"><h1>${t('signIn.title')}</h1>${told[state]}</section>`,
    ctx,
  )
}
