/** The part of the form that asks a CRM for a number of its own; not there where no connection has any. */
import { html } from 'hono/html'
import type { Html, PageContext } from './ctx.ts'
import { checksField, selectField, textField } from './field.ts'
import { all, type FormState, first } from './form-state.ts'
import type { KeyResultOptions } from './key-result-options.ts'

export function nativeFields(
  { entered, wrong }: FormState,
  { natives }: KeyResultOptions,
  ctx: PageContext,
): Html | null {
  const { t } = ctx
  const [only, ...more] = natives
  if (only === undefined) return null
  const connection =
    more.length === 0 && wrong.nativeConnection === undefined
      ? html`<input type="hidden" name="nativeConnection" value="${only.value}">`
      : selectField(
          { name: 'nativeConnection', label: t('native.connection'), wrong: wrong.nativeConnection },
          first(entered, 'nativeConnection'),
          natives,
          ctx,
        )
  const question = textField(
    {
      ...{ name: 'nativeQuestion', label: t('native.question') },
      ...{ hint: t('native.questionHint'), wrong: wrong.nativeQuestion },
    },
    first(entered, 'nativeQuestion'),
    ctx,
  )
  const confirm = checksField(
    'nativeConfirmed',
    t('native.confirm'),
    all(entered, 'nativeConfirmed'),
    [{ value: 'yes', label: t('native.confirmText') }],
    wrong.nativeConfirmed,
  )
  return html`<div class="card pad if-native"><fieldset><legend>${t('native.fields')}</legend>${connection}${question}${confirm}</fieldset></div>`
}
