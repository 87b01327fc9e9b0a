/** The part of the form that says what is measured: metric, its details, period, selection. */
import { html } from 'hono/html'
import type { MetricId } from '../metrics/types.ts'
import type { Html, PageContext } from './ctx.ts'
import { checksField, inputField, selectField } from './field.ts'
import { all, type FormState, first } from './form-state.ts'
import { fiscalWindows, type KeyResultOptions, trailingDays } from './key-result-options.ts'

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
  return html`<div class="param for-sales_cycle_days">${selectField({ name: 'statistic', label: t('krForm.params.statistic'), hint: only('sales_cycle_days') }, first(entered, 'statistic'), statistics, ctx)}</div>
<div class="param for-stalled_deals">${text('stalledDays', t('krForm.params.days'), 'stalled_deals')}</div>
<div class="param for-pipeline_coverage">${text('coverageTarget', `${t('krForm.params.target')} (${options.currency})`, 'pipeline_coverage')}</div>`
}

function selection(state: FormState, options: KeyResultOptions, { t }: PageContext): Html {
  const { entered, wrong } = state
  const checks = (['connections', 'pipelines', 'teams'] as const).map((name) =>
    checksField(name, t(`krForm.${name}`), all(entered, name), options[name], wrong[name]),
  )
  return html`${checks}${wrong.filter === undefined ? '' : html`<p class="wrong">${wrong.filter}</p>`}`
}

export function definitionFields(state: FormState, options: KeyResultOptions, ctx: PageContext): Html {
  const { t } = ctx
  const { entered, wrong } = state
  const windows = [
    { value: 'cycle', label: t('krForm.window.cycle') },
    ...fiscalWindows.map((w) => ({ value: `fiscal-${w}`, label: t(`krForm.window.${w}`) })),
    ...trailingDays.map((n) => ({ value: `trailing-${n}`, label: t('krForm.window.trailing', { n }) })),
  ]
  return html`<div class="card pad if-metric"><fieldset><legend>${t('krForm.measured')}</legend>
${selectField({ name: 'metric', label: t('krForm.metric'), wrong: wrong.metric }, first(entered, 'metric'), options.metrics, ctx)}
${params(state, options, ctx)}
${selectField({ name: 'window', label: t('krForm.window'), wrong: wrong.window }, first(entered, 'window'), windows, ctx)}</fieldset>
<fieldset class="narrow-down"><legend>${t('krForm.filter')}</legend><p class="soft small">${t('krForm.filterHint')}</p>${selection(state, options, ctx)}
${inputField({ name: 'minAmount', label: `${t('krForm.minAmount')} (${options.currency})`, wrong: wrong.minAmount, optional: true }, { value: first(entered, 'minAmount'), mode: 'decimal' }, ctx)}</fieldset></div>`
}
