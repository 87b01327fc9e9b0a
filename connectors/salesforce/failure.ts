/** A non-2xx answer as a `Failure`: codes and the limit header decide; text only where one code means two things. */
import type { Failure, HttpResponse, Instant } from '../contract.ts'
import { retryAfterMs } from '../retry.ts'
import { usage } from './usage.ts'
import { oauthErrorWire, restErrorsWire } from './wire.ts'

/** Salesforce names no time; long requests are what fills the concurrent ones. */
const CONCURRENT_MS = 120_000
const LOGIN_RATE_MS = 60_000
/** The day is a rolling one: some calls come back every hour. */
const DAY_MS = 3_600_000
/** A statement that ran two minutes, or a policy of the org that did. */
const SLOW_MS = 30_000
/** Longer than any wait in place: the cursor is gone for good, and the queue begins the list anew. */
const ANEW_MS = 10_000
/** An org that is being moved. */
const MOVING_MS = 60_000

/** Of one code with two meanings only the text tells which; these are the ones a fresh token does not help against. */
const NO_SESSION_FOR_REST = [
  'This session is not valid for use with the REST API',
  'Connected app is not attached to Agent',
]
const SETTINGS = ['ip restricted', 'code verifier missing', 'no client credentials user enabled']

interface Told {
  readonly code: string | null
  readonly detail: string
  readonly oauth: boolean
}

export function failure(response: HttpResponse, now: Instant): Failure {
  const { status, headers } = response
  const { code, detail, oauth } = told(response)
  const waitMs = retryAfterMs(headers, now)
  const unavailable = (atLeastMs: number | null): Failure => ({
    kind: 'unavailable',
    status,
    retryAfterMs: waitMs ?? atLeastMs,
    detail,
  })
  if (status === 420) return unavailable(MOVING_MS)
  if (status >= 500 || status === 408 || status === 423 || status === 477) return unavailable(null)
  if (status === 429) return { kind: 'rate_limited', retryAfterMs: waitMs ?? LOGIN_RATE_MS, scope: 'burst' }
  if (oauth) return tokenFailure(code, status, detail)
  if (status === 401)
    return NO_SESSION_FOR_REST.some((text) => detail.startsWith(text))
      ? { kind: 'forbidden', missing: null, detail }
      : { kind: 'unauthorized', detail }
  switch (code) {
    case 'REQUEST_LIMIT_EXCEEDED':
      return isDayUsedUp(response, detail)
        ? { kind: 'rate_limited', retryAfterMs: waitMs ?? DAY_MS, scope: 'day' }
        : { kind: 'rate_limited', retryAfterMs: waitMs ?? CONCURRENT_MS, scope: 'burst' }
    case 'QUERY_TIMEOUT':
    case 'TXN_SECURITY_METERING_ERROR':
      return unavailable(SLOW_MS)
    // A page of an answer that is gone: the same request would find it gone again.
    case 'INVALID_QUERY_LOCATOR':
      return unavailable(ANEW_MS)
    default:
      return status === 403
        ? { kind: 'forbidden', missing: null, detail }
        : { kind: 'refused', status, code, detail }
  }
}

/**
 * An app of the customer's own, one a connection: a client that is refused is a credential only they can replace. (Ours is
 * one for all: see `oauth.ts`.) What the app may do is a setting of theirs, and no revoked grant.
 */
function tokenFailure(code: string | null, status: number, detail: string): Failure {
  switch (code) {
    case 'invalid_grant':
      // One code for a grant that is gone and for a setting of the app; Salesforce gives only text to tell them.
      return SETTINGS.includes(detail) ? { kind: 'misconfigured', detail } : { kind: 'unauthorized', detail }
    case 'access_denied':
      return { kind: 'unauthorized', detail }
    case 'invalid_client':
    case 'invalid_client_id':
      return { kind: 'unauthorized', detail, of: 'app' }
    case 'rate_limit_exceeded':
      return { kind: 'rate_limited', retryAfterMs: LOGIN_RATE_MS, scope: 'burst' }
    case 'invalid_request':
    case 'invalid_app_access':
    case 'redirect_uri_mismatch':
    case 'unsupported_grant_type':
      return { kind: 'misconfigured', detail }
    default:
      return { kind: 'refused', status, code, detail }
  }
}

/** The daily and the concurrent limit share one code, and the header may be missing. */
function isDayUsedUp(response: HttpResponse, detail: string): boolean {
  const day = usage(response)
  return (day !== null && day.used >= day.limit) || detail.startsWith('TotalRequests')
}

function told({ status, body }: HttpResponse): Told {
  const json = parsed(body)
  const oauth = oauthErrorWire.safeParse(json).data
  if (oauth !== undefined)
    return { code: oauth.error, detail: short(oauth.error_description ?? oauth.error), oauth: true }
  const [first] = restErrorsWire.safeParse(json).data ?? []
  return {
    code: first?.errorCode ?? null,
    detail: short(first?.message ?? `Salesforce answered ${status}`),
    oauth: false,
  }
}

function short(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 300)
}

/** null for HTML, text and nothing. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
