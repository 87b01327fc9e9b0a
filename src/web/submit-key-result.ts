/** What both forms of a key result do with what was typed: preview, refuse at the field, or save. */
import type { Context } from 'hono'
import type { AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { type Definition, definitionSchema } from '../metrics/types.ts'
import { parseInput } from '../okr/input.ts'
import { type Issue, type KeyResultInput, keyResultInput } from '../okr/types.ts'
import type { Written } from '../okr/write.ts'
import type { Html, WebDeps } from './ctx.ts'
import { enteredFrom, type FormState, first, refusedForm, type TypedIssue, untouched } from './form-state.ts'
import { fieldOfKeyResult, joinIssues, typedInDefinition, typedKeyResult } from './key-result-input.ts'
import type { KeyResultOptions, Preview } from './key-result-options.ts'
import { readOptions } from './read-options.ts'
import { readPreview } from './read-preview.ts'

export interface KeyResultSubmission {
  /** The definition before the change; null for a new key result. */
  readonly stored: Definition | null
  form(state: FormState, options: KeyResultOptions, preview: Preview | null): Html
  save(input: KeyResultInput): Promise<Written>
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

  // The unit of a metric has no field: the metric brings it.
  const fieldOf = (field: string) =>
    field === 'unit' && first(entered, 'origin') === 'metric' ? 'metric' : fieldOfKeyResult(field)
  const refuse = (core: readonly Issue[], own: readonly (Issue | TypedIssue)[] = typed.issues) => {
    const state = refusedForm(entered, joinIssues(own, core), fieldOf, ctx.t)
    return c.html(form(state, options, null), 422)
  }

  if (first(entered, 'intent') === 'preview') {
    const own = typed.issues.filter(({ field }) => typedInDefinition.includes(field))
    const parsed = parseInput(definitionSchema, typed.raw.definition)
    const inDefinition = (issues: readonly Issue[]) =>
      issues.map((issue) => ({ ...issue, field: `definition.${issue.field}` }))
    if (!parsed.ok) return refuse(inDefinition(parsed.issues), own)
    if (own.length > 0) return refuse([], own)
    const found = await readPreview(workspace, parsed.value, first(entered, 'objectiveId'), ctx)
    if (!found.ok) return refuse(found.issues, [])
    return c.html(form(untouched(entered), options, found.preview))
  }

  const parsed = parseInput(keyResultInput, typed.raw)
  if (!parsed.ok) return refuse(parsed.issues)
  if (typed.issues.length > 0) return refuse([])
  const written = await save(parsed.value)
  return written.ok ? c.redirect(`/key-results/${written.id}`, 303) : refuse(written.issues)
}
