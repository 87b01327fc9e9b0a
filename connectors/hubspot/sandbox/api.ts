/** The account's API as a function from request to answer: no socket, so a simulation can call it. */
import type { Instant } from '../../contract.ts'
import type { Crm, Sandbox } from '../../demo/types.ts'
import { createFaults, failureOf } from './faults.ts'
import { type Answer, json, Refusal, type SandboxRequest, type SandboxResponse } from './http.ts'
import { createInstalls, type SandboxApp } from './installs.ts'
import type { Portal } from './portal.ts'
import { createRateLimits } from './rate-limits.ts'
import { missingScope, noSuchPath, unauthorized, uriTooLong } from './refusals.ts'
import { type Route, routes } from './routes.ts'
import { createSearchIndex } from './search-index.ts'
import { defaultSwitches, type Switches } from './switches.ts'

export const DEFAULT_TOKEN = 'pat-eu1-00000000-0000-4000-8000-000000000000'
const MAX_URL = 16_200

export interface HubspotApiOptions {
  readonly crm: Crm
  now(): Instant
  /** Clock of the rate limits, in milliseconds: real time on a socket, virtual time in a simulation. */
  clockMs(): number
  readonly token?: string
  /** That may be installed here besides. */
  readonly app?: SandboxApp
  readonly switches?: Partial<Switches>
}

export interface HubspotApi extends Pick<Sandbox, 'fault' | 'clearFaults' | 'calls'> {
  readonly portal: Portal
  handle(request: SandboxRequest): Answer
  close(): void
}

export function createHubspotApi(options: HubspotApiOptions): HubspotApi {
  const switches: Switches = { ...defaultSwitches, ...options.switches }
  const token = options.token ?? DEFAULT_TOKEN
  const { crm } = options
  const index = createSearchIndex(crm, switches)
  // One instant per request: asking for it may let the account live on.
  let now = options.now()
  const installs = createInstalls(options.app ?? null)
  const portal: Portal = { crm, switches, index, installs, now: () => now }
  const limits = createRateLimits(switches, options.clockMs)
  const faults = createFaults()
  const calls: Sandbox['calls'] = []

  /** Throws a `Refusal` in the order in which the vendor's gateway, limits and API look at a call. */
  function serve(request: SandboxRequest, url: URL, route: Route | undefined): SandboxResponse {
    if (request.url.length > MAX_URL) throw uriTooLong()
    if (route === undefined) throw noSuchPath()
    const contentType = request.headers['content-type'] ?? ''
    const parts = (route.path.exec(url.pathname) ?? []).slice(1).map(decodeURIComponent)
    const call = { portal, query: url.searchParams, body: request.body, contentType, parts }
    if (route.scope === null) return route.run(call)
    const given = request.headers.authorization ?? ''
    const scopes =
      given === `Bearer ${token}` ? null : installs.scopesOf(given.slice('Bearer '.length), Date.parse(now))
    if (given !== `Bearer ${token}` && scopes === null)
      throw new Refusal(unauthorized(switches.unauthorized, now))

    const { headers, refusal } = limits.take(route.bucket)
    if (refusal !== null) throw new Refusal(refusal)
    const response = answer(route, call, scopes)
    return { ...response, headers: { ...response.headers, ...headers } }
  }

  /** `scopes` null: a private app's token, which has all that no switch takes away. */
  function answer(
    route: Route,
    call: Parameters<Route['run']>[0],
    scopes: readonly string[] | null,
  ): SandboxResponse {
    return refusable(() => {
      const scope = typeof route.scope === 'function' ? route.scope(switches) : route.scope
      const missing =
        scope !== null && (switches.missingScopes.includes(scope) || scopes?.includes(scope) === false)
      if (missing) throw missingScope(scope, switches)
      if (route.method === 'POST' && !call.contentType.startsWith('application/json'))
        return json(415, { status: 'error', message: 'Unsupported Media Type' })
      return route.run(call)
    })
  }

  function handle(request: SandboxRequest): Answer {
    now = options.now()
    const url = new URL(request.url, 'https://api.hubapi.com')
    const route = routes.find((one) => one.method === request.method && one.path.test(url.pathname))
    const bucket = route?.bucket ?? 'burst'
    const good = () => refusable(() => serve(request, url, route))
    const fault = faults.take(request.method, url.pathname)
    const result: Answer =
      fault === null ? { kind: 'response', response: good() } : failureOf(fault, bucket, good, switches, now)
    const status = result.kind === 'response' ? result.response.status : 0
    calls.push({ method: request.method, path: url.pathname, status, bucket })
    return result
  }

  return {
    portal,
    handle,
    fault: faults.add,
    clearFaults: faults.clear,
    calls,
    close: index.close,
  }
}

/** A refusal is an answer; anything else thrown is a bug of ours and stays one. */
function refusable(run: () => SandboxResponse): SandboxResponse {
  try {
    return run()
  } catch (error) {
    if (error instanceof Refusal) return error.response
    throw error
  }
}
