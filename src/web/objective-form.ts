/** A new objective of a team in a cycle. */
import { html } from 'hono/html'
import type { Cycle } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'
import { inputField, selectField, textField } from './field.ts'
import { formPage } from './form-page.ts'
import { type FormState, first } from './form-state.ts'

export function objectiveForm(state: FormState, cycles: readonly Cycle[], ctx: PageContext): Html {
  const { t } = ctx
  const { entered, wrong } = state
  const field = (name: string, label: string) => ({ name, label, wrong: wrong[name] })
  const value = (name: string) => first(entered, name)
  const options = cycles.map((c) => ({ value: c.id, label: c.name }))
  const fields = html`<div class="card pad"><fieldset><legend class="hidden">${t('objectiveForm.title')}</legend>
${inputField(field('title', t('objectiveForm.name')), { value: value('title') }, ctx)}
${textField({ ...field('description', t('objectiveForm.description')), optional: true }, value('description'), ctx)}
<div class="pair">${inputField({ ...field('team', t('objectiveForm.team')), hint: t('objectiveForm.teamHint') }, { value: value('team') }, ctx)}${selectField(field('cycleId', t('objectiveForm.cycle')), value('cycleId'), options, ctx)}</div></fieldset></div>`
  return formPage(
    {
      title: t('objectiveForm.title'),
      intro: t('objectiveForm.intro'),
      action: '/objectives/new',
      save: t('objectiveForm.save'),
      back: '/',
      state,
      fields,
    },
    ctx,
  )
}
