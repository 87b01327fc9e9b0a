/** Entering the value of a manual key result; a correction needs its reason. */
import { html } from 'hono/html'
import { typedValue } from '../i18n/decimal.ts'
import type { KeyResultView } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'
import { inputField } from './field.ts'
import type { ValueEntry } from './key-result-view.ts'

export function valueForm(keyResult: KeyResultView, entry: ValueEntry, ctx: PageContext): Html {
  const { t, locale } = ctx
  const { id, unit, currency, latest, target } = keyResult
  const example = latest?.value ?? target
  const label =
    unit === 'money' && currency !== null
      ? `${t('valueForm.value')} (${currency})`
      : unit === 'ratio'
        ? `${t('valueForm.value')} (%)`
        : t('valueForm.value')
  const hint =
    example === null
      ? undefined
      : t('cycleForm.nameHint', { example: typedValue(example, unit, currency ?? 'EUR', locale) })
  return html`<section class="card pad" aria-labelledby="enter-title"><h2 id="enter-title">${t('valueForm.title')}</h2>
<form class="entry" method="post" action="/key-results/${id}/values">
${inputField({ name: 'value', label, wrong: entry.wrong.value, ...(hint === undefined ? {} : { hint }) }, { value: entry.value, mode: 'decimal' }, ctx)}
${inputField({ name: 'day', label: t('valueForm.day'), wrong: entry.wrong.day }, { value: entry.day, type: 'date' }, ctx)}
${inputField({ name: 'reason', label: t('valueForm.reason'), hint: t('valueForm.reasonHint'), wrong: entry.wrong.reason, optional: true }, { value: entry.reason }, ctx)}
<button class="button main">${t('valueForm.save')}</button></form></section>`
}
