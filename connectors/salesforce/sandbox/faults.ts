/** Trouble in the vendor's own words. */
import type { Fault } from '../../demo/types.ts'
import { html, json, pathOf, type Request, type Response, refused, sessionEnded } from './http.ts'
import { oauthError } from './oauth.ts'

export interface Faults {
  add(fault: Fault): void
  clear(): void
  /** The first that matches the request, used up by one; null when none does. */
  take(request: Request): Fault | null
}

export function createFaults(): Faults {
  let waiting: { fault: Fault; left: number }[] = []
  return {
    add: (fault) => waiting.push({ fault, left: fault.times }),
    clear: () => {
      waiting = []
    },
    take(request) {
      const line = `${request.method} ${decoded(request.url)}`
      const found = waiting.find((entry) => entry.left > 0 && line.includes(entry.fault.match))
      if (found === undefined) return null
      found.left -= 1
      return found.fault
    },
  }
}

/** A fault may name a word of the statement as people write it. */
function decoded(url: string): string {
  try {
    return decodeURIComponent(url.replaceAll('+', ' '))
  } catch {
    return url
  }
}

/** null: the fault spoils the way of the answer, not the answer. */
export function faultAnswer(fault: Fault, request: Request): Response | null {
  const atToken = pathOf(request).startsWith('/services/oauth2/')
  switch (fault.kind) {
    case 'status':
      return withStatus(fault.status ?? 500, atToken)
    case 'html':
      return html(fault.status ?? 503, 'We are down for maintenance.')
    case 'rate_limit':
      // No Retry-After: Salesforce never says how long.
      if (atToken) return oauthError('rate_limit_exceeded', 'login rate exceeded')
      return refused({
        status: 403,
        code: 'REQUEST_LIMIT_EXCEEDED',
        message: 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
      })
    case 'unauthorized':
      if (atToken) return oauthError('invalid_grant', 'expired access/refresh token')
      return sessionEnded()
    case 'half_body':
    case 'hang':
    case 'reset':
      return null
    default:
      return fault.kind satisfies never
  }
}

function withStatus(status: number, atToken: boolean): Response {
  if (atToken) return json(status, { error: 'unknown_error', error_description: 'retry your request' })
  const known: Readonly<Record<number, readonly [string, string]>> = {
    400: ['QUERY_TIMEOUT', 'Your query request was running for too long.'],
    401: ['INVALID_SESSION_ID', 'This session is not valid for use with the REST API'],
    403: ['API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.'],
    404: ['NOT_FOUND', 'The requested resource does not exist'],
    500: ['UNKNOWN_EXCEPTION', 'An unexpected error occurred. ErrorId: 000000000-0000'],
    503: ['SERVER_UNAVAILABLE', 'Server unavailable.'],
  }
  const found = known[status]
  if (found === undefined)
    return html(status, status === 420 ? 'The organization is not available here.' : 'Error')
  return refused({ status, code: found[0], message: found[1] })
}
