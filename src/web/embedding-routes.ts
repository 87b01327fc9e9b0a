/** `/settings/embedding`: read by those who read settings, changed by an administrator. */
import { type Context, Hono } from 'hono'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { endEmbedding, parseOrigins, readEmbedding, renewKey, saveOrigins } from '../card/embed/keys.ts'
import { embeddingPage } from './embedding-page.ts'
import { enteredFrom, type FormState, first, refusedForm, untouched } from './form-state.ts'

const PATH = '/settings/embedding'

export function embeddingRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const context = (c: Context<AppEnv>) => ({ actor: c.get('session').userId, now: deps.now() })

  async function page(
    c: Context<AppEnv>,
    state: FormState,
    key: string | null = null,
    status: 200 | 422 = 200,
  ) {
    const { id } = c.get('workspace')
    const embedding = await readEmbedding(deps.directory, id)
    const view = { workspaceId: id, publicUrl: deps.publicUrl, embedding, key }
    return c.html(embeddingPage(view, state, pageContext(c, deps)), status)
  }

  app.get(PATH, allow('settings.read'), (c) => page(c, untouched({})))

  app.post(PATH, allow('settings.write'), async (c) => {
    const entered = enteredFrom(await c.req.formData())
    const origins = parseOrigins(first(entered, 'origins'))
    if (origins !== null) {
      await saveOrigins(deps, c.get('workspace'), origins, context(c))
      return c.redirect(PATH, 303)
    }
    const ctx = pageContext(c, deps)
    const issues = [{ field: 'origins', code: 'origin' }] as const
    return page(
      c,
      refusedForm(entered, issues, () => 'origins', ctx.t),
      null,
      422,
    )
  })

  // Shown in the answer itself: a redirect would need the key kept somewhere.
  app.post(`${PATH}/key`, allow('settings.write'), async (c) =>
    page(c, untouched({}), await renewKey(deps, c.get('workspace'), context(c))),
  )

  app.post(`${PATH}/end`, allow('settings.write'), async (c) => {
    await endEmbedding(deps, c.get('workspace'), context(c))
    return c.redirect(PATH, 303)
  })
  return app
}
