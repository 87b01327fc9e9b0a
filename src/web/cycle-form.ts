/** A cycle, new or changed. People name its last day; inside, cycles end on the day after it. */
import { html } from 'hono/html'
import type { Html, PageContext } from './ctx.ts'
import { inputField } from './field.ts'
import { formPage } from './form-page.ts'
import { type FormState, first } from './form-state.ts'

/** `example`: a name as people would choose it. `id`: of the cycle that is changed. */
export function cycleForm(
  state: FormState,
  example: string,
  ctx: PageContext,
  id: string | null = null,
): Html {
  const { t } = ctx
  const { entered, wrong } = state
  const field = (name: string, label: string) => ({ name, label, wrong: wrong[name] })
  const fields = html`<div class="card pad"><fieldset><legend class="hidden">${t('cycleForm.title')}</legend>
${inputField({ ...field('name', t('cycleForm.name')), hint: t('cycleForm.nameHint', { example }) }, { value: first(entered, 'name') }, ctx)}
<div class="pair">${inputField(field('startsOn', t('cycleForm.startsOn')), { value: first(entered, 'startsOn'), type: 'date' }, ctx)}${inputField(field('lastDay', t('cycleForm.lastDay')), { value: first(entered, 'lastDay'), type: 'date' }, ctx)}</div></fieldset></div>`
  return formPage(
    {
      ...(id === null
        ? { title: t('cycleForm.title'), intro: t('cycleForm.intro'), save: t('cycleForm.save') }
        : { title: t('edit.cycle'), intro: t('edit.cycleIntro'), save: t('form.saveChanges') }),
      action: id === null ? '/cycles/new' : `/cycles/${id}/edit`,
      back: id === null ? '/' : `/?cycle=${id}`,
      state,
      fields,
    },
    ctx,
  )
}
