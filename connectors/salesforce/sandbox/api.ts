/** The org's API as a function from request to answer: no socket and no chance, so a simulation can call it. */
import type { Instant } from '../../contract.ts'
import type { Crm, Sandbox } from '../../demo/types.ts'
import { createAuthorization } from './authorization.ts'
import { createCursors } from './cursors.ts'
import { createFaults, faultAnswer } from './faults.ts'
import { bucketOf, dressed, handle } from './handle.ts'
import { pathOf, type Request, type Response } from './http.ts'
import { createMemory } from './org.ts'
import { createSecrets } from './secrets.ts'
import type { State } from './state.ts'
import { defaultSwitches, type Switches } from './switches.ts'
import { createTokens } from './tokens.ts'
import { createUsage } from './usage.ts'

export interface SalesforceApiOptions {
  readonly crm: Crm
  /** The virtual clock, read once a request. */
  now(): Instant
  /** The org's own address, as its tokens name it. Default: an org of that name. */
  origin?(): string
  /** Tokens, codes and credentials come from it and from nothing else. */
  readonly seed?: string
  readonly clientId?: string
  readonly clientSecret?: string
  /** Registered callbacks of the web server flow. */
  readonly redirectUris?: readonly string[]
  /** Of the JWT bearer flow: PEM of the app's public key, and the users that may be worked as. */
  readonly certificate?: string
  readonly approvedUsers?: readonly string[]
  readonly switches?: Partial<Switches>
}

/** What the socket does: answer, stay silent, or break off. A body that breaks off is shorter than its header says. */
export type Answer =
  | { readonly kind: 'response'; readonly response: Response }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }

export interface SalesforceApi extends Pick<Sandbox, 'fault' | 'clearFaults' | 'calls'> {
  readonly clientId: string
  readonly clientSecret: string
  /** May be changed at any time; the next request sees it. */
  readonly switches: Switches
  /** Statements served, newest last. */
  readonly queries: readonly string[]
  handle(request: Request): Answer
  close(): void
}

export function createSalesforceApi(options: SalesforceApiOptions): SalesforceApi {
  const secrets = createSecrets(options.seed ?? 'salesforce')
  const switches = { ...defaultSwitches, ...options.switches }
  const tokens = createTokens(secrets, () => switches.organization)
  // One instant per request: asking for it may let the account live on.
  let now = options.now()
  const clientId = options.clientId ?? `client-${secrets()}`
  const state: State = {
    crm: options.crm,
    switches,
    now: () => now,
    clientId,
    clientSecret: options.clientSecret ?? `secret-${secrets()}`,
    origin: options.origin ?? (() => 'https://acme.my.salesforce.com'),
    memory: createMemory(),
    cursors: createCursors(),
    usage: createUsage(),
    tokens,
    authorization: createAuthorization(tokens, secrets),
    redirectUris: options.redirectUris ?? [],
    bearer: {
      clientId,
      certificate: options.certificate ?? null,
      approvedUsers: options.approvedUsers ?? [],
    },
    queries: [],
  }
  const faults = createFaults()
  const calls: Sandbox['calls'] = []

  function answered(request: Request): Answer {
    const fault = faults.take(request)
    if (fault?.kind === 'hang' || fault?.kind === 'reset') return { kind: fault.kind }
    const spoilt = fault === null ? null : faultAnswer(fault, request)
    const response = spoilt === null ? handle(state, request) : dressed(state, request, spoilt)
    return { kind: 'response', response: fault?.kind === 'half_body' ? half(response) : response }
  }

  return {
    clientId: state.clientId,
    clientSecret: state.clientSecret,
    switches: state.switches,
    queries: state.queries,
    calls,
    fault: faults.add,
    clearFaults: faults.clear,
    handle(request) {
      now = options.now()
      const answer = answered(request)
      const path = pathOf(request)
      // A call without an answer is logged with status 0.
      const status = answer.kind === 'response' ? answer.response.status : 0
      calls.push({ method: request.method, path, status, bucket: bucketOf(path) })
      return answer
    },
    close: () => state.memory.commits?.stop(),
  }
}

function half(response: Response): Response {
  const bytes = Buffer.from(response.body, 'utf8')
  return {
    ...response,
    headers: { ...response.headers, 'content-length': String(bytes.length) },
    body: bytes.subarray(0, Math.floor(bytes.length / 2)).toString('utf8'),
  }
}
