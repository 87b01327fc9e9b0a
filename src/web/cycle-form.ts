/** A new cycle. People name its last day; inside, cycles end on the day after it. */
import { html } from 'hono/html'
import type { Html, PageContext } from './ctx.ts'
import { inputField } from './field.ts'
import { formPage } from './form-page.ts'
import { type FormState, first } from './form-state.ts'

/** The calendar quarter after `today`, as people would name it. */
export function cycleForm(state: FormState, example: string, ctx: PageContext): Html {
  const { t } = ctx
  const { entered, wrong } = state
  const field = (name: string, label: string) => ({ name, label, wrong: wrong[name] })
  const fields = html`<div class="card pad"><fieldset><legend class="hidden">${t('cycleForm.title')}</legend>
${inputField({ ...field('name', t('cycleForm.name')), hint: t('cycleForm.nameHint', { example }) }, { value: first(entered, 'name') }, ctx)}
<div class="pair">${inputField(field('startsOn', t('cycleForm.startsOn')), { value: first(entered, 'startsOn'), type: 'date' }, ctx)}${inputField(field('lastDay', t('cycleForm.lastDay')), { value: first(entered, 'lastDay'), type: 'date' }, ctx)}</div></fieldset></div>`
  return formPage(
    {
      title: t('cycleForm.title'),
      intro: t('cycleForm.intro'),
      action: '/cycles/new',
      save: t('cycleForm.save'),
      back: '/',
      state,
      fields,
    },
    ctx,
  )
}
