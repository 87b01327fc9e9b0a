/** The one HTTP program of both runtimes. */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { apiRoutes } from './api/index.ts'
import { Refusal } from './api/problem.ts'
import { failedOf, problemResponse } from './api/problem-answer.ts'
import type { AppDeps, AppEnv } from './app-env.ts'
import { authorsOf } from './auth/authors.ts'
import { createAuth } from './auth/library.ts'
import { locale, requestLocale } from './auth/locale.ts'
import { pageContext } from './auth/page.ts'
import { authRoutes } from './auth/routes.ts'
import { sessions } from './auth/session.ts'
import { embedRoutes } from './card/embed/routes.ts'
import { cardRoutes } from './card/routes.ts'
import { evidenceFileRoutes } from './evidence/routes.ts'
import { frames } from './guard/frames.ts'
import { guardHeaders } from './guard/headers.ts'
import { ownPages } from './guard/own-pages.ts'
import { limiterOf, people, signedCalls, strangers } from './guard/rates.ts'
import { connectionRoutes } from './install/connections-routes.ts'
import { installRoutes } from './install/routes.ts'
import { templateRoutes } from './install/template-routes.ts'
import { wizardRoutes } from './install/wizard-routes.ts'
import { leavingRoutes } from './leaving/routes.ts'
import { nativeAsker } from './okr/native/ask.ts'
import type { Workspace } from './platform.ts'
import { processRoutes } from './process/routes.ts'
import { currencyRoutes } from './web/currency-routes.ts'
import { embeddingRoutes } from './web/embedding-routes.ts'
import { errorPage } from './web/error-page.ts'
import { healthRoutes } from './web/health-routes.ts'
import { webRoutes } from './web/index.ts'
import { webhookRoutes } from './webhooks/routes.ts'
import { viewKeeper } from './works-council/keep-view.ts'
import { worksCouncilRoutes } from './works-council/routes.ts'

/** No form of ours comes near it. */
const MAX_BODY_BYTES = 256 * 1024

export function createApp(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const auth = createAuth(deps, () => {
    throw new Error('A running server issues no links: nobody would get them.')
  })

  const limits = limiterOf(deps)
  const overLimit = (c: Parameters<typeof pageContext>[0]) => answer(c, new Refusal('too_many'))

  app.use(frames())
  app.use(guardHeaders(deps.publicUrl))
  // What a session saw is kept by no cache, and no refusal either.
  app.use(async function noStore(c, next) {
    await next()
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
  })
  // A CRM has neither session nor form: it comes in before both, by its signature.
  app.use('/webhooks/*', signedCalls(limits))
  app.use('/card/*', signedCalls(limits))
  app.route('/', webhookRoutes(deps))
  app.route('/', cardRoutes(deps))
  app.route('/', embedRoutes(deps))
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: () => refuse(413) }))
  app.use(ownPages(deps.publicUrl))
  app.use(locale)
  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  app.use(strangers(limits, overLimit))
  app.use(sessions(deps, auth))
  app.use(people(limits, overLimit))
  app.use(viewKeeper(deps))
  app.route('/', authRoutes(deps, auth))
  app.route('/api', apiRoutes(deps))
  app.route('/', healthRoutes(deps))
  app.route('/', currencyRoutes(deps))
  app.route('/', embeddingRoutes(deps))
  app.route('/', evidenceFileRoutes(deps))
  app.route('/', leavingRoutes(deps))
  app.route('/', installRoutes(deps))
  app.route('/', connectionRoutes(deps))
  app.route('/', wizardRoutes(deps))
  app.route('/', templateRoutes(deps))
  app.route('/', worksCouncilRoutes(deps))
  app.route('/', processRoutes(deps))
  const askNative = (workspace: Workspace) => nativeAsker(deps, workspace)
  app.route('/', webRoutes({ ...deps, authors: authorsOf(deps.directory), askNative }))

  app.notFound((c) => answer(c, new Refusal('not_found')))
  app.onError((error, c) => answer(c, error))
  return app

  /** JSON below `/api`, a page for people everywhere else. */
  function answer(c: Parameters<typeof pageContext>[0], error: unknown): Response | Promise<Response> {
    const found = failedOf(error)
    if (found.code === 'internal' || found.code === 'workspace_missing') {
      // Names only: a message may carry data of the company.
      const name = error instanceof Error ? error.name : typeof error
      deps.log('request_failed', { method: c.req.method, path: c.req.path, code: found.code, error: name })
    }
    if (c.req.path.startsWith('/api/')) return problemResponse(found, requestLocale(c))
    if (found.code === 'unauthenticated') return c.redirect('/sign-in', 303)
    const status = found.status === 403 || found.status === 404 || found.status === 429 ? found.status : 500
    return c.html(errorPage(status, pageContext(c, deps)), found.status)
  }

  function refuse(status: 413): never {
    throw new HTTPException(status)
  }
}
