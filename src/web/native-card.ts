/** A number of the CRM's own: how it is asked, how the last answer went, with whose rights, and what nobody can know of it. */
import { html } from 'hono/html'
import { rightsWords } from '../okr/native/rights-words.ts'
import type { NativeReading, NativeSource } from '../okr/native/types.ts'
import type { Html, PageContext } from './ctx.ts'

export function nativeCard(
  source: NativeSource | undefined,
  reading: NativeReading | null | undefined,
  timeZone: string,
  { t, f }: PageContext,
): Html | null {
  if (source === undefined) return null
  const { trouble = null, basis = null, moves = false } = reading ?? {}
  const title = basis?.title ?? null
  const asked =
    source.kind === 'soql'
      ? html`${t('native.soql')}<code class="question">${source.question}</code>`
      : html`${title === null ? t('native.reportPlain') : t('native.report', { title })} <code class="question">${source.question}</code>`
  const notes = [
    reading == null ? t('native.notAsked') : t('native.asked', { instant: f.instant(reading.at, timeZone) }),
    ...(basis === null || (trouble !== null && basis.user === null) ? [] : rightsWords({ basis, moves }, t)),
    ...(source.confirmed ? [t('native.confirmed')] : []),
  ]
  return html`<section class="card pad own" id="native" aria-labelledby="native-title"><h2 id="native-title">${t('native.title')}</h2>
${trouble === null ? '' : html`<div class="notice" role="status"><b>${t('native.trouble')}</b><span>${t(`issue.native_${trouble.code}`, { subject: trouble.found ?? '' })}</span></div>`}
<p class="sentence">${asked}</p><ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul><p class="soft small">${t('native.foreign')}</p></section>`
}
