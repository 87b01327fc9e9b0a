/** `/settings/views`: who looked at which numbers, for the auditor and nobody else. Reading it is a view too. */
import { type Context, Hono } from 'hono'
import { Refusal } from '../api/problem.ts'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { streamOf } from '../leaving/stream.ts'
import { parseInput } from '../okr/input.ts'
import { readViews, type ViewsQuery, viewsQuery } from './views.ts'
import { viewsFile } from './views-file.ts'
import { viewsPage } from './views-page.ts'

export function viewRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()

  app.get('/settings/views', allow('view_log.read'), async (c) => {
    const [query, workspace] = [asked(c), c.get('workspace')]
    const { timeZone } = workspace
    const views = await readViews(workspace, deps.directory, query, deps.now())
    return c.html(viewsPage({ ...views, query, timeZone }, pageContext(c, deps)))
  })

  app.get('/settings/views.csv', allow('view_log.read'), async (c) => {
    const workspace = c.get('workspace')
    const rows = await viewsFile(workspace, deps.directory, asked(c), deps.now(), pageContext(c, deps))
    return c.body(streamOf(rows), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${workspace.id}-views.csv"`,
    })
  })

  return app
}

/** An empty field of the form asks for nothing. */
function asked(c: Context): ViewsQuery {
  const given = Object.entries(c.req.query()).filter(([, value]) => value !== '')
  const parsed = parseInput(viewsQuery, Object.fromEntries(given))
  if (!parsed.ok) throw new Refusal('not_found')
  return parsed.value
}
