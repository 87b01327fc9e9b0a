/** `/health`: what the sync does, for administrators, OKR masters, management and the auditor. */
import { Hono } from 'hono'
import { connectorFor } from '../../connectors/registry.ts'
import { Refusal } from '../api/problem.ts'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { readHealth } from '../health/read.ts'
import { type Tried, tryAgain } from '../health/try-again.ts'
import { withoutNumbers } from '../health/without-numbers.ts'
import type { Translate } from '../i18n/index.ts'
import { readFindings, withoutDeals } from '../mapping/read.ts'
import { readCheck } from '../metrics/sample.ts'
import { readContracts } from '../okr/contracts.ts'
import { nameLeading, readMapping } from '../okr/mapping.ts'
import { decisions } from '../sync/held-removals.ts'
import { settleHeld } from '../sync/settle-held.ts'
import { contractRoutes } from './contract-routes.ts'
import { enteredFrom, first } from './form-state.ts'
import { type HealthNews, healthPage } from './health-page.ts'
import { setUpNews, setUpRoutes } from './set-up-routes.ts'

export function healthRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.route('/', setUpRoutes(deps))

  app.get('/health', allow('run.read'), async (c) => {
    const workspace = c.get('workspace')
    const ctx = pageContext(c, deps)
    const whole = await readHealth(deps, workspace, deps.now())
    const health = ctx.may('evidence.read') ? whole : withoutNumbers(whole)
    const news = newsFrom(c.req.query(), ctx.t)
    const [mapping, contracts] = [await readMapping(workspace.db), await readContracts(workspace.db)]
    const lookFailed = c.req.query('contracts') ?? null
    const findings = await readFindings(workspace.db)
    const recount = await readCheck(workspace.db)
    const setUp = {
      findings: ctx.may('evidence.read') ? findings : findings.map(withoutDeals),
      news: setUpNews(c.req.query(), ctx.t),
    }
    return c.html(
      healthPage(
        {
          ...{
            ...health,
            timeZone: workspace.timeZone,
            news,
            mapping,
            contracts,
            lookFailed,
            setUp,
            recount,
          },
          buckets: bucketsOf,
        },
        ctx,
      ),
    )
  })

  app.post('/health/try-again', allow('sync.retry'), async (c) => {
    const source = first(enteredFrom(await c.req.formData()), 'source')
    const tried = await tryAgain(deps, c.get('workspace'), source, c.get('session').userId)
    if (tried === null) throw new Refusal('not_found')
    const query = new URLSearchParams({ source, run: tried.run, marked: String(tried.marked) })
    return c.redirect(`/health?${query}`, 303)
  })

  app.route('/', contractRoutes(deps))

  app.post('/health/leading', allow('settings.write'), async (c) => {
    const leading = first(enteredFrom(await c.req.formData()), 'leading')
    const context = { actor: c.get('session').userId, now: deps.now() }
    const written = await nameLeading(c.get('workspace').db, leading, context)
    if (!written.ok) throw new Refusal('not_found')
    return c.redirect('/health', 303)
  })

  app.post('/health/held', allow('connection.write'), async (c) => {
    const entered = enteredFrom(await c.req.formData())
    const source = first(entered, 'source')
    const decision = decisions.find((one) => one === first(entered, 'decision'))
    if (decision === undefined) throw new Refusal('not_found')
    const settled = await settleHeld(deps, c.get('workspace'), source, decision, c.get('session').userId)
    if (settled === null) throw new Refusal('not_found')
    const query = new URLSearchParams({ source, decided: decision, n: String(settled.decided) })
    return c.redirect(`/health?${query}`, 303)
  })

  return app
}

function bucketsOf(crm: string) {
  return connectorFor(crm)?.buckets ?? {}
}

const runs: readonly Tried['run'][] = ['started', 'running', 'idle', 'not_active', 'just_now']

/** What the page was sent back with; anything else in the address says nothing. */
function newsFrom(query: Record<string, string>, t: Translate): HealthNews | null {
  const { source } = query
  if (source === undefined) return null
  const texts = [...decidedTexts(query, t), ...triedTexts(query, t)]
  return texts.length === 0 ? null : { source, texts }
}

function decidedTexts({ decided, n }: Record<string, string>, t: Translate): string[] {
  const known = decisions.find((one) => one === decided)
  return known === undefined ? [] : [t(`health.decided.${known}`, { n: numberOf(n) })]
}

function triedTexts({ run, marked }: Record<string, string>, t: Translate): string[] {
  const known = runs.find((one) => one === run)
  if (known === undefined) return []
  const n = numberOf(marked)
  const texts = [
    ...(known === 'idle' ? [] : [t(`health.tried.${known}`)]),
    ...(n > 0 ? [t('health.tried.marked', { n })] : []),
  ]
  return texts.length === 0 ? [t('health.tried.nothing')] : texts
}

function numberOf(text: string | undefined): number {
  return /^\d{1,6}$/.test(text ?? '') ? Number(text) : 0
}
