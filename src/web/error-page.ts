/** What went wrong in a plain sentence, and the way out. Never a stack, never a code alone. */
import { html } from 'hono/html'
import type { Html, PageContext } from './ctx.ts'
import { layout } from './layout.ts'

export type ErrorStatus = 403 | 404 | 429 | 500

export function errorPage(status: ErrorStatus, ctx: PageContext): Html {
  const { t } = ctx
  const title = t(`error.${status}.title`)
  return layout(
    title,
    html`<section class="door card pad"><h1>${title}</h1><p class="soft">${t(`error.${status}.text`)}</p><a class="button main" href="/">${t('error.home')}</a></section>`,
    ctx,
  )
}
