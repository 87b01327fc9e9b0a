/** What comparing and reading again is given: a run, its company, and the way to its CRM. */
import type { Instant, Pull } from '../../connectors/contract.ts'
import type { Platform, Workspace } from '../platform.ts'
import type { Crm } from './crm.ts'
import type { RunView } from './views.ts'

export interface RecheckTurn {
  readonly platform: Platform
  readonly workspace: Workspace
  readonly crm: Crm
  readonly run: RunView
}

/**
 * `again`: send the run's message once more, no earlier than in `delayMs`. `busy`: another message is at it, or a pause is
 * not over; whoever holds it goes on.
 */
export type Rechecked =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly delayMs: number }
  | { readonly kind: 'busy'; readonly until: Instant | null }

export async function recheckPull(
  { workspace, crm, run }: RecheckTurn,
  now: Instant,
): Promise<Pull<unknown>> {
  return {
    config: crm.config,
    baseUrl: (await crm.grant()).baseUrl,
    transport: crm.transport,
    now,
    account: run.account,
    timeZone: workspace.timeZone,
    currency: workspace.currency,
    properties: run.properties,
  }
}
