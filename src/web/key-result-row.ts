/** One key result on the board: what, how much, how far, what changed, how it stands. */
import { html } from 'hono/html'
import { daysBetween } from '../../connectors/values/time.ts'
import { shownNumber } from '../closing/view.ts'
import { aimWords } from '../okr/aim-words.ts'
import { isMeasured } from '../okr/origin.ts'
import type { BoardView, KeyResultView } from '../okr/types.ts'
import { band } from './band.ts'
import { closingMarks, finalReason, standingNumber } from './closing-words.ts'
import type { Html, PageContext } from './ctx.ts'
import { level } from './level.ts'
import { livePart } from './live.ts'
import { isRated, statusChip, statusReason } from './status.ts'
import { todayLine, todaySaid } from './today.ts'

export function aim(keyResult: KeyResultView, ctx: PageContext): string {
  return aimWords(keyResult, ctx, 'short')
}

/** With the day it is measured from: "since yesterday" would be a lie after a night without a run. */
export function changeCell(keyResult: KeyResultView, ctx: PageContext, today: string): Html {
  const { t, f } = ctx
  const { change, changeSince, unit, currency, latest } = keyResult
  // What is final or set by hand has no change of its own.
  if (latest?.value == null || keyResult.closing?.final != null || keyResult.closing?.override != null)
    return html`<div class="change"></div>`
  if (change === null || changeSince === null)
    return keyResult.broken !== null
      ? html`<div class="change"></div>`
      : html`<div class="change"><span>${t('kr.changeNone')}</span></div>`
  const amount = change === 0 ? t('kr.unchanged') : f.difference(change, unit, currency, 'short')
  return html`<div class="change"><b>${amount}</b> <span>${t('kr.changeSince', { day: f.relativeDay(changeSince, today) })}</span></div>`
}

function ageOf(
  { latest, origin }: KeyResultView,
  view: BoardView,
  { t, f, now }: PageContext,
): string | null {
  if (latest === null) return null
  if (isMeasured(origin) && latest.dataThrough !== null && daysBetween(latest.asOf, view.today) <= 2)
    return t('kr.age', { age: f.age(latest.dataThrough, now) })
  const near = Math.abs(daysBetween(latest.asOf, view.today)) <= 1
  return t(near ? 'kr.ageRelative' : 'kr.ageDay', { day: f.relativeDay(latest.asOf, view.today) })
}

function meta(keyResult: KeyResultView, view: BoardView, ctx: PageContext): readonly string[] {
  const { t } = ctx
  const { latest, origin, weight } = keyResult
  const parts = [
    ageOf(keyResult, view, ctx),
    origin === 'metric' ? null : t(`origin.${origin}`),
    latest !== null && latest.skipped > 0 ? t('kr.skipped', { n: latest.skipped }) : null,
    weight === 1 ? null : t('kr.weight', { weight: ctx.f.number(weight) }),
  ]
  return parts.filter((part) => part !== null)
}

/** Grey statuses explain themselves in a line; the others are explained on the key result's page. */
function why(keyResult: KeyResultView, ctx: PageContext): string | null {
  if (isRated(keyResult.status)) return null
  const final = finalReason(keyResult, ctx)
  if (final !== null) return final
  const reason = keyResult.latest?.reason
  return keyResult.status !== 'broken' && reason !== undefined
    ? ctx.t(`reason.${reason}`)
    : statusReason(keyResult, ctx)
}

export function keyResultRow(keyResult: KeyResultView, view: BoardView, ctx: PageContext): Html {
  const explanation = why(keyResult, ctx)
  const marks = closingMarks(keyResult, ctx)
  return html`<li class="kr"${livePart(`key-result-${keyResult.id}`, todaySaid(keyResult, ctx))}>
<div class="title"><h3><a href="/key-results/${keyResult.id}">${keyResult.title}</a></h3><p class="meta">${marks.map((mark) => html`<span class="mark">${mark}</span>`)}${meta(keyResult, view, ctx).map((part) => html`<span>${part}</span>`)}</p></div>
<div class="value"><b${shownNumber(keyResult) === null ? html` class="none"` : ''}>${standingNumber(keyResult, ctx, 'short')}</b><span>${aim(keyResult, ctx)}</span></div>
${keyResult.kind === 'hold' ? band(keyResult, ctx) : level(keyResult, ctx)}
${changeCell(keyResult, ctx, view.today)}
<div class="badge">${statusChip(keyResult.status, ctx)}</div>
${todayLine(keyResult, view.timeZone, ctx)}
${explanation === null ? '' : html`<p class="why">${explanation}</p>`}
</li>`
}
