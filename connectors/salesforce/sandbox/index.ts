/** A local stand-in for a Salesforce org, speaking its wire format over HTTP. Never part of the Worker. */
import { randomUUID } from 'node:crypto'
import type { Instant } from '../../contract.ts'
import type { Crm, Fault, Sandbox } from '../../demo/types.ts'
import { createAuthorization } from './authorization.ts'
import { createCursors } from './cursors.ts'
import { createMemory } from './org.ts'
import { serve } from './server.ts'
import type { State } from './state.ts'
import { defaultSwitches, type Switches } from './switches.ts'
import { createTokens } from './tokens.ts'
import { createUsage } from './usage.ts'

export { neutralId, recordId } from './id.ts'
export { customName } from './objects/opportunity.ts'
export type { Switches } from './switches.ts'

export interface SalesforceSandboxOptions {
  readonly crm: Crm
  /** The virtual clock, read at every request. */
  now(): Instant
  readonly clientId?: string
  readonly clientSecret?: string
  /** Registered callbacks of the web server flow. */
  readonly redirectUris?: readonly string[]
  /** 0 takes a free one. */
  readonly port?: number
  readonly switches?: Partial<Switches>
}

export interface SalesforceSandbox extends Sandbox {
  readonly clientId: string
  readonly clientSecret: string
  /** May be changed at any time; the next request sees it. */
  readonly switches: Switches
  /** Statements served, newest last. */
  readonly queries: readonly string[]
}

export async function startSalesforceSandbox(options: SalesforceSandboxOptions): Promise<SalesforceSandbox> {
  let url = ''
  const tokens = createTokens()
  const state: State = {
    crm: options.crm,
    switches: { ...defaultSwitches, ...options.switches },
    now: options.now,
    clientId: options.clientId ?? `client-${randomUUID()}`,
    clientSecret: options.clientSecret ?? `secret-${randomUUID()}`,
    origin: () => url,
    memory: createMemory(),
    cursors: createCursors(),
    usage: createUsage(),
    tokens,
    authorization: createAuthorization(tokens),
    redirectUris: options.redirectUris ?? [],
    queries: [],
  }
  const faults: { fault: Fault; left: number }[] = []
  const server = await serve(state, faults, options.port ?? 0)
  url = server.url
  return {
    url,
    crm: state.crm,
    now: state.now,
    clientId: state.clientId,
    clientSecret: state.clientSecret,
    switches: state.switches,
    queries: state.queries,
    calls: server.calls,
    fault: (fault) => {
      faults.push({ fault, left: fault.times })
    },
    clearFaults: () => {
      faults.length = 0
    },
    close: async () => {
      state.memory.commits?.stop()
      await server.close()
    },
  }
}
