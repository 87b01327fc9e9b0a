/** `/install/...`: what comes after the consent. Each step can be left and come back to; nothing but a button changes anything. */
import { type Context, Hono } from 'hono'
import { noContracts } from '../../connectors/contract.ts'
import { Refusal } from '../api/problem.ts'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { auditRow } from '../okr/context.ts'
import { chooseContracts, readContracts } from '../okr/contracts.ts'
import { type Entered, enteredFrom, first } from '../web/form-state.ts'
import { etagOf } from '../web/live.ts'
import { startImport } from './first-import.ts'
import { IMPORT_LIVE, importPage } from './import-page.ts'
import { markOf, readImport } from './import-view.ts'
import { isSame, mappingPage, useField } from './mapping-page.ts'
import { proposalOf } from './propose.ts'
import { keepUses, readUses, type Uses, uses } from './settings.ts'

/** Of an account; who has more names them where a key result is defined. */
const MOST_PIPELINES = 200

export function wizardRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const importOf = (source: string) => `/install/import?${new URLSearchParams({ source })}`

  app.get('/install/mapping', allow('connection.write'), async (c) => {
    const source = c.req.query('source') ?? ''
    const workspace = c.get('workspace')
    const proposal = await proposalOf(deps, workspace, source)
    if (proposal === null) throw new Refusal('not_found')
    const contracts = (await readContracts(workspace.db)).find(({ id }) => id === source) ?? null
    const said = await readUses(workspace.db, source)
    const view = { source, crm: contracts?.crm ?? source, proposal, uses: said, contracts }
    return c.html(mappingPage(view, pageContext(c, deps)))
  })

  app.post('/install/mapping', allow('connection.write'), async (c) => {
    const entered = enteredFrom(await c.req.formData())
    const source = first(entered, 'source')
    const workspace = c.get('workspace')
    const context = { actor: c.get('session').userId, now: deps.now() }
    const choice = (await readContracts(workspace.db)).find(({ id }) => id === source)
    if (choice === undefined) throw new Refusal('not_found')
    const offer = first(entered, 'offer')
    const mapping = /^\d{1,3}$/.test(offer) ? choice.found?.offers[Number(offer)]?.mapping : noContracts
    if (mapping === undefined) throw new Refusal('not_found')
    if (choice.mapping === null || !isSame(choice.mapping, mapping)) {
      const written = await chooseContracts(workspace.db, source, mapping, context)
      if (!written.ok) throw new Refusal('not_found')
    }
    const said = usesFrom(entered)
    await keepUses(workspace.db, source, said)
    await auditRow(workspace.db, context, 'mapping.pipelines', source, said)
    await startImport(deps, workspace, source)
    return c.redirect(importOf(source), 303)
  })

  app.get('/install/import', allow('connection.write'), async (c) => {
    return c.html(importPage(await importedOf(c), pageContext(c, deps)))
  })

  app.get(IMPORT_LIVE, allow('connection.write'), async (c) => {
    const etag = etagOf(markOf(await importedOf(c)))
    c.header('etag', etag)
    c.header('cache-control', 'no-cache')
    return c.req.header('if-none-match') === etag ? c.body(null, 304) : c.json({ seen: true })
  })

  app.post('/install/import', allow('connection.write'), async (c) => {
    const source = first(enteredFrom(await c.req.formData()), 'source')
    if ((await startImport(deps, c.get('workspace'), source)) === 'not_active') throw new Refusal('not_found')
    return c.redirect(importOf(source), 303)
  })

  return app

  async function importedOf(c: Context<AppEnv>) {
    const view = await readImport(c.get('workspace').db, c.req.query('source') ?? '')
    if (view === null) throw new Refusal('not_found')
    return view
  }
}

function usesFrom(entered: Entered): Uses {
  const said: Uses = {}
  for (let n = 0; n < MOST_PIPELINES; n += 1) {
    const id = first(entered, `pipeline-${n}`)
    const use = uses.find((one) => one === first(entered, useField(n)))
    if (id !== '' && use !== undefined) said[id] = use
  }
  return said
}
