/** The frame of every page. */
import { html } from 'hono/html'
import { icon, styleSheet } from './assets.ts'
import { brandMark } from './brand.ts'
import type { Html, Maybe, PageContext } from './ctx.ts'
import { viewMenu } from './view-menu.ts'

export function layout(title: string, content: Maybe, ctx: PageContext): Html {
  const { t, locale, theme, workspaceName, session } = ctx
  return html`<!doctype html>
<html lang="${locale}"${theme === 'auto' ? '' : html` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${t('app.name')}</title>
<link rel="icon" href="${icon.path}" type="image/svg+xml">
<link rel="stylesheet" href="${styleSheet.path}">
</head>
<body>
<a class="skip" href="#content">${t('app.skip')}</a>
<header class="top"><div class="wrap">
<a class="brand" href="/">${brandMark()}<span>${t('app.name')}</span></a>
${workspaceName === null ? '' : html`<span class="place">${workspaceName}</span>`}
${viewMenu(ctx)}
</div></header>
<main id="content" tabindex="-1"><div class="wrap">${content}</div></main>
<footer class="foot"><div class="wrap"><p>${t('app.promise')}</p>${session === null ? '' : html`<p class="rules"><a href="/settings/privacy">${t('privacy.link')}</a></p>`}</div></footer>
</body>
</html>`
}
