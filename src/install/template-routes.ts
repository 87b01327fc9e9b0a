/** `/install/templates`: the last step of an installation, and open later as well. */
import { type Context, Hono } from 'hono'
import { localDay } from '../../connectors/values/time.ts'
import { Refusal } from '../api/problem.ts'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { readMapping } from '../okr/mapping.ts'
import { calendarQuarter, pastOf } from '../okr/past.ts'
import type { Workspace } from '../platform.ts'
import { ofNights } from '../sync/run-kinds.ts'
import { enteredFrom, first } from '../web/form-state.ts'
import { takeTemplate } from './take-template.ts'
import { templatePage } from './template-page.ts'
import { draftKeys, settingOf, templatesFor } from './templates.ts'

export function templateRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()

  async function templatesOf(workspace: Workspace) {
    const today = localDay(deps.now(), workspace.timeZone)
    return templatesFor(await settingOf(workspace.db), pastOf(workspace, calendarQuarter(today), today))
  }

  app.get('/install/templates', allow('key_result.write'), async (c: Context<AppEnv>) => {
    const workspace = c.get('workspace')
    const { read, waits } = await importsOf(workspace)
    const mapping = await readMapping(workspace.db)
    const said = (c.req.query('refused') ?? '').split(',')
    const view = {
      ...{ company: workspace.name, currency: workspace.currency, waitsFor: waits },
      templates: read ? await templatesOf(workspace) : null,
      undecided: mapping.pairs > 0 && mapping.leading === null,
      refused: draftKeys.filter((key) => said.includes(key)),
    }
    return c.html(templatePage(view, pageContext(c, deps)))
  })

  app.post('/install/templates', allow('key_result.write'), async (c) => {
    const wanted = first(enteredFrom(await c.req.formData()), 'template')
    const workspace = c.get('workspace')
    const template = (await templatesOf(workspace)).find(({ id }) => id === wanted)
    if (template === undefined || template.drafts.length === 0) throw new Refusal('not_found')
    const { t } = pageContext(c, deps)
    const context = { actor: c.get('session').userId, now: deps.now(), t }
    const { cycleId, refused } = await takeTemplate(workspace, template, context)
    // What could not be made is told where the next one is chosen.
    if (refused.length === 0) return c.redirect(`/?${new URLSearchParams({ cycle: cycleId })}`, 303)
    return c.redirect(`/install/templates?${new URLSearchParams({ refused: refused.join() })}`, 303)
  })

  return app
}

async function importsOf({
  db,
}: Workspace): Promise<{ readonly read: boolean; readonly waits: string | null }> {
  const { rows } = await db.$client.execute(
    `SELECT s.id, EXISTS (SELECT 1 FROM run r WHERE r.source = s.id AND r.status = 'complete' AND ${ofNights}) AS read
      FROM source s WHERE s.status = 'active' ORDER BY s.created_at, s.id`,
  )
  const waiting = rows.find(({ read }) => Number(read) === 0)
  return {
    read: rows.some(({ read }) => Number(read) === 1),
    waits: waiting === undefined ? null : String(waiting.id),
  }
}
