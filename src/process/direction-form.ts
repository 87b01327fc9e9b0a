/** Vision and themes as a form: themes are lines. */
import { html } from 'hono/html'
import type { Html, PageContext } from '../web/ctx.ts'
import { textField } from '../web/field.ts'
import { formPage } from '../web/form-page.ts'
import { type FormState, first } from '../web/form-state.ts'
import { MOST_THEMES } from './direction.ts'

export function directionForm(state: FormState, back: string, ctx: PageContext): Html {
  const { t } = ctx
  const field = (name: 'vision' | 'themes') => ({
    ...{ name, label: t(`direction.${name}`), wrong: state.wrong[name] },
    hint: name === 'vision' ? t('direction.visionHint') : t('direction.themesHint', { most: MOST_THEMES }),
  })
  const fields = html`<div class="card pad"><fieldset><legend class="hidden">${t('direction.title')}</legend>
${textField({ ...field('vision'), optional: true }, first(state.entered, 'vision'), ctx)}${textField({ ...field('themes'), optional: true }, first(state.entered, 'themes'), ctx)}</fieldset></div>`
  return formPage(
    {
      ...{ title: t('direction.title'), intro: t('direction.intro'), save: t('direction.save') },
      ...{ action: '/direction', back, state, fields },
    },
    ctx,
  )
}
