/** `/settings/connections`: what is connected, and the way apart. */
import { Hono } from 'hono'
import { Refusal } from '../api/problem.ts'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { pageContext } from '../auth/page.ts'
import { allow } from '../auth/session.ts'
import { readClock } from '../leaving/clock.ts'
import { enteredFrom, first } from '../web/form-state.ts'
import { type ConnectionRow, connectionsPage, cutPage, secretPage } from './connections-page.ts'
import { disconnect } from './disconnect.ts'
import { newSigningSecret, signsByItsOwn } from './signing-secret.ts'

const PATH = '/settings/connections'

export function connectionRoutes(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const crms = Object.keys(deps.apps ?? {})

  app.get(PATH, allow('settings.read'), async (c) => {
    const connections = await readConnections(deps, c.get('workspace').id)
    const { cut = '', told } = c.req.query()
    const just = connections.find(({ source, status }) => source === cut && status === 'disconnected')
    const news = just === undefined ? null : { crm: just.crm, told: told === '1' }
    return c.html(connectionsPage({ connections, crms, cut: news }, pageContext(c, deps)))
  })

  app.get(`${PATH}/cut`, allow('connection.write'), async (c) => {
    const { id } = c.get('workspace')
    const connections = await readConnections(deps, id)
    const one = connections.find(({ source }) => source === c.req.query('source'))
    if (one === undefined || one.status === 'disconnected') throw new Refusal('not_found')
    const others = connections.some(
      ({ source, status }) => source !== one.source && status !== 'disconnected',
    )
    const last = others ? null : await readClock(deps.directory, id)
    return c.html(cutPage(one, last, pageContext(c, deps)))
  })

  app.post(`${PATH}/cut`, allow('connection.write'), async (c) => {
    const source = first(enteredFrom(await c.req.formData()), 'source')
    const cut = await disconnect(deps, c.get('workspace'), source, c.get('session').userId)
    if (cut === null) throw new Refusal('not_found')
    const query = new URLSearchParams({ cut: source, told: cut.told ? '1' : '0' })
    return c.redirect(`${PATH}?${query}`, 303)
  })

  app.post(`${PATH}/secret`, allow('connection.write'), async (c) => {
    const source = first(enteredFrom(await c.req.formData()), 'source')
    const workspace = c.get('workspace')
    const secret = await newSigningSecret(deps, workspace, source, c.get('session').userId)
    const one = (await readConnections(deps, workspace.id)).find((row) => row.source === source)
    if (secret === null || one === undefined) throw new Refusal('not_found')
    return c.html(secretPage(one, secret, pageContext(c, deps)))
  })

  return app
}

async function readConnections(
  { directory, sealer }: Pick<AppDeps, 'directory' | 'sealer'>,
  workspaceId: string,
): Promise<ConnectionRow[]> {
  const { rows } = await directory.$client.execute({
    sql: `SELECT id, crm, account_id, status, sealed_config FROM connection
      WHERE workspace_id = ? ORDER BY created_at, id`,
    args: [workspaceId],
  })
  return Promise.all(
    rows.map(async (row) => {
      const [source, crm, status] = [String(row.id), String(row.crm), String(row.status)]
      const connection = { workspaceId, id: source, crm, status, sealedConfig: String(row.sealed_config) }
      return {
        ...{ source, crm, account: String(row.account_id), status: status as ConnectionRow['status'] },
        signs: await signsByItsOwn({ sealer }, connection),
      }
    }),
  )
}
