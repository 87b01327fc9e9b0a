/** The part of the form that puts metrics together. Empty slots are no terms; the weight counts for a weighted sum only. */
import { html } from 'hono/html'
import { operations } from '../metrics/composite/types.ts'
import { catalogue } from '../metrics/index.ts'
import { field, SEVERAL, slotsOf } from './composite-input.ts'
import type { Html, PageContext } from './ctx.ts'
import { type Check, inputField, type Option, selectField } from './field.ts'
import { type FormState, first } from './form-state.ts'
import { fiscalWindows, type KeyResultOptions, trailingDays } from './key-result-options.ts'

/** Beside what is offered what is stored: gone from the CRM, or several. */
function choices(
  list: readonly Check[],
  chosen: string,
  all: string,
  several: string,
  gone: string,
): Option[] {
  const options = [
    { value: '', label: all },
    ...list.map(({ value, label, note }) => ({
      value,
      label: note === undefined ? label : `${label} · ${note}`,
    })),
  ]
  if (chosen === SEVERAL) return [...options, { value: SEVERAL, label: several }]
  return options.some(({ value }) => value === chosen)
    ? options
    : [...options, { value: chosen, label: `${chosen} (${gone})` }]
}

function slot(n: number, state: FormState, options: KeyResultOptions, ctx: PageContext): Html {
  const { t } = ctx
  const { entered, wrong } = state
  const value = (name: Parameters<typeof field>[1]) => first(entered, field(n, name))
  // What needs details comes through the API, and stays offered where it is stored.
  const metrics = options.metrics.filter(
    (one) => one.value === value('metric') || catalogue[one.value].params.safeParse({}).success,
  )
  const offered = n <= 2 ? metrics : [{ value: '', label: t('krForm.term.none') }, ...metrics]
  const narrowing = (name: 'connection' | 'pipeline') =>
    selectField(
      { name: field(n, name), label: t(`krForm.term.${name}`), wrong: wrong[field(n, name)] },
      value(name),
      choices(
        name === 'connection' ? options.connections : options.pipelines,
        value(name),
        t(name === 'connection' ? 'krForm.term.allConnections' : 'krForm.term.allPipelines'),
        t('krForm.term.several'),
        t('krForm.gone'),
      ),
      ctx,
    )
  const kept = value('kept')
  return html`<fieldset class="term"><legend>${t('krForm.term', { n })}</legend>
<div class="pair">${selectField({ name: field(n, 'metric'), label: t('krForm.metric'), wrong: wrong[field(n, 'metric')] }, value('metric'), offered, ctx)}
<div class="if-weighted">${inputField({ name: field(n, 'weight'), label: t('krForm.term.weight'), wrong: wrong[field(n, 'weight')] }, { value: value('weight'), mode: 'decimal' }, ctx)}</div></div>
<div class="pair">${narrowing('connection')}${narrowing('pipeline')}</div>
${kept === '' ? '' : html`<input type="hidden" name="${field(n, 'kept')}" value="${kept}">`}</fieldset>`
}

export function compositeFields(state: FormState, options: KeyResultOptions, ctx: PageContext): Html {
  const { t } = ctx
  const { entered, wrong } = state
  const ways = operations.map((value) => ({ value, label: t(`krForm.operation.${value}`) }))
  const chosen = first(entered, 'compositeWindow')
  const windows = [
    { value: 'cycle', label: t('krForm.window.cycle') },
    ...fiscalWindows.map((w) => ({ value: `fiscal-${w}`, label: t(`krForm.window.${w}`) })),
    ...trailingDays.map((n) => ({ value: `trailing-${n}`, label: t('krForm.window.trailing', { n }) })),
  ]
  const known = windows.some(({ value }) => value === chosen) || chosen === ''
  const more = known ? [] : [{ value: chosen, label: t('krForm.term.keptWindow') }]
  const slots = slotsOf(entered)
  const kept = slots.some((n) => first(entered, field(n, 'kept')) !== '')
  return html`<div class="card pad if-composite"><fieldset><legend>${t('krForm.composite')}</legend>
<div class="pair">${selectField({ name: 'operation', label: t('krForm.operation'), wrong: wrong.operation }, first(entered, 'operation'), ways, ctx)}
${selectField({ name: 'compositeWindow', label: t('krForm.window'), wrong: wrong.compositeWindow }, chosen, [...windows, ...more], ctx)}</div>
${slots.slice(0, 2).map((n) => slot(n, state, options, ctx))}
<div class="if-weighted">${slots.slice(2).map((n) => slot(n, state, options, ctx))}</div>
${kept ? html`<p class="soft small">${t('krForm.term.kept')}</p>` : ''}</fieldset></div>`
}
