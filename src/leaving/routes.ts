/** `/settings/data`: take everything out, keep the company, or end it. */
import { type Context, Hono } from 'hono'
import { Refusal } from '../api/problem.ts'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { auditRow } from '../okr/context.ts'
import { enteredFrom, first, refusedForm, untouched } from '../web/form-state.ts'
import { chooseDays, keepCompany, MOST_DAYS, readClock } from './clock.ts'
import { endCompany } from './end.ts'
import { dataPage } from './page.ts'
import { streamOf } from './stream.ts'
import { parts, takeOutJson, takeOutZip } from './take-out.ts'

const PATH = '/settings/data'

export function leavingRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const { directory } = deps
  const context = (c: Context<AppEnv>) => ({ actor: c.get('session').userId, now: deps.now() })

  async function show(c: Context<AppEnv>, state = untouched(), status: 200 | 422 = 200) {
    const clock = await readClock(directory, c.get('workspace').id)
    const entered =
      state.entered.days === undefined ? { ...state.entered, days: [String(clock.days)] } : state.entered
    const view = { clock, name: c.get('workspace').name, timeZone: c.get('workspace').timeZone }
    return c.html(dataPage(view, { ...state, entered }, pageContext(c, deps)), status)
  }

  app.get(PATH, allow('settings.read'), (c) => show(c))

  app.get(`${PATH}/everything.json`, allow('company.export'), (c) => {
    const workspace = c.get('workspace')
    const body = streamOf(takeOutJson(workspace, parts(workspace, directory)))
    return c.body(body, 200, file('application/json; charset=utf-8', `${workspace.id}.json`))
  })

  app.get(`${PATH}/everything.zip`, allow('company.export'), (c) => {
    const workspace = c.get('workspace')
    return c.body(
      takeOutZip(parts(workspace, directory)),
      200,
      file('application/zip', `${workspace.id}.zip`),
    )
  })

  app.post(`${PATH}/days`, allow('company.end'), async (c) => {
    const entered = enteredFrom(await c.req.formData())
    const text = first(entered, 'days').trim()
    if (!/^\d{1,2}$/.test(text) || Number(text) > MOST_DAYS) return show(c, refused(c, entered, 'days'), 422)
    const workspace = c.get('workspace')
    const { days: before } = await readClock(directory, workspace.id)
    await chooseDays(directory, workspace.id, Number(text))
    await auditRow(workspace.db, context(c), 'company.days', 'company', { before, after: Number(text) })
    return c.redirect(PATH, 303)
  })

  app.post(`${PATH}/keep`, allow('company.end'), async (c) => {
    const workspace = c.get('workspace')
    const { actor, now } = context(c)
    if (!(await keepCompany(directory, workspace.id, actor, now))) throw new Refusal('not_found')
    await auditRow(workspace.db, { actor, now }, 'company.kept', 'company', {})
    return c.redirect(PATH, 303)
  })

  app.post(`${PATH}/end`, allow('company.end'), async (c) => {
    const entered = enteredFrom(await c.req.formData())
    const workspace = c.get('workspace')
    if (first(entered, 'name').trim() !== workspace.name) return show(c, refused(c, entered, 'name'), 422)
    // A runtime that cannot drop a database does not pretend to.
    if (deps.ends === undefined) throw new Refusal('not_found')
    await endCompany(deps.ends, workspace.id)
    return c.redirect('/sign-in', 303)
  })

  return app

  function refused(c: Context<AppEnv>, entered: ReturnType<typeof enteredFrom>, field: string) {
    const issues = [{ field, code: 'invalid' }] as const
    return refusedForm(entered, issues, (name) => name, pageContext(c, deps).t)
  }
}

function file(type: string, name: string): Record<string, string> {
  return { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` }
}
