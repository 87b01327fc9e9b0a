/** `evidence.csv` and `evidence.json` of a key result, for whoever may see its deals. */
import { Hono } from 'hono'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { fileAnswer } from './answer.ts'

export const fileFormats = ['csv', 'json'] as const

export function evidenceFileRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  for (const format of fileFormats) {
    app.get(`/key-results/:id/evidence.${format}`, allow('evidence.read'), (c) =>
      fileAnswer(c, format, deps.now(), pageContext(c, deps).locale),
    )
  }
  return app
}
