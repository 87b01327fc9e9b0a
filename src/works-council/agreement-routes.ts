/** `/settings/agreement`: the draft with the settings of today, for everybody in the company. */
import { type Context, Hono } from 'hono'
import { localDay } from '../../connectors/values/time.ts'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { agreementBlocks } from './agreement.ts'
import { agreementFile } from './agreement-file.ts'
import { agreementPage } from './agreement-page.ts'
import { readPrivacy } from './read-privacy.ts'

export function agreementRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()

  async function draft(c: Context<AppEnv>) {
    const [ctx, workspace, now] = [pageContext(c, deps), c.get('workspace'), deps.now()]
    const view = await readPrivacy(workspace, deps.directory, now, ctx)
    return { blocks: agreementBlocks(view, ctx), day: localDay(now, workspace.timeZone), ctx }
  }

  app.get('/settings/agreement', allow('self.read'), async (c) => {
    const { blocks, day, ctx } = await draft(c)
    return c.html(agreementPage(blocks, day, ctx))
  })

  app.get('/settings/agreement.md', allow('self.read'), async (c) => {
    const { blocks, day, ctx } = await draft(c)
    return c.body(agreementFile(blocks, day, ctx), 200, {
      'content-type': 'text/markdown; charset=utf-8',
      'content-disposition': `attachment; filename="pegel-agreement-${ctx.locale}-${day}.md"`,
    })
  })

  return app
}
