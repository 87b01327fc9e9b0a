/** The reporting currency: which CRM counts in what, how its amounts get there, and rates that a person types. */
import { html } from 'hono/html'
import { minorDigits } from '../../connectors/values/money.ts'
import type { CurrencyView } from '../currency/read.ts'
import type { Html, PageContext } from './ctx.ts'
import { inputField } from './field.ts'
import { refusal } from './form-page.ts'
import { type FormState, first } from './form-state.ts'
import { layout } from './layout.ts'

export function currencyPage(view: CurrencyView, state: FormState, ctx: PageContext): Html {
  const { t, f } = ctx
  const { currency, connections, rates } = view
  const row = ({ id, currency: own, way, converting }: CurrencyView['connections'][number]) =>
    html`<tr><th scope="row">${id}<span class="under">${own ?? '–'}</span></th><td class="fold">${own ?? '–'}</td><td>${t(`currency.way.${way}`, { currency })}${converting ? html`<span class="note">${t('currency.converting')}</span>` : ''}</td></tr>`
  const rate = ({ currency: of, into, from, factor }: CurrencyView['rates'][number]) =>
    html`<tr><th scope="row">1 ${of} = ${minorDigits(into) === null ? factor : f.number(Number(factor), 6)} ${into}</th><td>${t('currency.from', { day: f.day(from) })}</td></tr>`
  const content = html`<header class="title-line"><h1>${t('currency.title')}</h1><p class="standing soft">${t('currency.intro')}</p></header>
<div class="stack">${refusal(state, ctx)}
<section class="card pad" aria-labelledby="connections-title"><h2 id="connections-title">${t('currency.now', { currency })}</h2>
${connections.length === 0 ? '' : html`<table class="table"><thead><tr><th scope="col">${t('currency.connection')}</th><th scope="col" class="fold">${t('currency.own')}</th><th scope="col">${t('currency.how')}</th></tr></thead><tbody>${connections.map(row)}</tbody></table>`}</section>
${rates.length === 0 ? '' : html`<section class="card pad" aria-labelledby="rates-title"><h2 id="rates-title">${t('currency.rates')}</h2><table class="table"><tbody>${rates.map(rate)}</tbody></table></section>`}
${ctx.may('settings.write') ? forms(currency, state, ctx) : ''}</div>`
  return layout(t('currency.title'), content, ctx)
}

function forms(currency: string, { entered, wrong }: FormState, ctx: PageContext): Html {
  const { t } = ctx
  const field = (name: string, label: string, rest: { type?: 'date'; mode?: 'decimal'; hint?: string }) =>
    inputField(
      { name, label, wrong: wrong[name], ...(rest.hint === undefined ? {} : { hint: rest.hint }) },
      {
        value: first(entered, name),
        ...(rest.type ? { type: rest.type } : {}),
        ...(rest.mode ? { mode: rest.mode } : {}),
      },
      ctx,
    )
  return html`<section class="card pad" aria-labelledby="rate-title"><h2 id="rate-title">${t('currency.typeRate')}</h2><p class="soft">${t('currency.typeRateIntro', { currency })}</p>
<form class="entry" method="post" action="/settings/rates" novalidate>${field('of', t('currency.own'), { hint: t('cycleForm.nameHint', { example: 'USD' }) })}${field('factor', t('currency.factor', { currency }), { mode: 'decimal' })}${field('from', t('currency.firstDay'), { type: 'date' })}<button class="button main">${t('currency.saveRate')}</button></form></section>
<section class="card pad" aria-labelledby="change-title"><h2 id="change-title">${t('currency.change')}</h2><p class="soft">${t('currency.changeIntro')}</p>
<form class="entry" method="post" action="/settings/currency" novalidate>${field('currency', t('currency.code'), { hint: t('cycleForm.nameHint', { example: 'CHF' }) })}<button class="button">${t('currency.save')}</button></form></section>`
}
