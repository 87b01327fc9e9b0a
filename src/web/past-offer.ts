/** The time before a key result, beside the form, with a button that takes the proposal over. */
import { html } from 'hono/html'
import type { Locale } from '../app-env.ts'
import { typedValue } from '../i18n/decimal.ts'
import type { PastView } from '../series/index.ts'
import type { Html, PageContext } from './ctx.ts'
import type { Entered } from './form-state.ts'
import { pastBody } from './past-card.ts'

export function pastOffer(view: PastView, isTaken: boolean, ctx: PageContext): Html {
  const { t } = ctx
  const take = isTaken
    ? html`<p class="notice calm">${t('past.taken')}</p>`
    : html`<p><button class="button" name="intent" value="take">${t('past.take')}</button></p>`
  return html`<section class="card pad past" aria-labelledby="past-title"><h2 id="past-title">${t('past.title')}</h2>${pastBody(view, [], ctx, take)}</section>`
}

/** What was typed, with the proposal in its place; as it was where nothing is proposed. */
export function taken(
  entered: Entered,
  view: PastView | null | undefined,
  currency: string,
  locale: Locale,
): Entered {
  if (view?.proposal == null) return entered
  const typed = (value: number) => [typedValue(value, view.unit, currency, locale)]
  const { baseline, target } = view.proposal
  return { ...entered, kind: ['reach'], baseline: typed(baseline), target: typed(target) }
}
