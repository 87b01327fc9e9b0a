/** A key result, new or changed. Without a script: parts that do not apply are hidden by the style sheet, and ignored when sent. */
import { html } from 'hono/html'
import { typedValue } from '../i18n/decimal.ts'
import { kinds, type Origin } from '../okr/types.ts'
import { compositeFields } from './composite-fields.ts'
import type { Html, PageContext } from './ctx.ts'
import { choiceField, inputField, selectField } from './field.ts'
import { formPage } from './form-page.ts'
import { type FormState, first } from './form-state.ts'
import { definitionFields } from './key-result-definition-fields.ts'
import type { KeyResultOptions, Preview } from './key-result-options.ts'
import { nativeFields } from './native-fields.ts'
import { paceField } from './pace-field.ts'
import { pastOffer } from './past-offer.ts'

/** The likeliest first. */
const origins = ['metric', 'composite', 'native', 'manual', 'pushed'] as const satisfies readonly Origin[]
const aimFields = ['baseline', 'target', 'lower', 'upper'] as const

function aims(state: FormState, options: KeyResultOptions, ctx: PageContext): Html {
  const { t, locale } = ctx
  const { entered, wrong } = state
  const field = (name: (typeof aimFields)[number]) =>
    inputField(
      { name, label: t(`krForm.${name}`), wrong: wrong[name] },
      { value: first(entered, name), mode: 'decimal' },
      ctx,
    )
  const hint = t('krForm.numberHint', {
    money: typedValue(125_000_000, 'money', options.currency, locale, 'grouped'),
    percent: typedValue(0.325, 'ratio', options.currency, locale),
    count: '40',
  })
  const kind = (value: (typeof kinds)[number]) => ({
    value,
    id: `kind-${value}`,
    label: t(`krForm.kind.${value}`),
    hint: t(`krForm.kind.${value}Hint`),
  })
  return html`<div class="card pad"><fieldset>${choiceField('kind', t('krForm.kind'), first(entered, 'kind'), kinds.map(kind))}
<div class="pair if-reach">${field('baseline')}${field('target')}</div>
<div class="if-reach">${paceField(state, ctx)}</div>
<div class="if-hold"><div class="pair">${field('lower')}${field('upper')}</div></div>
<p class="soft small">${hint}</p>
<div class="pair"><div class="if-hold">${inputField({ name: 'requiredShare', label: t('krForm.requiredShare'), wrong: wrong.requiredShare }, { value: first(entered, 'requiredShare'), mode: 'decimal' }, ctx)}</div>
${inputField({ name: 'weight', label: t('krForm.weight'), hint: t('krForm.weightHint'), wrong: wrong.weight }, { value: first(entered, 'weight'), mode: 'decimal' }, ctx)}</div></fieldset></div>`
}

function what(state: FormState, options: KeyResultOptions, ctx: PageContext, fixed: boolean): Html {
  const { t } = ctx
  const { entered, wrong } = state
  const origin = (value: (typeof origins)[number]) => ({
    value,
    id: `origin-${value}`,
    label: t(`origin.${value}`),
    hint: t(`krForm.origin.${value}Hint`),
  })
  const offered = origins.filter((value) => value !== 'native' || options.natives.length > 0)
  return html`<div class="card pad"><fieldset><legend class="hidden">${t('krForm.what')}</legend>
${inputField({ name: 'title', label: t('krForm.name'), wrong: wrong.title }, { value: first(entered, 'title') }, ctx)}
${
  fixed
    ? html`<input type="hidden" name="objectiveId" value="${first(entered, 'objectiveId')}">`
    : selectField(
        { name: 'objectiveId', label: t('krForm.objective'), wrong: wrong.objectiveId },
        first(entered, 'objectiveId'),
        options.objectives,
        ctx,
      )
}
${choiceField('origin', t('krForm.origin'), first(entered, 'origin'), offered.map(origin))}
<div class="pair unless-measured">${selectField(
    { name: 'unit', label: t('krForm.unit'), wrong: wrong.unit },
    first(entered, 'unit'),
    (['count', 'money', 'ratio', 'days'] as const).map((unit) => ({
      value: unit,
      label: unit === 'money' ? `${t('unit.money')} (${options.currency})` : t(`unit.${unit}`),
    })),
    ctx,
  )}
<div class="if-manual">${inputField({ name: 'cadenceDays', label: t('krForm.cadence'), wrong: wrong.cadenceDays, optional: true }, { value: first(entered, 'cadenceDays'), mode: 'numeric' }, ctx)}</div></div></fieldset></div>`
}

/** What the definition gives today, before anything is saved. */
function previewNote(preview: Preview | null, ctx: PageContext): Html | null {
  if (preview === null) return null
  const { value, note, past = null } = preview
  return html`<div class="notice calm" role="status"><b>${value}</b><span>${note}</span></div>${past === null ? '' : pastOffer(past, preview.taken ?? false, ctx)}`
}

/** `id`: of the key result that is changed; a new one has none yet. */
export function keyResultForm(
  state: FormState,
  options: KeyResultOptions,
  preview: Preview | null,
  ctx: PageContext,
  id: string | null = null,
): Html {
  const { t } = ctx
  const fields = html`${what(state, options, ctx, id !== null)}${definitionFields(state, options, ctx)}${compositeFields(state, options, ctx)}${nativeFields(state, options, ctx)}${previewNote(preview, ctx)}${aims(state, options, ctx)}`
  return formPage(
    {
      ...(id === null
        ? { title: t('krForm.title'), intro: t('krForm.intro'), save: t('krForm.save') }
        : { title: t('edit.keyResult'), intro: t('edit.keyResultIntro'), save: t('form.saveChanges') }),
      action: id === null ? '/key-results/new' : `/key-results/${id}/edit`,
      back: id === null ? '/' : `/key-results/${id}`,
      state,
      fields,
      extra: html`<button class="button if-measured" name="intent" value="preview">${t('krForm.preview')}</button>`,
    },
    ctx,
  )
}
