/** The door: where a link leads in, and the way out. */
import { Hono } from 'hono'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { signInPage } from '../web/sign-in-page.ts'
import type { Auth } from './library.ts'
import { LINK_PATH } from './link.ts'
import { pageContext } from './page.ts'

export function authRoutes(deps: AppDeps, auth: Auth): Hono<AppEnv> {
  const app = new Hono<AppEnv>()

  app.get('/sign-in', (c) => {
    const failed = c.req.query('error') !== undefined
    return c.html(signInPage(failed ? 'link_used' : 'local', pageContext(c, deps)), failed ? 410 : 200)
  })

  app.get(LINK_PATH, async (c) => {
    // Previews and scanners look with HEAD: they must not use the link up.
    if (c.req.method === 'HEAD') return c.body(null)
    return auth.api.magicLinkVerify({
      query: { token: c.req.query('token') ?? '', callbackURL: '/', errorCallbackURL: '/sign-in' },
      headers: c.req.raw.headers,
      asResponse: true,
    })
  })

  app.post('/sign-out', async (c) => {
    const out = await auth.api.signOut({ headers: c.req.raw.headers, asResponse: true })
    for (const cookie of out.headers.getSetCookie()) c.header('set-cookie', cookie, { append: true })
    return c.redirect('/sign-in', 303)
  })

  return app
}
