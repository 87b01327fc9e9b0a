/** The provisional value of today beside the official one: quieter, dashed, and never with the colours of a status. */
import { html } from 'hono/html'
import type { KeyResultView, ProvisionalView } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'

type Shown = Pick<KeyResultView, 'title' | 'unit' | 'currency'>

function shownValue(
  { unit, currency }: Shown,
  { value }: ProvisionalView,
  { t, f }: PageContext,
  precision: 'short' | 'exact',
): string {
  if (value.value === null) return value.reason === undefined ? t('kr.noValue') : t(`reason.${value.reason}`)
  return f.value(value.value, unit, value.currency ?? currency, precision)
}

function notes(
  { unit, currency }: Shown,
  { change, progress, within, value }: ProvisionalView,
  { t, f }: PageContext,
  precision: 'short' | 'exact',
): readonly string[] {
  const found = [
    change === null
      ? null
      : change === 0
        ? t('today.unchanged')
        : t('today.change', { change: f.difference(change, unit, currency, precision) }),
    progress === null ? null : t('today.progress', { progress: f.percent(progress) }),
    within === null ? null : t(within ? 'today.within' : 'today.outside'),
    value.value !== null && value.reason !== undefined ? t(`reason.${value.reason}`) : null,
  ]
  return found.filter((note) => note !== null)
}

function when({ at }: ProvisionalView, timeZone: string, { t, f }: PageContext): Html {
  return html`<time datetime="${at}">${t('today.at', { time: f.time(at, timeZone) })}</time>`
}

/** A line of the key result's row on the board. */
export function todayLine(keyResult: KeyResultView, timeZone: string, ctx: PageContext): Html | null {
  const { provisional } = keyResult
  if (provisional === null) return null
  return html`<p class="today"><b>${ctx.t('today.title')}</b> ${when(provisional, timeZone, ctx)}${provisional.value.value === null ? html`<span>${shownValue(keyResult, provisional, ctx, 'short')}</span>` : html`<strong>${shownValue(keyResult, provisional, ctx, 'short')}</strong>`}${notes(keyResult, provisional, ctx, 'short').map((note) => html`<span>${note}</span>`)}</p>`
}

/** The same on the key result's page, to the last digit and with what it is not. */
export function todayPart(keyResult: KeyResultView, timeZone: string, ctx: PageContext): Html | null {
  const { provisional } = keyResult
  if (provisional === null) return null
  return html`<div class="today"><p><b>${ctx.t('today.title')}</b> ${when(provisional, timeZone, ctx)}</p><p${provisional.value.value === null ? '' : html` class="amount"`}>${shownValue(keyResult, provisional, ctx, 'exact')}</p><p>${notes(keyResult, provisional, ctx, 'exact').map((note) => html`<span>${note}</span>`)}</p><p class="soft">${ctx.t('today.note')}</p></div>`
}

/** What a screen reader is told when it changes while the page is open; empty without one. */
export function todaySaid(keyResult: KeyResultView, ctx: PageContext): string {
  const { provisional, title } = keyResult
  if (provisional === null) return ''
  return ctx.t('today.said', { title, value: shownValue(keyResult, provisional, ctx, 'short') })
}
