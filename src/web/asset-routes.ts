/** Style sheet, script and icon: their names change with their content, so they may be kept for a year. */
import { Hono } from 'hono'
import type { AppEnv } from '../app-env.ts'
import { assets } from './assets.ts'

export function assetRoutes(): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  for (const { path, type, body } of assets) {
    app.get(path, (c) =>
      c.body(body, 200, { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' }),
    )
  }
  return app
}
