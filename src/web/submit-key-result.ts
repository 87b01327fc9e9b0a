/** What both forms of a key result do with what was typed: preview, refuse at the field, or save. */
import type { Context } from 'hono'
import type { AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { type Definition, type Unit, units } from '../metrics/types.ts'
import { parseInput } from '../okr/input.ts'
import { measurableSchema } from '../okr/measurable.ts'
import { type Issue, type KeyResultInput, keyResultInput } from '../okr/types.ts'
import type { Written } from '../okr/write.ts'
import type { Html, WebDeps } from './ctx.ts'
import {
  type Entered,
  enteredFrom,
  type FormState,
  first,
  refusedForm,
  type TypedIssue,
  untouched,
} from './form-state.ts'
import { fieldOfKeyResult, joinIssues, typedInDefinition, typedKeyResult } from './key-result-input.ts'
import type { KeyResultOptions, Preview } from './key-result-options.ts'
import { typedNative } from './native-input.ts'
import { taken } from './past-offer.ts'
import { previewNative } from './preview-native.ts'
import { readOptions } from './read-options.ts'
import { readPreview } from './read-preview.ts'

export interface KeyResultSubmission {
  /** The definition before the change; null for a new key result. */
  readonly stored: Definition | null
  form(state: FormState, options: KeyResultOptions, preview: Preview | null): Html
  save(input: KeyResultInput): Promise<Written>
}

const unitFields: Readonly<Record<string, string>> = { metric: 'metric', composite: 'operation' }

function unitOf(entered: Entered): Unit {
  return units.find((unit) => unit === first(entered, 'unit')) ?? 'count'
}

export async function submitKeyResult(
  c: Context<AppEnv>,
  deps: WebDeps,
  { stored, form, save }: KeyResultSubmission,
): Promise<Response> {
  const ctx = pageContext(c, deps)
  const workspace = c.get('workspace')
  const entered = enteredFrom(await c.req.formData())
  const options = await readOptions(workspace, ctx.locale, stored?.metric)
  const typed = typedKeyResult(entered, options, ctx.locale, stored)

  // The unit of what is measured has no field: it follows from what is measured.
  const fieldOf = (field: string) =>
    field === 'unit' ? (unitFields[first(entered, 'origin')] ?? field) : fieldOfKeyResult(field)
  const refuse = (core: readonly Issue[], own: readonly (Issue | TypedIssue)[] = typed.issues) => {
    const state = refusedForm(entered, joinIssues(own, core), fieldOf, ctx.t)
    return c.html(form(state, options, null), 422)
  }

  const intent = first(entered, 'intent')
  if (intent === 'preview' && typed.raw.native != null) {
    const found = await previewNative(deps, workspace, typedNative(entered), unitOf(entered), ctx)
    return found.ok ? c.html(form(untouched(entered), options, found.preview)) : refuse(found.issues, [])
  }
  if (intent === 'preview' || intent === 'take') {
    const own = typed.issues.filter(
      ({ field }) => typedInDefinition.includes(field) || field.startsWith('term-'),
    )
    const parsed = parseInput(measurableSchema, typed.raw.composite ?? typed.raw.definition)
    const whole = typed.raw.composite == null ? 'definition' : 'composite'
    const inDefinition = (issues: readonly Issue[]) =>
      issues.map((issue) => ({ ...issue, field: `${whole}.${issue.field}` }))
    if (!parsed.ok) return refuse(inDefinition(parsed.issues), own)
    if (own.length > 0) return refuse([], own)
    const found = await readPreview(workspace, parsed.value, first(entered, 'objectiveId'), ctx)
    if (!found.ok) return refuse(found.issues, [])
    const { preview } = found
    const shown = intent === 'take' ? taken(entered, preview.past, workspace.currency, ctx.locale) : entered
    return c.html(form(untouched(shown), options, { ...preview, taken: shown !== entered }))
  }

  const parsed = parseInput(keyResultInput, typed.raw)
  if (!parsed.ok) return refuse(parsed.issues)
  if (typed.issues.length > 0) return refuse([])
  const written = await save(parsed.value)
  return written.ok ? c.redirect(`/key-results/${written.id}`, 303) : refuse(written.issues)
}
