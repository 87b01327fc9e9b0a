/** Creating a key result on screen, with a look at the value before it is saved. */
import { Hono } from 'hono'
import type { AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { definitionSchema } from '../metrics/types.ts'
import { parseInput } from '../okr/input.ts'
import { type Issue, keyResultInput } from '../okr/types.ts'
import { createKeyResult } from '../okr/write.ts'
import type { WebDeps } from './ctx.ts'
import { enteredFrom, first, refusedForm, type TypedIssue, untouched } from './form-state.ts'
import { keyResultForm } from './key-result-form.ts'
import { fieldOfKeyResult, joinIssues, typedKeyResult } from './key-result-input.ts'
import { startOf } from './key-result-options.ts'
import { readOptions } from './read-options.ts'
import { readPreview } from './read-preview.ts'

export function newKeyResultRoutes(deps: WebDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()

  app.get('/key-results/new', allow('key_result.write'), async (c) => {
    const options = await readOptions(c.get('workspace'), c.get('locale'))
    const objectives = options.objectives.flatMap((group) => group.options)
    if (objectives.length === 0) return c.redirect('/objectives/new', 303)
    const objectiveId = c.req.query('objective') ?? objectives[0]?.value ?? ''
    return c.html(keyResultForm(untouched(startOf(objectiveId)), options, null, pageContext(c, deps)))
  })

  app.post('/key-results/new', allow('key_result.write'), async (c) => {
    const ctx = pageContext(c, deps)
    const workspace = c.get('workspace')
    const entered = enteredFrom(await c.req.formData())
    const options = await readOptions(workspace, ctx.locale)
    const typed = typedKeyResult(entered, options, ctx.locale)

    const refuse = (core: readonly Issue[], typedIssues: readonly TypedIssue[] = typed.issues) => {
      const state = refusedForm(entered, joinIssues(typedIssues, core), fieldOfKeyResult, ctx.t)
      return c.html(keyResultForm(state, options, null, ctx), 422)
    }

    if (first(entered, 'intent') === 'preview') {
      const parsed = parseInput(definitionSchema, typed.raw.definition)
      const inDefinition = (issues: readonly Issue[]) =>
        issues.map((issue) => ({ ...issue, field: `definition.${issue.field}` }))
      if (!parsed.ok) return refuse(inDefinition(parsed.issues), [])
      const found = await readPreview(workspace, parsed.value, first(entered, 'objectiveId'), ctx)
      if (!found.ok) return refuse(found.issues, [])
      return c.html(keyResultForm(untouched(entered), options, found.preview, ctx))
    }

    const parsed = parseInput(keyResultInput, typed.raw)
    if (!parsed.ok) return refuse(parsed.issues)
    if (typed.issues.length > 0) return refuse([])
    const context = { actor: c.get('session').userId, now: deps.now(), workspace }
    const written = await createKeyResult(workspace.db, parsed.value, context)
    return written.ok ? c.redirect(`/key-results/${written.id}`, 303) : refuse(written.issues)
  })

  return app
}
