/** The pages of this folder. */
import { Hono } from 'hono'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { agreementRoutes } from './agreement-routes.ts'
import { privacyRoutes } from './privacy-routes.ts'
import { viewRoutes } from './view-routes.ts'

export function worksCouncilRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.route('/', privacyRoutes(deps))
  app.route('/', viewRoutes(deps))
  app.route('/', agreementRoutes(deps))
  return app
}
