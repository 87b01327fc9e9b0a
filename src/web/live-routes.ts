/** `GET /live`: a mark of all that the screens show of numbers. The same mark is the same screen. */
import { Hono } from 'hono'
import type { AppEnv } from '../app-env.ts'
import { allow } from '../auth/session.ts'
import { readSeen } from '../okr/seen.ts'
import type { WebDeps } from './ctx.ts'
import { etagOf, LIVE_PATH } from './live.ts'

export function liveRoutes(deps: Pick<WebDeps, 'now'>): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.get(LIVE_PATH, allow('board.read'), async (c) => {
    const seen = await readSeen(c.get('workspace'), deps.now())
    const etag = etagOf(seen)
    c.header('etag', etag)
    c.header('cache-control', 'no-cache')
    return c.req.header('if-none-match') === etag ? c.body(null, 304) : c.json({ seen })
  })
  return app
}
