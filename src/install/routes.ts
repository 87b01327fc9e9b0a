/**
 * `/connect/<crm>`: out to the CRM's consent page, and back. Open to everybody: an administrator of a company adds a CRM to it,
 * and somebody from the marketplace, whom nobody knows here, makes a company or finds the one their account had.
 */
import { type Context, Hono } from 'hono'
import { connectorFor } from '../../connectors/registry.ts'
import { Refusal } from '../api/problem.ts'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { tryAgain } from '../health/try-again.ts'
import { can } from '../okr/roles.ts'
import { type FormState, refusedForm, untouched } from '../web/form-state.ts'
import { begin, redeem } from './attempt.ts'
import { browserOf, markBrowser } from './browser.ts'
import { comeBack, type Door } from './come-back.ts'
import { connectPage, onTheWayPage } from './connect-page.ts'
import { failedPage, type Trouble } from './failed-page.ts'
import { wasRead } from './first-import.ts'
import { sessionCookies } from './installer.ts'
import { redirectUri } from './redirect.ts'

export function installRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()

  function doorTo(crm: string): Door {
    const connector = connectorFor(crm)
    const [ours, oauth] = [deps.apps?.[crm], connector?.oauth]
    if (connector === null || ours === undefined || oauth === undefined) throw new Refusal('not_found')
    return { connector, oauth, app: ours, redirectUri: redirectUri(deps.publicUrl, crm) }
  }

  /** Who is signed in adds to their company, and needs the right to. */
  function hereOf(c: Context<AppEnv>) {
    const session = c.get('session') ?? null
    if (session !== null && !can(session.role, 'connection.write')) throw new Refusal('forbidden')
    return { session, workspaceId: session === null ? null : c.get('workspace').id }
  }

  function show(c: Context<AppEnv>, crm: string, state: FormState, status: 200 | 422 = 200) {
    return c.html(connectPage(crm as 'hubspot' | 'salesforce', state, pageContext(c, deps)), status)
  }

  function failed(c: Context<AppEnv>, crm: string, trouble: Trouble, kind: string | null = null) {
    deps.log('not_connected', { crm, trouble, failure: kind })
    return c.html(failedPage(crm, trouble, kind, pageContext(c, deps)), 400)
  }

  app.get('/connect/:crm', (c) => {
    const crm = c.req.param('crm')
    doorTo(crm)
    hereOf(c)
    return show(c, crm, untouched())
  })

  app.get('/connect/:crm/start', async (c) => {
    const crm = c.req.param('crm')
    const door = doorTo(crm)
    const { session, workspaceId } = hereOf(c)
    const { where = 'production', domain = '' } = c.req.query()
    const loginUrl = door.oauth.loginUrl(door.app, where === 'domain' ? domain : where)
    if (loginUrl === null) {
      const issues = [{ field: 'domain', code: 'invalid' }] as const
      const entered = { where: [where], domain: [domain] }
      return show(
        c,
        crm,
        refusedForm(entered, issues, (name) => name, pageContext(c, deps).t),
        422,
      )
    }
    const browser = await markBrowser(c, deps)
    const attempt = { crm, loginUrl, workspaceId, userId: session?.userId ?? null }
    const { state, verifier } = await begin(deps, browser, attempt)
    const asking = { loginUrl, state, verifier, redirectUri: door.redirectUri }
    const url = await door.oauth.consentUrl(door.app, asking)
    c.header('refresh', `0; url=${url}`)
    return c.html(onTheWayPage(crm, url, pageContext(c, deps)))
  })

  app.get('/connect/:crm/callback', async (c) => {
    const crm = c.req.param('crm')
    const door = doorTo(crm)
    const { state = '', code, error, error_description: said = '' } = c.req.query()
    // The button of a marketplace leads here too, with nothing in hand.
    if (state === '' && error === undefined) return c.redirect(`/connect/${crm}`, 303)
    const browser = await browserOf(c, deps)
    const attempt = browser === null ? null : await redeem(deps, { state, browser, crm })
    if (attempt === null) return failed(c, crm, 'state')
    if (code === undefined) return failed(c, crm, troubleOf(error, said))
    const here = hereOf(c)
    const back = await comeBack(deps, door, attempt, code, here)
    if (back.kind === 'failed') return failed(c, crm, 'refused', back.failure.kind)
    if (back.kind !== 'connected') return failed(c, crm, back.kind)
    deps.log('installed', { workspace: back.place.workspaceId, source: back.place.source, crm })
    if (back.newcomer !== null)
      for (const cookie of await sessionCookies(deps, back.newcomer))
        c.header('set-cookie', cookie, { append: true })
    // A new address, without the code in it.
    const { workspaceId, source } = back.place
    const workspace = await deps.open(workspaceId)
    if (!(await wasRead(workspace, source)))
      return c.redirect(`/install/mapping?${new URLSearchParams({ source })}`, 303)
    // What counts as what was said before; what failed meanwhile is read now and not in the night.
    await tryAgain(deps, workspace, source, back.actor)
    return c.redirect('/settings/connections', 303)
  })

  return app
}

function troubleOf(error: string | undefined, said: string): Trouble {
  if (error === 'access_denied') return 'declined'
  // One code for a wrong client and for an app the org has not installed: only its text tells.
  return error === 'invalid_client' && said.includes('installed') ? 'not_installed' : 'refused'
}
