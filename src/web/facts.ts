/** The head of the key result's page: the number, how far it is, how far it should be. */
import { html } from 'hono/html'
import { shownNumber } from '../closing/view.ts'
import type { KeyResultDetail } from '../okr/types.ts'
import { band } from './band.ts'
import { standingNumber } from './closing-words.ts'
import type { Html, PageContext } from './ctx.ts'
import { aim } from './key-result-row.ts'
import { level } from './level.ts'
import { livePart } from './live.ts'
import { todayPart, todaySaid } from './today.ts'

interface Fact {
  readonly name: string
  readonly value: string
  readonly note?: string
}

/** `points`: progress against pace in points of a hundred. */
function pointsFact(progress: number, expected: number, { t, f }: PageContext): Fact {
  const points = Math.round((progress - expected) * 100)
  const n = f.difference(points, 'count', null)
  return { name: t('detail.gap'), value: t('detail.points', { n, abs: Math.abs(points) }) }
}

export function facts({ keyResult, today }: KeyResultDetail, ctx: PageContext): readonly Fact[] {
  const { t, f } = ctx
  const { change, changeSince, progress, expected, target, unit, currency, kind } = keyResult
  const value = shownNumber(keyResult)
  const found: (Fact | null)[] = [
    change === null || changeSince === null
      ? null
      : {
          name: t('detail.change'),
          value: change === 0 ? t('kr.unchanged') : f.difference(change, unit, currency),
          note: t('kr.changeSince', { day: f.relativeDay(changeSince, today) }),
        },
    expected === null || kind === 'hold' ? null : { name: t('detail.expected'), value: f.percent(expected) },
    progress === null || expected === null || kind === 'hold' ? null : pointsFact(progress, expected, ctx),
    value === null || target === null || progress === null || progress >= 1
      ? null
      : { name: t('detail.distance'), value: f.value(Math.abs(target - value), unit, currency) },
    kind === 'hold' && progress !== null ? { name: t('detail.progress'), value: f.percent(progress) } : null,
  ]
  return found.filter((fact) => fact !== null)
}

export function headline(detail: KeyResultDetail, timeZone: string, ctx: PageContext): Html {
  const { t, f, now } = ctx
  const { keyResult } = detail
  const { latest, unit, currency, kind, baseline } = keyResult
  const value = shownNumber(keyResult)
  const exact = standingNumber(keyResult, ctx, 'exact')
  const age =
    latest === null
      ? null
      : latest.dataThrough === null
        ? t('detail.asOf', { day: f.day(latest.asOf) })
        : html`${t('detail.asOf', { day: f.day(latest.asOf) })} · <time datetime="${latest.dataThrough}">${t('detail.dataThrough', { instant: f.instant(latest.dataThrough, timeZone) })}</time> (${f.age(latest.dataThrough, now)})`
  return html`<section class="headline card pad" aria-labelledby="value-title"${livePart('headline', todaySaid(keyResult, ctx))}>
<div class="now"><h2 id="value-title" class="label">${t('detail.value')}</h2><p class="figure${value === null ? ' none' : ''}">${exact}</p><p class="soft">${aim(keyResult, ctx)}${
    kind === 'reach' && baseline !== null && baseline !== 0
      ? ` · ${t('kr.from', { baseline: f.value(baseline, unit, currency, 'short') })}`
      : ''
  }</p></div>
<div class="way">${kind === 'hold' ? band(keyResult, ctx) : level(keyResult, ctx)}
<dl class="numbers">${facts(detail, ctx).map(({ name, value, note }) => html`<div><dt>${name}</dt><dd>${value}${note === undefined ? '' : html` <span>${note}</span>`}</dd></div>`)}</dl></div>
${todayPart(keyResult, timeZone, ctx)}
${age === null ? '' : html`<p class="age">${age}</p>`}
</section>`
}
