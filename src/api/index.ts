/** `/api`: JSON for other systems, described at `/api/openapi.json`. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { type AppDeps, type AppEnv, roles } from '../app-env.ts'
import { permissions } from '../okr/roles.ts'
import { endpoints } from './endpoint.ts'
import { metricEndpoints } from './metrics.ts'
import { okrEndpoints } from './okrs.ts'
import { syncEndpoints } from './syncs.ts'

const me = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  role: z.enum(roles),
  actions: z.array(z.string()).readonly().describe('What the role may do'),
  workspace: z.object({ id: z.string(), name: z.string(), timeZone: z.string(), currency: z.string() }),
})

export function apiRoutes(deps: AppDeps): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  const add = endpoints(app, deps)
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
  okrEndpoints(add)
  metricEndpoints(add)
  syncEndpoints(add)
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Pegel',
      version: '1',
      description:
        'Sales metrics linked to key results. Errors are RFC 9457 problems with a stable code and a next step.',
    },
    servers: [{ url: `${deps.publicUrl}/api` }],
  })
  return app
}
