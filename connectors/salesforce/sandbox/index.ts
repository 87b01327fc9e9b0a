/** A local stand-in for a Salesforce org, speaking its wire format over HTTP. Never part of the Worker. */
import { randomUUID } from 'node:crypto'
import type { Sandbox } from '../../demo/types.ts'
import { createSalesforceApi, type SalesforceApi, type SalesforceApiOptions } from './api.ts'
import { createPushQueue, type PushOptions, type PushQueue } from './push-queue.ts'
import { startPushSender } from './push-sender.ts'
import { serve } from './server.ts'

export { createSalesforceApi, type SalesforceApi, type SalesforceApiOptions } from './api.ts'
export { neutralId, recordId } from './id.ts'
export { customName } from './objects/opportunity.ts'
export { createPushQueue, type PushOptions, type PushQueue, type PushSwitches } from './push-queue.ts'
export { defaultReports, type SandboxReport } from './reports.ts'
export type { Switches } from './switches.ts'

export interface SalesforceSandboxOptions extends Omit<SalesforceApiOptions, 'origin'> {
  /** 0 takes a free one. */
  readonly port?: number
  /** Edits are then told to this address, as our package in the org tells them: signed, in batches, in no order. */
  readonly push?: PushOptions
  /** In which deliveries wait, in milliseconds; real time by default. */
  readonly clockMs?: () => number
}

export interface SalesforceSandbox
  extends Sandbox,
    Pick<SalesforceApi, 'clientId' | 'clientSecret' | 'switches' | 'queries'> {
  /** null without an address to tell. Its own switches may be turned at any time too. */
  readonly pushes: PushQueue | null
}

export async function startSalesforceSandbox(options: SalesforceSandboxOptions): Promise<SalesforceSandbox> {
  let url = ''
  const { crm, now } = options
  // Nobody else's tokens fit here, unless a seed is given.
  const api = createSalesforceApi({ ...options, seed: options.seed ?? randomUUID(), origin: () => url })
  const { fault, clearFaults, calls, clientId, clientSecret, switches, queries } = api
  const clockMs = options.clockMs ?? (() => performance.now())
  const source = { crm, switches, clientSecret }
  const pushes = options.push === undefined ? null : createPushQueue(source, { now, clockMs }, options.push)
  const sender = pushes === null ? null : startPushSender(pushes, clockMs)
  // Opportunities cannot be merged in Salesforce: the neutral merge shows as the loser's deletion.
  const controlled = { crm, now, fault, clearFaults, calls, mergeDeals: crm.mergeDeals, advance: null }
  const server = await serve(api, controlled, options.port ?? 0)
  url = server.url
  return {
    url,
    crm,
    now,
    clientId,
    clientSecret,
    switches,
    queries,
    pushes,
    calls,
    fault,
    clearFaults,
    close: async () => {
      sender?.close()
      api.close()
      await server.close()
    },
  }
}
