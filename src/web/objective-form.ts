/** An objective of a team in a cycle, new or changed. */
import { html } from 'hono/html'
import type { Cycle } from '../okr/types.ts'
import type { Html, PageContext } from './ctx.ts'
import { inputField, selectField, textField } from './field.ts'
import { formPage } from './form-page.ts'
import { type FormState, first } from './form-state.ts'

/** `id`: of the objective that is changed; it stays in its cycle. */
export function objectiveForm(
  state: FormState,
  cycles: readonly Cycle[],
  ctx: PageContext,
  id: string | null = null,
): Html {
  const { t } = ctx
  const { entered, wrong } = state
  const field = (name: string, label: string) => ({ name, label, wrong: wrong[name] })
  const value = (name: string) => first(entered, name)
  const options = cycles.map((c) => ({ value: c.id, label: c.name }))
  const fields = html`<div class="card pad"><fieldset><legend class="hidden">${t('objectiveForm.title')}</legend>
${inputField(field('title', t('objectiveForm.name')), { value: value('title') }, ctx)}
${textField({ ...field('description', t('objectiveForm.description')), optional: true }, value('description'), ctx)}
<div class="pair">${inputField({ ...field('team', t('objectiveForm.team')), hint: t('objectiveForm.teamHint') }, { value: value('team') }, ctx)}${id === null ? selectField(field('cycleId', t('objectiveForm.cycle')), value('cycleId'), options, ctx) : ''}</div></fieldset></div>`
  return formPage(
    {
      ...(id === null
        ? { title: t('objectiveForm.title'), intro: t('objectiveForm.intro'), save: t('objectiveForm.save') }
        : { title: t('edit.objective'), intro: t('edit.objectiveIntro'), save: t('form.saveChanges') }),
      action: id === null ? '/objectives/new' : `/objectives/${id}/edit`,
      back: `/?cycle=${value('cycleId')}`,
      state,
      fields,
    },
    ctx,
  )
}
