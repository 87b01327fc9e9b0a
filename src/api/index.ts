/** `/api`: JSON for other systems, described at `/api/openapi.json`. */
import { Hono } from 'hono'
import * as z from 'zod'
import { type AppDeps, type AppEnv, roles } from '../app-env.ts'
import { permissions } from '../okr/roles.ts'
import { closingEndpoints } from './closing.ts'
import { cohortEndpoints } from './cohorts.ts'
import { contractEndpoints } from './contracts.ts'
import { currencyEndpoints } from './currency.ts'
import { type Described, endpoints } from './endpoint.ts'
import { evidenceFiles } from './evidence-files.ts'
import { forecastEndpoints } from './forecast.ts'
import { healthEndpoints } from './health.ts'
import { mappingEndpoints } from './mapping.ts'
import { metricEndpoints } from './metrics.ts'
import { minimumEndpoints } from './minimum.ts'
import { movementEndpoints } from './movement.ts'
import { nativeEndpoints } from './native.ts'
import { okrEndpoints } from './okrs.ts'
import { openApi } from './openapi.ts'
import { privacyEndpoints } from './privacy.ts'
import { processEndpoints } from './process.ts'
import { reconciliationEndpoints } from './reconciliation.ts'
import { seriesEndpoints } from './series.ts'
import { setUpEndpoints } from './set-up.ts'
import { syncEndpoints } from './syncs.ts'
import { viewEndpoints } from './views.ts'

const me = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  role: z.enum(roles),
  actions: z.array(z.string()).readonly().describe('What the role may do'),
  workspace: z.object({ id: z.string(), name: z.string(), timeZone: z.string(), currency: z.string() }),
})

export function apiRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const described: Described[] = []
  const add = endpoints(app, deps, described)
  add({
    ...{ action: 'self.read', method: 'get', path: '/me', tag: 'Me' },
    summary: 'Who is asking, for which company, in which role',
    answer: me,
    async handle({
      session: { userId, name, email, role },
      workspace: { id, timeZone, currency, name: company },
    }) {
      return {
        user: { id: userId, name, email },
        role,
        actions: permissions[role],
        workspace: { id, name: company, timeZone, currency },
      }
    },
  })
  okrEndpoints(add, deps)
  nativeEndpoints(add, deps)
  evidenceFiles(app, deps, described)
  movementEndpoints(add)
  closingEndpoints(add)
  currencyEndpoints(add, deps)
  minimumEndpoints(add, deps)
  viewEndpoints(add, deps)
  privacyEndpoints(add, deps)
  processEndpoints(add, deps)
  forecastEndpoints(add)
  metricEndpoints(add)
  seriesEndpoints(add)
  mappingEndpoints(add)
  setUpEndpoints(add)
  cohortEndpoints(add)
  contractEndpoints(add, deps)
  syncEndpoints(add)
  reconciliationEndpoints(add, deps)
  healthEndpoints(add, deps)
  // Made when first asked for: a Worker's start is short.
  let description: ReturnType<typeof openApi> | null = null
  app.get('/openapi.json', (c) => {
    description ??= openApi(described, `${deps.publicUrl}/api`)
    return c.json(description)
  })
  return app
}
