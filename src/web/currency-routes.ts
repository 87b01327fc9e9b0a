/** `/settings/currency`: read by those who read settings, changed by an administrator. */
import { type Context, Hono } from 'hono'
import { localDay } from '../../connectors/values/time.ts'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { changeCurrency, convertDeals } from '../currency/change.ts'
import { typeRate } from '../currency/rates.ts'
import { readCurrency } from '../currency/read.ts'
import type { Issue } from '../okr/types.ts'
import { WorkspaceRefused } from '../workspaces.ts'
import { currencyPage } from './currency-page.ts'
import { type Entered, enteredFrom, first, refusedForm, untouched } from './form-state.ts'

/** As many as a request may take at the edge; the next night does the rest. */
const CHUNKS = 4
const PATH = '/settings/currency'

export function currencyRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const context = (c: Context<AppEnv>) => ({ actor: c.get('session').userId, now: deps.now() })

  async function refuse(
    c: Context<AppEnv>,
    entered: Entered,
    issues: readonly Issue[],
    names: Readonly<Record<string, string>>,
  ) {
    const ctx = pageContext(c, deps)
    const state = refusedForm(entered, issues, (field) => names[field] ?? null, ctx.t)
    return c.html(currencyPage(await readCurrency(c.get('workspace'), deps.now()), state, ctx), 422)
  }

  app.get(PATH, allow('settings.read'), async (c) => {
    const workspace = c.get('workspace')
    const today = localDay(deps.now(), workspace.timeZone)
    const view = await readCurrency(workspace, deps.now())
    return c.html(currencyPage(view, untouched({ from: [today] }), pageContext(c, deps)))
  })

  app.post(PATH, allow('settings.write'), async (c) => {
    const entered = enteredFrom(await c.req.formData())
    const currency = first(entered, 'currency').trim().toUpperCase()
    const workspace = c.get('workspace')
    try {
      await changeCurrency(deps, workspace.id, currency, context(c))
    } catch (error) {
      if (!(error instanceof WorkspaceRefused)) throw error
      return refuse(c, entered, [{ field: 'currency', code: 'invalid' }], { currency: 'currency' })
    }
    await convertDeals({ ...workspace, currency }, context(c), CHUNKS)
    return c.redirect(PATH, 303)
  })

  app.post('/settings/rates', allow('settings.write'), async (c) => {
    const entered = enteredFrom(await c.req.formData())
    const text = (name: string) => first(entered, name).trim()
    const workspace = c.get('workspace')
    // A rate is typed the way the language writes numbers, and kept as decimal text.
    const factor = pageContext(c, deps).locale === 'de' ? text('factor').replace(',', '.') : text('factor')
    const input = { currency: text('of').toUpperCase(), factor, from: text('from') }
    const typed = await typeRate(workspace.db, input, workspace.currency, context(c))
    const names = { currency: 'of', factor: 'factor', from: 'from' }
    if (!typed.ok) return refuse(c, entered, typed.issues, names)
    await convertDeals(workspace, context(c), CHUNKS)
    return c.redirect(PATH, 303)
  })
  return app
}
