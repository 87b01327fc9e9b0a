/** One field of a form: label, input, hint, and the refusal where it happened. */
import { html } from 'hono/html'
import type { Html, PageContext } from './ctx.ts'

export interface FieldText {
  readonly name: string
  /** Where several fields share a name. */
  readonly id?: string
  readonly label: string
  readonly hint?: string
  /** The refusal in words. */
  readonly wrong?: string | undefined
  readonly optional?: boolean
  /** What stands around the field says it already: the label is for assistive technology only. */
  readonly quiet?: boolean
}

const idOf = (name: string) => `field-${name}`

/** `aria` joins the input to its hint and its refusal. */
function frame(field: FieldText, input: (aria: Html) => Html, { t }: PageContext): Html {
  const { name, id = name, label, hint, wrong, optional, quiet } = field
  const told = [wrong === undefined ? null : `${id}-wrong`, hint === undefined ? null : `${id}-hint`]
    .filter((id) => id !== null)
    .join(' ')
  const aria = html`id="${idOf(id)}" name="${name}"${told === '' ? '' : html` aria-describedby="${told}"`}${wrong === undefined ? '' : html` aria-invalid="true"`}`
  return html`<div class="field"><label for="${idOf(id)}"${quiet === true ? html` class="hidden"` : ''}>${label}${optional === true ? html` <span class="opt">(${t('form.optional')})</span>` : ''}</label>${input(aria)}${wrong === undefined ? '' : html`<p class="wrong" id="${id}-wrong">${wrong}</p>`}${
    hint === undefined ? '' : html`<p class="hint" id="${id}-hint">${hint}</p>`
  }</div>`
}

export interface Input {
  readonly value: string
  readonly type?: 'text' | 'date' | 'number'
  readonly mode?: 'decimal' | 'numeric'
}

export function inputField(field: FieldText, input: Input, ctx: PageContext): Html {
  const { value, type = 'text', mode } = input
  return frame(
    field,
    (aria) =>
      html`<input ${aria} type="${type}" value="${value}"${mode === undefined ? '' : html` inputmode="${mode}"`} autocomplete="off">`,
    ctx,
  )
}

export function textField(field: FieldText, value: string, ctx: PageContext): Html {
  return frame(field, (aria) => html`<textarea ${aria} rows="3">${value}</textarea>`, ctx)
}

export interface Option {
  readonly value: string
  readonly label: string
}
export interface OptionGroup {
  readonly label: string
  readonly options: readonly Option[]
}

export function selectField(
  field: FieldText,
  value: string,
  options: readonly (Option | OptionGroup)[],
  ctx: PageContext,
): Html {
  const option = (o: Option) =>
    html`<option value="${o.value}"${o.value === value ? html` selected` : ''}>${o.label}</option>`
  return frame(
    field,
    (aria) =>
      html`<select ${aria}>${options.map((o) => ('options' in o ? html`<optgroup label="${o.label}">${o.options.map(option)}</optgroup>` : option(o)))}</select>`,
    ctx,
  )
}

export interface Choice extends Option {
  readonly hint: string
  readonly id: string
}

/** Alternatives with a word on each. */
export function choiceField(name: string, legend: string, value: string, choices: readonly Choice[]): Html {
  return html`<fieldset><legend>${legend}</legend><div class="choices">${choices.map(
    (c) =>
      html`<label class="choice" for="${c.id}"><input type="radio" id="${c.id}" name="${name}" value="${c.value}"${c.value === value ? html` checked` : ''}><b>${c.label}</b><span>${c.hint}</span></label>`,
  )}</div></fieldset>`
}

export interface Check extends Option {
  readonly note?: string
}

/** `label`: names the group where no legend does it alone. */
export function checkList(
  name: string,
  values: readonly string[],
  checks: readonly Check[],
  label?: string,
): Html {
  return html`<div class="checks"${label === undefined ? '' : html` role="group" aria-label="${label}"`}>${checks.map(
    (c) =>
      html`<label class="check"><input type="checkbox" name="${name}" value="${c.value}"${values.includes(c.value) ? html` checked` : ''}><span>${c.label}</span>${c.note === undefined ? '' : html`<span class="soft">${c.note}</span>`}</label>`,
  )}</div>`
}

export function checksField(
  name: string,
  legend: string,
  values: readonly string[],
  checks: readonly Check[],
  wrong?: string,
): Html | null {
  if (checks.length === 0) return null
  return html`<fieldset class="field"><legend>${legend}</legend>${checkList(name, values, checks)}${wrong === undefined ? '' : html`<p class="wrong">${wrong}</p>`}</fieldset>`
}
