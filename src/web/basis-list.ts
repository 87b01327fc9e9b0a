/** Beside the sentence: what the number rests on, so that somebody else can arrive at it. */
import { html } from 'hono/html'
import { hasMoney } from '../evidence/sides.ts'
import { catalogue } from '../metrics/index.ts'
import type { Html, PageContext } from './ctx.ts'
import type { KeyResultPageView } from './key-result-view.ts'

/** Null for typed and pushed values: they rest on who entered them. */
export function basisList({ detail, timeZone, currency }: KeyResultPageView, ctx: PageContext): Html | null {
  const { t, f } = ctx
  const { definition, definitionVersion, latest } = detail.keyResult
  if (definition === null) return null
  const { timeBasis } = catalogue[definition.metric]
  const home = latest?.currency ?? currency
  const money = hasMoney(definition.metric)
  const through = latest?.dataThrough ?? null
  const run = latest?.run ?? null
  const facts: readonly (readonly [string, string])[] = [
    [t('basis.title'), t(`basis.${timeBasis}`)],
    [t('basis.currency'), money ? t('basis.currencyRule', { currency: home }) : t('basis.noMoney')],
    [t('basis.timeZone'), timeZone],
    ...(through === null ? [] : [[t('basis.dataThrough'), f.instant(through, timeZone)] as const]),
    ...(run === null ? [] : [[t('basis.run'), run] as const]),
    [t('basis.version'), f.number(definitionVersion)],
  ]
  return html`<details class="basis"><summary>${t('basis.more')}</summary><dl class="basis-list">${facts.map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl></details>`
}
