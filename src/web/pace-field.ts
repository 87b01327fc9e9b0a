/** The pace of a key result in its form. Phases are set through the API; the form keeps those that are there. */
import { linear, type Pace } from '../okr/pace.ts'
import type { Html, PageContext } from './ctx.ts'
import { selectField } from './field.ts'
import { type Entered, type FormState, first } from './form-state.ts'

export function paceField({ entered, wrong }: FormState, ctx: PageContext): Html {
  const { t } = ctx
  const value = first(entered, 'pace')
  const options = [
    { value: 'linear', label: t('pace.linear') },
    { value: 'seasonal', label: t('pace.seasonal') },
    ...(value.startsWith('{') ? [{ value, label: t('pace.phased') }] : []),
  ]
  const hint = value.startsWith('{') ? t('pace.phasedHint') : t('pace.seasonalHint')
  return selectField(
    { name: 'pace', label: t('pace.title'), hint, wrong: wrong.pace },
    value || 'linear',
    options,
    ctx,
  )
}

export function paceEntered(pace: Pace = linear): Entered {
  return { pace: [pace.kind === 'phased' ? JSON.stringify(pace) : pace.kind] }
}

/** What a form of an earlier day did not send stays out, so that a change keeps what is stored. */
export function typedPace(entered: Entered, hold: boolean): { readonly pace?: unknown } {
  const text = first(entered, 'pace')
  if (hold || text === '') return {}
  return { pace: text.startsWith('{') ? parsed(text) : { kind: text } }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
