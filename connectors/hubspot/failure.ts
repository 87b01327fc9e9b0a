/** A non-2xx answer as a `Failure`. Codes decide, and the status before them; message text is only shown. */
import type { Failure, HttpResponse, Instant } from '../contract.ts'
import { retryAfterMs } from '../retry.ts'
import { type ErrorWire, errorWire } from './wire.ts'

const SECOND_MS = 1_000
const BURST_MS = 10_000
/** Locks are documented to last two seconds. */
const LOCK_MS = 2_000
const HOUR_MS = 3_600_000

export function failure(response: HttpResponse, now: Instant): Failure {
  const { status } = response
  const body = readError(response.body)
  const waitMs = retryAfterMs(response.headers, now)
  // 423, 429, 477 and 5xx are passing troubles whatever the body says, at the token endpoint too.
  if (status === 429) return rateLimited(response, body, waitMs)
  if (status === 423) return unavailable(status, waitMs ?? LOCK_MS, body)
  // The account is being moved to another data centre, up to a day.
  if (status === 477) return unavailable(status, waitMs ?? HOUR_MS, body)
  if (status >= 500 || status === 408) return unavailable(status, waitMs, body)
  if (status === 401) return { kind: 'unauthorized', detail: detailOf(body, 'The token was refused') }
  if (status === 403 && body?.error == null)
    return { kind: 'forbidden', missing: missingScopes(body), detail: detailOf(body, 'Access was refused') }
  return tokenFailure(body) ?? refused(status, body)
}

function rateLimited(response: HttpResponse, body: ErrorWire | null, waitMs: number | null): Failure {
  if (body?.policyName === 'DAILY')
    return { kind: 'rate_limited', retryAfterMs: waitMs ?? HOUR_MS, scope: 'day' }
  // Search answers name no policy, and their limit is one of a second.
  const oneSecond =
    body?.policyName === 'SECONDLY' || (body?.errorType === 'RATE_LIMIT' && body.policyName == null)
  const interval = Number(response.headers['x-hubspot-ratelimit-interval-milliseconds'])
  const fallback = oneSecond ? SECOND_MS : interval > 0 ? interval : BURST_MS
  return { kind: 'rate_limited', retryAfterMs: waitMs ?? fallback, scope: 'burst' }
}

/** `error` before `status` where the two disagree. A wrong client is ours to mend and never a revoked customer. */
function tokenFailure(body: ErrorWire | null): Failure | null {
  if (body === null) return null
  const detail = detailOf(body, 'The token endpoint refused')
  if (body.error === 'invalid_grant' || body.error === 'access_denied')
    return { kind: 'unauthorized', detail }
  if (body.error != null) return { kind: 'misconfigured', detail }
  if (body.status === 'BAD_REFRESH_TOKEN' || body.status === 'BAD_HUB' || body.status === 'BAD_AUTH_CODE')
    return { kind: 'unauthorized', detail }
  return body.status?.startsWith('BAD_') === true ? { kind: 'misconfigured', detail } : null
}

function unavailable(status: number, waitMs: number | null, body: ErrorWire | null): Failure {
  return {
    kind: 'unavailable',
    status,
    retryAfterMs: waitMs,
    detail: detailOf(body, `HubSpot answered ${status}`),
  }
}

function refused(status: number, body: ErrorWire | null): Failure {
  const detail = detailOf(body, `HubSpot answered ${status}`)
  return { kind: 'refused', status, code: body?.category ?? null, detail }
}

function missingScopes(body: ErrorWire | null): string | null {
  const scopes = (body?.errors ?? []).flatMap((error) => error.context?.requiredGranularScopes ?? [])
  return scopes.length === 0 ? null : [...new Set(scopes)].join(', ')
}

function detailOf(body: ErrorWire | null, otherwise: string): string {
  return (body?.message ?? body?.error_description ?? otherwise).slice(0, 300)
}

/** null for HTML, text, nothing, or JSON of another shape. */
function readError(body: string): ErrorWire | null {
  try {
    return errorWire.safeParse(JSON.parse(body)).data ?? null
  } catch {
    return null
  }
}
