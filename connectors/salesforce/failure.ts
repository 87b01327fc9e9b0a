/** A non-2xx answer as a `Failure`: error codes and the limit header decide, message text is only shown. */
import type { Failure, HttpResponse, Instant } from '../contract.ts'
import { retryAfterMs } from '../retry.ts'
import { oauthErrorWire, restErrorsWire } from './wire.ts'

/** Salesforce names no time; long requests are what fills the concurrent ones. */
const CONCURRENT_MS = 60_000
const LOGIN_RATE_MS = 60_000
/** The day is a rolling one: some calls come back every hour. */
const DAY_MS = 3_600_000

interface Told {
  readonly code: string | null
  readonly detail: string
  readonly oauth: boolean
}

export function failure(response: HttpResponse, now: Instant): Failure {
  const { status, headers } = response
  const { code, detail, oauth } = told(response)
  const waitMs = retryAfterMs(headers, now)
  if (status >= 500 || status === 420 || status === 408)
    return { kind: 'unavailable', status, retryAfterMs: waitMs, detail }
  if (status === 429) return { kind: 'rate_limited', retryAfterMs: waitMs ?? LOGIN_RATE_MS, scope: 'burst' }
  if (oauth) return tokenFailure(code, status, detail)
  if (status === 401) return { kind: 'unauthorized', detail }
  switch (code) {
    case 'REQUEST_LIMIT_EXCEEDED':
      return isDayUsedUp(headers['sforce-limit-info'])
        ? { kind: 'rate_limited', retryAfterMs: waitMs ?? DAY_MS, scope: 'day' }
        : { kind: 'rate_limited', retryAfterMs: waitMs ?? CONCURRENT_MS, scope: 'burst' }
    case 'QUERY_TIMEOUT':
    case 'TXN_SECURITY_METERING_ERROR':
      return { kind: 'unavailable', status, retryAfterMs: waitMs, detail }
    default:
      return status === 403
        ? { kind: 'forbidden', missing: null, detail }
        : { kind: 'refused', status, code, detail }
  }
}

/** A wrong client is somebody's to mend and no revoked grant. */
function tokenFailure(code: string | null, status: number, detail: string): Failure {
  switch (code) {
    case 'invalid_grant':
    case 'access_denied':
      return { kind: 'unauthorized', detail }
    case 'rate_limit_exceeded':
      return { kind: 'rate_limited', retryAfterMs: LOGIN_RATE_MS, scope: 'burst' }
    case 'invalid_client':
    case 'invalid_client_id':
    case 'invalid_app_access':
    case 'redirect_uri_mismatch':
    case 'unsupported_grant_type':
      return { kind: 'misconfigured', detail }
    default:
      return { kind: 'refused', status, code, detail }
  }
}

/** `api-usage=5000/5000`; the daily and the concurrent limit share one error code. */
function isDayUsedUp(info: string | undefined): boolean {
  const match = /api-usage=(\d+)\/(\d+)/.exec(info ?? '')
  return match !== null && Number(match[1]) >= Number(match[2])
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
