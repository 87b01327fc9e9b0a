/** Which deals count: the everyday choices, and behind a fold the rarer ones. */
import { html } from 'hono/html'
import type { Html, PageContext } from './ctx.ts'
import { type Check, checkList, checksField, inputField, selectField } from './field.ts'
import { all, type FormState, first } from './form-state.ts'
import type { KeyResultOptions } from './key-result-options.ts'
import { type PropertyRow, propertyOps, propertyRows } from './property-rows.ts'

/** What is chosen and no longer there stays visible, so that it can be taken out. */
function withGone(checks: readonly Check[], chosen: readonly string[], note: string): readonly Check[] {
  const there = new Set(checks.map(({ value }) => value))
  const gone = chosen.filter((value) => !there.has(value))
  return [...checks, ...gone.map((value) => ({ value, label: value, note }))]
}

function stageFields(state: FormState, options: KeyResultOptions, { t }: PageContext): Html | null {
  const { entered, wrong } = state
  const chosen = all(entered, 'stages')
  const known = new Set(options.stages.flatMap(({ checks }) => checks.map(({ value }) => value)))
  const gone = withGone(
    [],
    chosen.filter((id) => !known.has(id)),
    t('krForm.gone'),
  )
  if (known.size + gone.length === 0) return null
  const groups = options.stages.map(
    ({ label, checks }) => html`<p class="hint">${label}</p>${checkList('stages', chosen, checks, label)}`,
  )
  return html`<fieldset class="field"><legend>${t('krForm.stages')}</legend>${groups}${gone.length === 0 ? '' : checkList('stages', chosen, gone)}${wrong.stages === undefined ? '' : html`<p class="wrong">${wrong.stages}</p>`}</fieldset>`
}

function propertyFields(state: FormState, options: KeyResultOptions, ctx: PageContext): Html | null {
  const { t } = ctx
  const { properties } = options
  const names = properties.map(({ value }) => value)
  const rows = propertyRows(state.entered, names)
  if (rows.length === 0) return null
  const ops = propertyOps.map((value) => ({ value, label: t(`krForm.property.${value}`) }))
  const labelOf = (name: string) =>
    properties.find((one) => one.value === name)?.label ?? `${name} (${t('krForm.gone')})`
  const row = ({ name, op, values }: PropertyRow, i: number) => {
    const comparison = { name: 'propertyOp', id: `propertyOp-${i}`, label: labelOf(name) }
    const list = {
      ...{ name: 'propertyValues', id: `propertyValues-${i}`, quiet: true },
      label: t('krForm.property.values', { name }),
    }
    return html`<div class="property"><input type="hidden" name="propertyName" value="${name}">${selectField(comparison, op, ops, ctx)}${inputField(list, { value: values }, ctx)}</div>`
  }
  return html`<fieldset class="field properties"><legend>${t('krForm.properties')}</legend>${rows.map(row)}<p class="hint">${t('krForm.property.hint')}</p></fieldset>`
}

/** Open when something in it is chosen: a filter that nobody sees would surprise. */
function rarer(state: FormState, options: KeyResultOptions, ctx: PageContext): Html {
  const { t } = ctx
  const { entered, wrong } = state
  const typed = ['minAmount', 'propertyValues'].some((name) => all(entered, name).some((text) => text !== ''))
  const asked = all(entered, 'propertyOp').some((op) => op === 'known' || op === 'unknown')
  const checked = ['stages', 'dealTypes'].some((name) => all(entered, name).length > 0)
  const open = typed || asked || checked || wrong.minAmount !== undefined
  const types = all(entered, 'dealTypes')
  const minAmount = {
    ...{ name: 'minAmount', label: `${t('krForm.minAmount')} (${options.currency})` },
    ...{ wrong: wrong.minAmount, optional: true },
  }
  return html`<details class="more rarer"${open ? html` open` : ''}><summary>${t('krForm.rarer')}</summary><div class="inside">
${stageFields(state, options, ctx)}
${checksField('dealTypes', t('krForm.dealTypes'), types, withGone(options.dealTypes, types, t('krForm.gone')), wrong.dealTypes)}
${propertyFields(state, options, ctx)}
${inputField(minAmount, { value: first(entered, 'minAmount'), mode: 'decimal' }, ctx)}</div></details>`
}

export function selection(state: FormState, options: KeyResultOptions, ctx: PageContext): Html {
  const { t } = ctx
  const { entered, wrong } = state
  const checks = (['connections', 'pipelines', 'teams'] as const).map((name) => {
    const chosen = all(entered, name)
    return checksField(
      name,
      t(`krForm.${name}`),
      chosen,
      withGone(options[name], chosen, t('krForm.gone')),
      wrong[name],
    )
  })
  return html`${checks}${wrong.filter === undefined ? '' : html`<p class="wrong">${wrong.filter}</p>`}
${rarer(state, options, ctx)}`
}
