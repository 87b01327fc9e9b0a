/** How the number comes about, in words, and whether all of it could be read. */
import { html } from 'hono/html'
import { isMeasured } from '../okr/origin.ts'
import type { KeyResultView } from '../okr/types.ts'
import { basisList } from './basis-list.ts'
import { isOfContracts } from './contract-evidence.ts'
import type { Html, PageContext } from './ctx.ts'
import type { KeyResultPageView } from './key-result-view.ts'
import { side } from './sides.ts'

function sentenceOf(keyResult: KeyResultView, sentence: string | null, { t }: PageContext): string {
  const { origin, cadenceDays } = keyResult
  switch (origin) {
    case 'metric':
    case 'composite':
      return sentence ?? ''
    case 'native':
      return t(keyResult.native?.kind === 'report' ? 'native.reportPlain' : 'native.soql')
    case 'pushed':
      return t('detail.definitionPushed')
    case 'manual':
      return cadenceDays === null
        ? t('detail.definitionManualFree')
        : t('detail.definitionManual', { days: cadenceDays })
    default:
      return origin satisfies never
  }
}

/** Win rate and its like: what was divided by what. */
function fraction({ latest, unit }: KeyResultView, currency: string, ctx: PageContext): string | null {
  if (latest?.numerator == null || latest.denominator === null || unit !== 'ratio') return null
  const show = side(latest.metric, currency, ctx)
  return ctx.t('detail.fraction', {
    numerator: show(latest.numerator),
    denominator: show(latest.denominator),
  })
}

export function definitionCard(view: KeyResultPageView, ctx: PageContext): Html {
  const { t } = ctx
  const { sentence, question, currency } = view
  const { keyResult } = view.detail
  const { latest, origin } = keyResult
  const notes = [
    question,
    fraction(keyResult, currency, ctx),
    latest === null || !isMeasured(origin) || origin === 'native'
      ? null
      : t(isOfContracts(keyResult) ? 'detail.sample.contracts' : 'detail.sample', { n: latest.sampleSize }),
  ].filter((note) => note !== null)
  return html`<section class="card pad" aria-labelledby="definition-title"><h2 id="definition-title">${t(isMeasured(origin) ? 'detail.definition' : 'detail.definitionTyped')}</h2><p class="sentence">${sentenceOf(keyResult, sentence, ctx)}</p>${notes.length === 0 ? '' : html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}${basisList(view, ctx)}</section>`
}

/** Reasons in plain words. A typed value has nothing that could be missing. */
export function completenessCard({ latest, origin }: KeyResultView, ctx: PageContext): Html | null {
  const { t, f } = ctx
  if (latest === null || !isMeasured(origin) || origin === 'native') return null
  const { reason, since, skipped, complete, leftOut = 0, withoutAmount = 0 } = latest
  const lines = [
    reason === undefined
      ? null
      : reason === 'unknown_before' && since !== undefined
        ? t('reason.unknown_before_day', { day: f.day(since) })
        : t(`reason.${reason}`),
    skipped > 0 ? t('detail.skipped', { n: skipped }) : null,
    withoutAmount > 0 ? t('detail.withoutAmount', { n: withoutAmount }) : null,
    leftOut > 0 ? t('detail.leftOut', { n: leftOut }) : null,
  ].filter((line) => line !== null)
  return html`<section class="card pad" aria-labelledby="complete-title"><h2 id="complete-title">${t('detail.completeness')}</h2><p class="sentence">${complete ? t('detail.complete') : t('detail.incomplete')}</p>${lines.length === 0 ? '' : html`<ul class="notes">${lines.map((line) => html`<li>${line}</li>`)}</ul>`}</section>`
}
