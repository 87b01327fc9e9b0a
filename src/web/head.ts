/** A document around a body; also around one that has none of our head and foot. */
import { html } from 'hono/html'
import type { Locale } from '../app-env.ts'
import { texts } from '../i18n/index.ts'
import { icon, styleSheet } from './assets.ts'
import type { Html, Theme } from './ctx.ts'

export function page(title: string, { locale, theme }: { locale: Locale; theme: Theme }, body: Html): Html {
  return html`<!doctype html>
<html lang="${locale}"${theme === 'auto' ? '' : html` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${texts(locale)('app.name')}</title>
<link rel="icon" href="${icon.path}" type="image/svg+xml">
<link rel="stylesheet" href="${styleSheet.path}">
</head>
${body}
</html>`
}
