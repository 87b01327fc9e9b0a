/** Where a page of this folder is, and the way back. */
import { html } from 'hono/html'
import type { MessageKey } from '../i18n/index.ts'
import type { Html, PageContext } from '../web/ctx.ts'

export function settingsPath(own: MessageKey, { t }: PageContext): Html {
  return html`<nav class="path" aria-label="${t('detail.path')}"><a href="/settings/privacy">${t('council.short')}</a><span aria-hidden="true">/</span><span>${t(own)}</span></nav>`
}
