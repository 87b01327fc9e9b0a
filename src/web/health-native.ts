/** Which of the CRM's own numbers did not come in last time, and why. */
import { html } from 'hono/html'
import type { ConnectionHealth } from '../health/types.ts'
import type { Html, PageContext } from './ctx.ts'

export function nativePart({ native }: ConnectionHealth, { t }: PageContext): Html | null {
  if (native.total === 0) return null
  const { sick, total } = native
  const lines = sick.map(
    ({ id, title, trouble: { code, found } }) =>
      html`<li><a href="/key-results/${id}">${title}</a> <span class="soft">${t(`issue.native_${code}`, { subject: found ?? '' })}</span></li>`,
  )
  const told =
    sick.length === 0
      ? t('health.native.well', { n: total })
      : t('health.native.sick', { sick: sick.length, n: total })
  return html`<div class="part"><h3>${t('health.native.title')}</h3><p class="soft">${told}</p>${lines.length === 0 ? '' : html`<ul class="lines">${lines}</ul>`}</div>`
}
