/**
 * `/card/:crm`: what the record on the screen means for the key results. No session comes near it; who asks is told by the
 * CRM's signature alone. Asking changes nothing, so that a call made again has the same answer.
 */
import { Hono } from 'hono'
import type { CardCall, CardDoor } from '../../connectors/card.ts'
import { type AnyConnector, registry } from '../../connectors/registry.ts'
import type { AppDeps, AppEnv, Locale } from '../app-env.ts'
import { limiterOf, tooMany } from '../guard/rates.ts'
import { localeOf } from '../i18n/negotiate.ts'
import { bodyOf } from '../webhooks/body.ts'
import { receivedAt } from '../webhooks/received.ts'
import { keepCardView } from '../works-council/keep-view.ts'
import { type Caller, callers } from './callers.ts'
import { cardFor } from './told.ts'
import type { AnyCard, CardRefusal } from './types.ts'
import { refusal } from './words.ts'

/** A card asks with an address or a few words. */
const MAX_BYTES = 8 * 1024

export function cardRoutes(deps: AppDeps, connectors: readonly AnyConnector[] = registry): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const callerOf = callers(deps)
  const limits = limiterOf(deps)

  app.on(['GET', 'POST'], '/card/:crm', async (c) => {
    const found = doorOf(connectors, c.req.param('crm'))
    if (found === null) return c.body(null, 404)
    const body = await bodyOf(c.req.raw, MAX_BYTES)
    if (body === 'too_large') return c.body(null, 413)
    const caller: Caller =
      body === 'unreadable'
        ? { kind: 'forged' }
        : await callerOf(found.connector, found.door, receivedAt(deps.publicUrl, c.req.raw, body))
    c.header('cache-control', 'no-store')
    if (caller.kind === 'forged') {
      deps.log('card_refused', { crm: found.connector.id })
      return c.body(null, 401)
    }
    const { account, email } = caller.call
    const wait = limits.count('card', JSON.stringify([found.connector.id, account, email]))
    if (wait !== null) return tooMany(wait)
    const told = await tell(caller)
    if (caller.kind === 'member' && told.ok) keepCardView(c, deps, caller, caller.call.record?.id ?? '')
    return c.json(told)
  })

  return app

  async function tell(caller: Exclude<Caller, { kind: 'forged' }>): Promise<AnyCard | CardRefusal> {
    const { call } = caller
    const locale = localeIn(call)
    if (caller.kind === 'unknown') return refusal('unknown_company', locale)
    if (caller.kind === 'no_member') return refusal('no_member', locale, { email: call.email })
    const { workspaceId, source, role } = caller
    return cardFor(deps, { workspaceId, source, role, email: call.email, record: call.record }, locale)
  }
}

interface Found {
  readonly connector: AnyConnector
  readonly door: CardDoor
}

function doorOf(connectors: readonly AnyConnector[], crm: string): Found | null {
  const connector = connectors.find(({ id }) => id === crm)
  return connector?.card === undefined ? null : { connector, door: connector.card }
}

function localeIn({ locale }: CardCall): Locale {
  return localeOf(undefined, locale ?? undefined)
}
