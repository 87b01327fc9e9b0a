/**
 * `POST /webhooks/:crm`: a CRM says that deals have changed. No session and no form comes near it; the signature is all that
 * lets it in. Answers say nothing of what was sent, and the log counts it.
 */
import { Hono } from 'hono'
import type { Connector, Notice } from '../../connectors/contract.ts'
import { registry } from '../../connectors/registry.ts'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { limiterOf, tooMany } from '../guard/rates.ts'
import { errorText } from '../jobs/error-text.ts'
import { WorkspaceMissing } from '../platform.ts'
import { takeNotices } from '../sync/notices.ts'
import { type Addressee, believe } from './addressees.ts'
import { bodyOf } from './body.ts'
import { receivedAt } from './received.ts'

/** A hundred events of HubSpot are a thirtieth of it. */
export const MAX_BYTES = 1024 * 1024

type Reader = Pick<Connector<unknown>, 'id' | 'config' | 'push'>

export function webhookRoutes(deps: AppDeps, connectors: readonly Reader[] = registry): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const limits = limiterOf(deps)

  app.post('/webhooks/:crm', async (c) => {
    const connector = connectors.find(({ id }) => id === c.req.param('crm'))
    if (connector === undefined) return c.body(null, 404)
    const body = await bodyOf(c.req.raw, MAX_BYTES)
    if (body === 'too_large') return c.body(null, 413)
    const believed =
      body === 'unreadable'
        ? ({ kind: 'forged' } as const)
        : await believe(deps, connector, receivedAt(deps.publicUrl, c.req.raw, body))
    if (believed.kind === 'forged') {
      deps.log('push_refused', { crm: connector.id })
      return c.body(null, 401)
    }
    const wait = busiest(believed.addressees)
    if (wait !== null) return tooMany(wait)
    const taken = await take(connector.id, believed.notices, believed.addressees)
    // Asked to come again: keys tell those that were taken already.
    return taken ? c.body(null, 204) : c.body(null, 503, { 'retry-after': '60' })
  })

  return app

  /** Null: nobody among them pushes more than their share. */
  function busiest(addressees: readonly Addressee[]): number | null {
    const waits = addressees.map(({ workspaceId, source }) =>
      limits.count('account', `${workspaceId}/${source}`),
    )
    // A batch for many is taken as a whole: one that is over does not hold up the others.
    return waits.length > 0 && waits.every((wait) => wait !== null) ? Math.max(...waits) : null
  }

  /** False when a company's database did not take its part. */
  async function take(
    crm: string,
    notices: readonly Notice[],
    addressees: readonly Addressee[],
  ): Promise<boolean> {
    const counts = { notices: notices.length, fresh: 0, repeated: 0, failed: 0 }
    for (const { workspaceId, source, account } of addressees) {
      const mine = notices.filter((notice) => notice.account === account)
      try {
        const { fresh, repeated } = await takeNotices(deps, await deps.open(workspaceId), source, mine)
        counts.fresh += fresh
        counts.repeated += repeated
      } catch (error) {
        // Its company was deleted: nobody is left to tell.
        if (error instanceof WorkspaceMissing) continue
        counts.failed += 1
        deps.log('push_not_taken', { workspace: workspaceId, source, reason: errorText(error) })
      }
    }
    deps.log('pushed', { crm, connections: addressees.length, ...counts })
    return counts.failed === 0
  }
}
