/** Creating a key result on screen, with a look at the value before it is saved. */
import { Hono } from 'hono'
import type { AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { createKeyResult } from '../okr/write.ts'
import type { WebDeps } from './ctx.ts'
import { untouched } from './form-state.ts'
import { keyResultForm } from './key-result-form.ts'
import { startOf } from './key-result-options.ts'
import { asking } from './preview-native.ts'
import { readOptions } from './read-options.ts'
import { submitKeyResult } from './submit-key-result.ts'

export function newKeyResultRoutes(deps: WebDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()

  app.get('/key-results/new', allow('key_result.write'), async (c) => {
    const options = await readOptions(c.get('workspace'), c.get('locale'))
    const objectives = options.objectives.flatMap((group) => group.options)
    if (objectives.length === 0) return c.redirect('/objectives/new', 303)
    const objectiveId = c.req.query('objective') ?? objectives[0]?.value ?? ''
    return c.html(keyResultForm(untouched(startOf(objectiveId)), options, null, pageContext(c, deps)))
  })

  app.post('/key-results/new', allow('key_result.write'), (c) => {
    const ctx = pageContext(c, deps)
    const workspace = c.get('workspace')
    const context = { actor: c.get('session').userId, now: deps.now(), workspace, ...asking(deps, workspace) }
    return submitKeyResult(c, deps, {
      stored: null,
      form: (state, options, preview) => keyResultForm(state, options, preview, ctx),
      save: (input) => createKeyResult(workspace.db, input, context),
    })
  })

  return app
}
