/** The pages of this folder. */
import { Hono } from 'hono'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { phaseRoutes } from './phase-routes.ts'
import { teamRoutes } from './team-routes.ts'

export function processRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.route('/', phaseRoutes(deps))
  app.route('/', teamRoutes(deps))
  return app
}
