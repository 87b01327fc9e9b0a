/** The vendor's own words when it turns a request down (sections 3.2 and 6 of the facts). */
import type { Instant } from '../../contract.ts'
import { html, json, Refusal, type SandboxResponse } from './http.ts'
import type { Switches } from './switches.ts'

const correlationId = '00000000-0000-4000-8000-000000000001'

export function validation(message: string, detail?: { code: string; in: string }): Refusal {
  const errors = detail === undefined ? {} : { errors: [{ message, ...detail }] }
  return new Refusal(
    json(400, { status: 'error', message, correlationId, category: 'VALIDATION_ERROR', ...errors }),
  )
}

export function notFound(): Refusal {
  return new Refusal(
    json(404, {
      status: 'error',
      message: 'resource not found',
      correlationId,
      category: 'OBJECT_NOT_FOUND',
    }),
  )
}

/** No such path: the gateway answers, not the API. */
export const noSuchPath = () => new Refusal(html(404, '<h1>404 Not Found</h1>'))

export const uriTooLong = () => new Refusal(html(414, 'Request-URI Too Large'))

export function missingScope(scope: string, switches: Switches): Refusal {
  const errors = [
    {
      message: 'One or more of the following scopes are required.',
      context: { requiredGranularScopes: [scope] },
    },
  ]
  const message = "This app hasn't been granted all required scopes to make this call."
  const named = switches.namesMissingScope ? { errors } : {}
  return new Refusal(
    json(403, { status: 'error', message, correlationId, category: 'MISSING_SCOPES', ...named }),
  )
}

export function unauthorized(kind: Switches['unauthorized'], now: Instant): SandboxResponse {
  if (kind === 'invalid') {
    const message = 'The access token is not valid.'
    return json(401, { status: 'error', message, correlationId, category: 'INVALID_AUTHENTICATION' })
  }
  return json(401, {
    status: 'error',
    message: 'The OAuth token used to make this call expired 12 second(s) ago.',
    correlationId,
    category: 'EXPIRED_AUTHENTICATION',
    context: { 'expire time': [now] },
  })
}

const policies = {
  SECONDLY: 'You have reached your secondly limit.',
  TEN_SECONDLY_ROLLING: 'You have reached your ten_secondly_rolling limit.',
  DAILY: 'You have reached your daily limit.',
} as const
export type Policy = keyof typeof policies

export function rateLimited(
  policy: Policy,
  retryAfterSeconds: number | null,
  named: boolean,
  headers: Record<string, string>,
): SandboxResponse {
  const retry: Record<string, string> =
    retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) }
  const policyName = named ? { policyName: policy } : {}
  const body = {
    status: 'error',
    message: policies[policy],
    errorType: 'RATE_LIMIT',
    correlationId,
    ...policyName,
  }
  return json(429, body, { ...headers, ...retry })
}

/** A status for no reason of the request: outage, lock, migration, and 429 for a day's budget that is used up. */
export function outage(status: number, retryAfterSeconds: number | undefined): SandboxResponse {
  const wait: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  const say = (message: string) => json(status, { status: 'error', message, correlationId }, wait)
  switch (status) {
    case 429:
      return rateLimited('DAILY', retryAfterSeconds ?? null, true, {})
    case 423:
      return say('The resource is locked.')
    case 477:
      return json(
        477,
        { status: 'error', message: 'The account is being moved to another data centre.', correlationId },
        { 'retry-after': String(retryAfterSeconds ?? 3600) },
      )
    case 502:
      return html(502, '<h1>502</h1>', wait)
    case 524:
      return html(524, 'A timeout occurred', wait)
    case 503:
      return say('Service temporarily unavailable.')
    default:
      return say(status >= 500 ? 'internal error' : 'There was a problem with the request.')
  }
}
