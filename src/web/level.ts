/** Progress as a water level with the mark where the pace should be. Drawing clamps; the number beside it does not. */
import { html } from 'hono/html'
import type { KeyResultView } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'
import { isRated } from './status.ts'

export const clamp = (value: number) => Math.min(1, Math.max(0, value))
/** A share as an SVG length. */
export const share = (value: number) => `${(clamp(value) * 100).toFixed(2)}%`

const ticks = [0.25, 0.5, 0.75].map(
  (at) => html`<line class="tick" x1="${share(at)}" x2="${share(at)}" y1="18" y2="22"/>`,
)

/** What is missing between the level and the pace, only where the status says that it is missed. Lies below the water. */
function lack(progress: number, expected: number | null, tone: 'warn' | 'bad' | null): Html | null {
  if (tone === null || expected === null || expected <= clamp(progress)) return null
  return html`<rect class="lack-${tone}" x="0" y="7" width="${share(expected)}" height="10" rx="5"/>`
}

function paceMark(expected: number): Html {
  const x = share(expected)
  return html`<line class="mark-halo" x1="${x}" x2="${x}" y1="5" y2="19"/><line class="mark-line" x1="${x}" x2="${x}" y1="4" y2="20"/><svg x="${x}" y="0" width="1" height="1" overflow="visible"><path class="mark" d="M-4.5 0h9L0 6z"/></svg>`
}

/** Where it stands provisionally: an outline, drawn on top of nothing official but the water. */
export function ghost(at: number): Html {
  return html`<svg x="${share(at)}" y="12" width="1" height="1" overflow="visible"><circle class="ghost" r="5.5"/></svg>`
}

type Drawn = Pick<KeyResultView, 'progress' | 'expected' | 'status'> &
  Partial<Pick<KeyResultView, 'provisional'>>

function levelSvg({ progress, expected, status, provisional = null }: Drawn): Html {
  const tone = status === 'behind' ? 'warn' : status === 'at_risk' || status === 'missed' ? 'bad' : null
  const fill = !isRated(status) ? 'still' : (progress ?? 0) >= 1 ? 'full' : 'water'
  const beyond = progress !== null && progress > 1
  return html`<svg aria-hidden="true" height="26"><rect class="track" x="0" y="7" width="100%" height="10" rx="5"/>
${progress === null ? '' : html`${lack(progress, expected, tone)}<rect class="${fill}" x="0" y="7" width="${share(progress)}" height="10" rx="5"/>`}
${beyond ? html`<svg x="100%" y="8" width="1" height="8" overflow="visible"><path class="over" d="m-12 1.5 3 2.5-3 2.5m4-5 3 2.5-3 2.5"/></svg>` : ''}
${ticks}${expected === null ? '' : paceMark(expected)}${provisional?.progress == null ? '' : ghost(provisional.progress)}</svg>`
}

/** The bar with its numbers in words below: progress left, pace right. */
export function level(keyResult: Drawn, { t, f }: PageContext): Html {
  const { progress, expected } = keyResult
  return html`<div class="level">${levelSvg(keyResult)}<p class="scale"><span>${
    progress === null
      ? t('kr.barNone')
      : html`<strong>${t('kr.progress', { progress: f.percent(progress) })}</strong>`
  }</span>${expected === null ? '' : html`<span class="soft">${t('kr.pace', { expected: f.percent(expected) })}</span>`}</p></div>`
}
