/** The frame of every page. */
import { html } from 'hono/html'
import { brandMark } from './brand.ts'
import type { Html, Maybe, PageContext } from './ctx.ts'
import { page } from './head.ts'
import { viewMenu } from './view-menu.ts'

export function layout(title: string, content: Maybe, ctx: PageContext): Html {
  const { t, workspaceName, session } = ctx
  const body = html`<body>
<a class="skip" href="#content">${t('app.skip')}</a>
<header class="top"><div class="wrap">
<a class="brand" href="/">${brandMark()}<span>${t('app.name')}</span></a>
${workspaceName === null ? '' : html`<span class="place">${workspaceName}</span>`}
${viewMenu(ctx)}
</div></header>
<main id="content" tabindex="-1"><div class="wrap">${content}</div></main>
<footer class="foot"><div class="wrap"><p>${t('app.promise')}</p>${session === null ? '' : html`<p class="rules"><a href="/settings/privacy">${t('privacy.link')}</a></p>`}</div></footer>
</body>`
  return page(title, ctx, body)
}
