/** The part of the form that says what is measured: metric, its details, period; the selection has a file of its own. */
import { html } from 'hono/html'
import type { MetricId } from '../metrics/types.ts'
import type { Html, PageContext } from './ctx.ts'
import { inputField, selectField } from './field.ts'
import { type FormState, first } from './form-state.ts'
import { selection } from './key-result-filter-fields.ts'
import { fiscalWindows, type KeyResultOptions, TYPED_AMOUNT, trailingDays } from './key-result-options.ts'

function params(state: FormState, options: KeyResultOptions, ctx: PageContext): Html {
  const { t } = ctx
  const { entered, wrong } = state
  const titleOf = (id: MetricId) => options.metrics.find((m) => m.value === id)?.label ?? id
  const only = (id: MetricId) => t('krForm.params.onlyFor', { metric: titleOf(id) })
  const text = (name: string, label: string, id: MetricId) =>
    inputField(
      { name, label, hint: only(id), wrong: wrong[name] },
      { value: first(entered, name), mode: 'decimal' },
      ctx,
    )
  const statistics = (['mean', 'median'] as const).map((value) => ({
    value,
    label: t(`krForm.params.${value}`),
  }))
  const money = `${t('krForm.params.target')} (${options.currency})`
  const amounts = [{ value: TYPED_AMOUNT, label: t('krForm.coverage.amount') }, ...options.amounts]
  const coverageOf = selectField(
    { name: 'coverageOf', label: t('krForm.coverage.of'), wrong: wrong.coverageOf },
    first(entered, 'coverageOf'),
    amounts,
    ctx,
  )
  return html`<div class="param for-sales_cycle_days">${selectField({ name: 'statistic', label: t('krForm.params.statistic'), hint: only('sales_cycle_days') }, first(entered, 'statistic'), statistics, ctx)}</div>
<div class="param for-stalled_deals">${text('stalledDays', t('krForm.params.days'), 'stalled_deals')}</div>
<div class="param for-pipeline_coverage pair">${options.amounts.length === 0 ? '' : coverageOf}<div class="if-amount">${text('coverageTarget', money, 'pipeline_coverage')}</div></div>`
}

function windowFields(state: FormState, ctx: PageContext): Html {
  const { t } = ctx
  const { entered, wrong } = state
  const chosen = first(entered, 'window')
  // One that came through the API may have a length of its own.
  const own = /^trailing-(\d+)$/.exec(chosen)?.[1]
  const lengths = [...new Set([...trailingDays, ...(own === undefined ? [] : [Number(own)])])]
  const windows = [
    { value: 'cycle', label: t('krForm.window.cycle') },
    ...fiscalWindows.map((w) => ({ value: `fiscal-${w}`, label: t(`krForm.window.${w}`) })),
    ...lengths.map((n) => ({ value: `trailing-${n}`, label: t('krForm.window.trailing', { n }) })),
    { value: 'fixed', label: t('krForm.window.fixed') },
  ]
  const day = (name: 'windowFrom' | 'windowTo') =>
    inputField(
      { name, label: t(`krForm.${name}`), wrong: wrong[name] },
      { value: first(entered, name), type: 'date' },
      ctx,
    )
  return html`${selectField({ name: 'window', label: t('krForm.window'), wrong: wrong.window }, chosen, windows, ctx)}
<div class="pair if-fixed">${day('windowFrom')}${day('windowTo')}</div>`
}

export function definitionFields(state: FormState, options: KeyResultOptions, ctx: PageContext): Html {
  const { t } = ctx
  const { entered, wrong } = state
  return html`<div class="card pad if-metric"><fieldset><legend>${t('krForm.measured')}</legend>
${selectField({ name: 'metric', label: t('krForm.metric'), wrong: wrong.metric }, first(entered, 'metric'), options.metrics, ctx)}
${params(state, options, ctx)}
${windowFields(state, ctx)}</fieldset>
<fieldset class="narrow-down"><legend>${t('krForm.filter')}</legend><p class="soft small">${t('krForm.filterHint')}</p>${selection(state, options, ctx)}</fieldset></div>`
}
