/** What a composite is made of: each term with its value, what is missing in it, and the way to its deals. */
import { html } from 'hono/html'
import { catalogue, termsOf } from '../metrics/index.ts'
import type { KeyResultView } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'
import type { KeyResultPageView } from './key-result-view.ts'

/** Null where a single metric, or somebody, says the number. */
export function termsCard(
  { detail, terms = [], term, evidence, movement, currency }: KeyResultPageView,
  ctx: PageContext,
): Html | null {
  const { keyResult } = detail
  if (keyResult.composite === undefined || keyResult.latest === null) return null
  const { t } = ctx
  const rows = termsOf(keyResult.composite).map(({ definition, weight }, n) => {
    const title = catalogue[definition.metric].title[ctx.locale]
    const weighted = keyResult.composite?.operation === 'weighted'
    const chosen = n === (term ?? 0)
    const deals =
      evidence === null
        ? ''
        : html`<a href="/key-results/${keyResult.id}?term=${n}#evidence"${chosen ? html` aria-current="true"` : ''}>${t('composite.showDeals')}</a>`
    return html`<tr><th scope="row">${t('composite.term', { n: n + 1, title })}<span class="note">${terms[n] ?? ''}</span>${missing(keyResult, n, ctx)}</th>${weighted ? html`<td class="num nowrap">${t('composite.weight', { weight: ctx.f.number(Number(weight), 6) })}</td>` : ''}<td class="num">${numberOf(keyResult, n, currency, ctx)}<span class="note">${deals}</span></td></tr>`
  })
  return html`<section class="card pad" aria-labelledby="terms-title"><h2 id="terms-title">${t('composite.terms')}</h2>
<table class="table terms" aria-labelledby="terms-title"><tbody>${rows}</tbody></table>${below(evidence === null, term, movement, ctx)}<p class="soft small">${t('composite.noForecast')}</p></section>`
}

function numberOf({ latest }: KeyResultView, n: number, currency: string, { t, f }: PageContext): string {
  const found = latest?.terms?.[n]
  if (found === undefined || found.value === null) return t('kr.noValue')
  return f.value(found.value, found.unit, found.currency ?? currency, 'exact')
}

function missing({ latest }: KeyResultView, n: number, { t }: PageContext): Html | null {
  const found = latest?.terms?.[n]
  if (found?.reason === undefined || (found.complete && found.value !== null)) return null
  const skipped = found.skipped > 0 ? ` ${t('detail.skipped', { n: found.skipped })}` : ''
  return html`<span class="note">${t(`reason.${found.reason}`)}${skipped}</span>`
}

/** Which of them the cards further down are about: the deals always of one, the movement where the lines do not add up. */
function below(
  hidden: boolean,
  term: number | undefined,
  movement: KeyResultPageView['movement'],
  { t }: PageContext,
): Html | null {
  if (hidden) return null
  const moved =
    term !== undefined || (movement?.kind === 'movement' && movement.movement.closing.value.metric !== null)
  return html`<p class="soft small">${t(moved ? 'composite.below' : 'composite.belowDeals', { n: (term ?? 0) + 1 })}</p>`
}
