/**
 * The one place that opens a socket to a CRM. Only a 2xx answer with a whole body comes back; everything else leaves
 * as a `ConnectorError`. Tokens are put on here and taken out of every failure here.
 */
import { type Budget, createBudget } from './budget.ts'
import {
  type Connector,
  ConnectorError,
  type Failure,
  type Grant,
  type HttpRequest,
  type HttpResponse,
  type Instant,
  type Transport,
} from './contract.ts'
import { exchange } from './exchange.ts'
import { redact } from './redact.ts'
import { defaultPolicy, type RetryPolicy, retryWait } from './retry.ts'

export interface GrantSource {
  current(): Promise<Grant>
  /**
   * Asked once after a 401, or from an address that the account has left. A grant with the same token and address means
   * that there is no better one.
   */
  renew(stale: Grant): Promise<Grant>
}

export interface Call {
  readonly bucket: string
  /** null when no answer came. */
  readonly status: number | null
  readonly ms: number
}

export interface SendOptions {
  readonly connector: Pick<Connector<never>, 'id' | 'failure' | 'buckets' | 'quota' | 'limits'>
  /** `connector.hosts(config)` and what the deployment allows beyond: see `isAllowed`. */
  readonly hosts: readonly string[]
  readonly fetch: typeof fetch
  now(): Instant
  sleep(ms: number): Promise<void>
  /** 0..1, for jitter. */
  random(): number
  /** Told of every request on the wire, retries included. */
  onCall?(call: Call): void
  /** For one attempt, body included. */
  readonly deadlineMs?: number
  /** Of the connection; without it this transport keeps its own. */
  readonly budget?: Budget
  readonly policy?: RetryPolicy
  /** Ends the call under way and refuses later ones. */
  readonly signal?: AbortSignal
}

const DEADLINE_MS = 30_000
/** Salesforce's 420 and the standard's 421: the account is not at this address, and the next grant may tell where. */
const NOT_HERE: ReadonlySet<number | null> = new Set([420, 421])

/** `secrets` are taken out of failures, as tokens are: a vendor may echo the client it gave them to. */
interface Secrets {
  readonly secrets?: readonly string[]
}

export function createTransport(options: SendOptions & Secrets & { readonly grant: GrantSource }): Transport {
  const { connector, grant, secrets } = options
  const attempt = withRetries(options)
  /** Origins that grants of this transport have named. */
  const homes = new Set<string>()

  async function send(request: HttpRequest): Promise<HttpResponse> {
    const stale = await grant.current()
    const first = await attempt(addressed(request, stale), stale.token, secrets)
    if (first.ok) return first.response
    const { failure } = first
    const moved = failure.kind === 'unavailable' && NOT_HERE.has(failure.status)
    if (failure.kind !== 'unauthorized' && !moved) throw new ConnectorError(connector.id, failure)
    const fresh = await grant.renew(stale)
    // Where the account is not, no token helps.
    const same = fresh.baseUrl === stale.baseUrl && (moved || fresh.token === stale.token)
    if (same) throw new ConnectorError(connector.id, failure)
    const second = await attempt(addressed(request, fresh), fresh.token, secrets)
    if (second.ok) return second.response
    throw new ConnectorError(connector.id, second.failure)
  }

  /** A request built for the address of an earlier grant goes to that of this one; any other is left as it is. */
  function addressed(request: HttpRequest, { baseUrl }: Grant): HttpRequest {
    const home = URL.parse(baseUrl)?.origin
    const url = URL.parse(request.url)
    if (home === undefined || url === null) return request
    homes.add(home)
    if (url.origin === home || !homes.has(url.origin)) return request
    // The allow-list is asked again with every request.
    return { ...request, url: home + url.pathname + url.search }
  }

  return { send }
}

/** Without a grant, for `Connector.authorize`. */
export function plainSend(options: SendOptions & Secrets): Transport['send'] {
  const attempt = withRetries(options)
  return async (request) => {
    const result = await attempt(request, null, options.secrets)
    if (result.ok) return result.response
    throw new ConnectorError(options.connector.id, result.failure)
  }
}

export type Result =
  | { readonly ok: true; readonly response: HttpResponse }
  | { readonly ok: false; readonly failure: Failure }

function withRetries(options: SendOptions) {
  const { connector, now, sleep, random, deadlineMs = DEADLINE_MS, policy = defaultPolicy } = options
  const budget = options.budget ?? createBudget({ buckets: connector.buckets, now, sleep })

  async function once(request: HttpRequest, token: string | null): Promise<Result> {
    const began = Date.parse(now())
    const result = await exchange({ ...options, deadlineMs }, request, token)
    options.onCall?.({ bucket: request.bucket, status: result.status, ms: Date.parse(now()) - began })
    await learn(request.bucket, result)
    return result
  }

  async function learn(bucket: string, result: Result): Promise<void> {
    if (!result.ok) {
      const { failure } = result
      if (failure.kind === 'rate_limited') await budget.refused(bucket, failure)
      if (failure.kind === 'unavailable') await leaveAlone(failure)
      return
    }
    await budget.answered()
    const told = connector.limits?.(result.response) ?? null
    if (told !== null) budget.heard(told)
    const quota = connector.quota?.(result.response) ?? null
    if (quota !== null) await budget.day(quota.used, quota.limit)
  }

  /** Not only whoever was told is asked to wait. Another address may be called at once. */
  async function leaveAlone({ status, retryAfterMs }: Extract<Failure, { kind: 'unavailable' }>) {
    if (retryAfterMs !== null && !NOT_HERE.has(status)) await budget.rest(retryAfterMs)
  }

  return async (
    request: HttpRequest,
    token: string | null,
    secrets: readonly string[] = [],
  ): Promise<Result> => {
    const began = Date.parse(now())
    const hidden = [...(token === null ? [] : [token]), ...secrets, ...(request.secrets ?? [])]
    let waited = 0
    for (let number = 1; ; number += 1) {
      const refused = await budget.take(request.bucket)
      if (refused !== null) return { ok: false, failure: refused }
      const result = await once(request, token)
      if (result.ok) return result
      // A clock that stands still must not make the time unbounded: what was slept counts too.
      const elapsedMs = Math.max(waited, Date.parse(now()) - began)
      const { failure } = result
      const wait = retryWait(
        { failure, number, elapsedMs, repeatable: request.repeatable, random: random() },
        policy,
      )
      if (wait === null || options.signal?.aborted === true)
        return { ok: false, failure: redact(failure, hidden) }
      await sleep(wait)
      waited += wait
    }
  }
}
