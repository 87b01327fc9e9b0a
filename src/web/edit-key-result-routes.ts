/** Changing a key result on screen. It stays in its objective. */
import { type Context, Hono } from 'hono'
import { Refusal } from '../api/problem.ts'
import type { AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { readKeyResult } from '../okr/read.ts'
import type { KeyResult } from '../okr/types.ts'
import { updateKeyResult } from '../okr/write.ts'
import type { WebDeps } from './ctx.ts'
import { enteredKeyResult } from './entered-key-result.ts'
import { untouched } from './form-state.ts'
import { keyResultForm } from './key-result-form.ts'
import { asking } from './preview-native.ts'
import { readOptions } from './read-options.ts'
import { submitKeyResult } from './submit-key-result.ts'

export function editKeyResultRoutes(deps: WebDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()

  async function stored(c: Context<AppEnv>, id: string): Promise<KeyResult> {
    const detail = await readKeyResult(c.get('workspace'), id, deps.now())
    if (detail === null) throw new Refusal('not_found')
    return detail.keyResult
  }

  app.get('/key-results/:id/edit', allow('key_result.write'), async (c) => {
    const id = c.req.param('id')
    const keyResult = await stored(c, id)
    const workspace = c.get('workspace')
    const options = await readOptions(workspace, c.get('locale'), keyResult.definition?.metric)
    const entered = enteredKeyResult(keyResult, workspace.currency, c.get('locale'))
    return c.html(keyResultForm(untouched(entered), options, null, pageContext(c, deps), id))
  })

  app.post('/key-results/:id/edit', allow('key_result.write'), async (c) => {
    const id = c.req.param('id')
    const keyResult = await stored(c, id)
    const ctx = pageContext(c, deps)
    const workspace = c.get('workspace')
    const context = { actor: c.get('session').userId, now: deps.now(), workspace, ...asking(deps, workspace) }
    return submitKeyResult(c, deps, {
      stored: keyResult.definition,
      form: (state, options, preview) => keyResultForm(state, options, preview, ctx, id),
      save: ({ objectiveId: _, ...patch }) => updateKeyResult(workspace.db, id, patch, context),
    })
  })

  return app
}
