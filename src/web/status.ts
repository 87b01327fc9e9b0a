/** Status as word, shape and colour, in this order of weight. */
import { html } from 'hono/html'
import type { KeyResultView, Status } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'

export type Tone = 'good' | 'done' | 'warn' | 'bad' | 'mute'

/** Only rated statuses have a colour that praises or warns; what is unknown is grey and never green. */
export const toneOf = {
  achieved: 'done',
  on_track: 'good',
  behind: 'warn',
  at_risk: 'bad',
  missed: 'bad',
  broken: 'mute',
  no_data: 'mute',
  stale: 'mute',
  incomplete: 'mute',
} as const satisfies Record<Status, Tone>

export function isRated(status: Status): boolean {
  return toneOf[status] !== 'mute'
}

/** Each outline differs from every other without its colour. */
function shape(status: Status): Html {
  switch (status) {
    case 'achieved':
      return html`<circle class="shape" cx="8" cy="8" r="7"/><path class="shape-cut" d="m4.8 8.3 2.2 2.2 4.3-4.6"/>`
    case 'on_track':
      return html`<path class="shape-line" d="M2 8.5 6.2 12.5 14 4"/>`
    case 'behind':
      return html`<path class="shape" d="M8 14.5 1 3h14z"/>`
    case 'at_risk':
      return html`<path class="shape" d="M8 .8 15.2 8 8 15.2.8 8z"/><path class="shape-cut" d="M8 4.6v3.8M8 11.1v.1"/>`
    case 'missed':
      return html`<rect class="shape" x="1.5" y="1.5" width="13" height="13" rx="2"/><path class="shape-cut" d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6"/>`
    case 'broken':
      return html`<path class="shape-line" d="M6.5 4.5 8 3a3.2 3.2 0 0 1 4.6 4.6l-1.4 1.4M9.5 11.5 8 13a3.2 3.2 0 0 1-4.6-4.6l1.4-1.4M2 2l12 12"/>`
    case 'no_data':
      return html`<circle class="shape-line" cx="8" cy="8" r="6" stroke-dasharray="1.5 3.2"/>`
    case 'stale':
      return html`<circle class="shape-line" cx="8" cy="8" r="6.2"/><path class="shape-line" d="M8 4.4V8l2.4 1.6"/>`
    case 'incomplete':
      return html`<circle class="shape-line" cx="8" cy="8" r="6.2"/><path class="shape" d="M8 1.8a6.2 6.2 0 0 1 0 12.4z"/>`
    default:
      return status satisfies never
  }
}

/** Any word with the mark and the colour of a status. */
export function chip(status: Status, text: string): Html {
  return html`<span class="status tone-${toneOf[status]}"><svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">${shape(status)}</svg>${text}</span>`
}

export function statusChip(status: Status, { t }: PageContext, count?: number): Html {
  return chip(status, `${count === undefined ? '' : `${count} `}${t(`status.${status}`)}`)
}

/** One sentence: why this status and not another. Thresholds are a setting, so the sentence says the distance itself. */
export function statusReason(keyResult: KeyResultView, { t }: PageContext): string {
  const { status, broken, kind, progress, expected } = keyResult
  switch (status) {
    case 'broken':
      return broken === null
        ? t('statusHelp.broken')
        : t(`broken.${broken.code}`, { subject: broken.subject })
    case 'on_track':
    case 'behind':
    case 'at_risk':
      return kind === 'hold' ? t(`statusHelp.hold.${status}`) : paceReason(progress, expected, t)
    case 'achieved':
    case 'missed':
      return t(kind === 'hold' ? `statusHelp.hold.${status}` : `statusHelp.${status}`)
    case 'no_data':
    case 'stale':
    case 'incomplete':
      return t(`statusHelp.${status}`)
    default:
      return status satisfies never
  }
}

function paceReason(progress: number | null, expected: number | null, t: PageContext['t']): string {
  if (progress === null || expected === null) return ''
  const points = Math.round((progress - expected) * 100)
  if (points === 0) return t('statusHelp.even')
  return t(points > 0 ? 'statusHelp.ahead' : 'statusHelp.under', { n: Math.abs(points) })
}
