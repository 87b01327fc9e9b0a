/** The pages of this folder. */
import { Hono } from 'hono'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { viewRoutes } from './view-routes.ts'

export function worksCouncilRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.route('/', viewRoutes(deps))
  return app
}
