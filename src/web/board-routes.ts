/** The board: `/` is the running cycle, `?cycle=` another one. */
import { Hono } from 'hono'
import { Refusal } from '../api/problem.ts'
import type { AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { listCycles, readBoard } from '../okr/read.ts'
import { readSeen } from '../okr/seen.ts'
import { boardPage } from './board-page.ts'
import type { WebDeps } from './ctx.ts'

export function boardRoutes(deps: WebDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.get('/', allow('board.read'), async (c) => {
    const workspace = c.get('workspace')
    const wanted = c.req.query('cycle')
    // First: what changes after it is then seen to have changed.
    const seen = await readSeen(workspace, deps.now())
    const [view, cycles] = await Promise.all([
      readBoard(workspace, deps.now(), wanted),
      listCycles(workspace),
    ])
    if (view === null && wanted !== undefined) throw new Refusal('not_found')
    return c.html(boardPage(view, cycles, pageContext(c, deps), seen))
  })
  return app
}
