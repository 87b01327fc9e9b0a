/** The dashboard: every route, each behind the one action it is. Language, session and origin are checked before. */
import { Hono } from 'hono'
import type { AppEnv } from '../app-env.ts'
import { assetRoutes } from './asset-routes.ts'
import { boardRoutes } from './board-routes.ts'
import type { WebDeps } from './ctx.ts'
import { cycleRoutes } from './cycle-routes.ts'
import { editKeyResultRoutes } from './edit-key-result-routes.ts'
import { keyResultRoutes } from './key-result-routes.ts'
import { liveRoutes } from './live-routes.ts'
import { newKeyResultRoutes } from './new-key-result-routes.ts'
import { objectiveRoutes } from './objective-routes.ts'
import { overrideRoutes } from './override-routes.ts'
import { preferenceRoutes } from './preference-routes.ts'
import { valueRoutes } from './value-routes.ts'

export function webRoutes(deps: WebDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.route('/', assetRoutes())
  app.route('/', preferenceRoutes(deps))
  app.route('/', boardRoutes(deps))
  app.route('/', liveRoutes(deps))
  app.route('/', cycleRoutes(deps))
  app.route('/', objectiveRoutes(deps))
  // Before `/key-results/:id`, which would take `new` for an id.
  app.route('/', newKeyResultRoutes(deps))
  app.route('/', editKeyResultRoutes(deps))
  app.route('/', keyResultRoutes(deps))
  app.route('/', valueRoutes(deps))
  app.route('/', overrideRoutes(deps))
  return app
}
