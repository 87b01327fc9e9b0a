/** What the lines of the chart mean; the swatches repeat their stroke and not only their colour. */
import { html } from 'hono/html'
import type { KeyResultDetail } from '../okr/types.ts'
import { isYoung } from './chart.ts'
import type { Html, PageContext } from './ctx.ts'

const swatch = (name: string) =>
  html`<svg width="22" height="10" viewBox="0 0 22 10" aria-hidden="true"><line class="${name}" x1="1" x2="21" y1="5" y2="5"/></svg>`

export function legend(
  { keyResult, history, pace, paceBand = [] }: KeyResultDetail,
  { t, f }: PageContext,
): Html {
  const entries = [
    { name: 'course', text: t('detail.legend.value'), show: true },
    { name: 'pace', text: t('detail.legend.pace'), show: pace.length > 0 },
    {
      name: 'goal',
      text: keyResult.kind === 'hold' ? t('detail.legend.band') : t('detail.legend.target'),
      show: true,
    },
  ].filter(({ show }) => show)
  const since = history.find((point) => point.value !== null)
  const unsure = history.some((point) => point.value !== null && !point.complete)
  return html`<ul class="legend">${
    since !== undefined && isYoung(history)
      ? html`<li><svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><circle class="point" cx="6" cy="6" r="4.5"/></svg>${t('detail.measuredSince', { day: f.dayShort(since.day) })}</li>`
      : ''
  }${entries.map(({ name, text }) => html`<li>${swatch(name)}${text}</li>`)}${
    paceBand.length > 0
      ? html`<li><svg width="22" height="10" viewBox="0 0 22 10" aria-hidden="true"><rect class="tide" width="22" height="10"/></svg>${t('pace.band')}</li>`
      : ''
  }${
    unsure
      ? html`<li><svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><circle class="unsure" cx="6" cy="6" r="4"/></svg>${t('detail.legend.incomplete')}</li>`
      : ''
  }</ul>`
}
