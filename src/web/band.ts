/** A value to hold, drawn as a dot on a scale where the allowed band is water. Decoration beside its words. */
import { html } from 'hono/html'
import { shownNumber } from '../closing/view.ts'
import type { KeyResultView } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'
import { ghost, share } from './level.ts'
import { isRated } from './status.ts'

/** The scale reaches a third of the band's width beyond whatever lies outermost. */
export function bandScale(
  lower: number | null,
  upper: number | null,
  value: number | null,
  draft: number | null = null,
) {
  const known = [lower, upper, value, draft].filter((n) => n !== null)
  const low = Math.min(...known)
  const high = Math.max(...known)
  const pad = (high - low || Math.abs(high) || 1) / 3
  const from = low - pad
  const span = high + pad - from
  return (n: number) => (n - from) / span
}

export function band(keyResult: KeyResultView, { t, f }: PageContext): Html {
  const { lower, upper, status, daysWithin, daysMeasured, provisional } = keyResult
  const value = shownNumber(keyResult)
  const draft = provisional?.value.value ?? null
  const at = bandScale(lower, upper, value, draft)
  const left = lower === null ? 0 : at(lower)
  const right = upper === null ? 1 : at(upper)
  const edges = [lower, upper].filter((n) => n !== null)
  const tone = status === 'at_risk' || status === 'missed' ? 'lack-bad' : isRated(status) ? 'full' : 'still'
  const days =
    daysWithin === null || daysMeasured === null || daysMeasured === 0
      ? null
      : {
          words: t('kr.within', { within: daysWithin, measured: daysMeasured }),
          share: daysWithin / daysMeasured,
        }
  return html`<div class="level"><svg aria-hidden="true" height="26"><rect class="track" x="0" y="7" width="100%" height="10" rx="5"/>
<rect class="zone" x="${share(left)}" y="7" width="${share(right - left)}" height="10"/>
${edges.map((edge) => html`<line class="bound" x1="${share(at(edge))}" x2="${share(at(edge))}" y1="4" y2="20"/>`)}
${value === null ? '' : html`<svg x="${share(at(value))}" y="12" width="1" height="1" overflow="visible"><circle class="dot ${tone}" r="7"/></svg>`}${draft === null ? '' : ghost(at(draft))}
</svg><p class="scale">${days === null ? html`<span>${t('kr.barNone')}</span>` : html`<strong>${days.words}</strong><span class="soft">${f.percent(days.share)}</span>`}</p></div>`
}
