/** What HubSpot answers when it does not answer: codes, policies and headers are the vendor's, the words are ours. */
import type { Failure, HttpResponse } from '../../../connectors/contract.ts'

export interface Case {
  readonly name: string
  readonly response: HttpResponse
  readonly failure: Partial<Failure> & Pick<Failure, 'kind'>
}

const JSON_TYPE = { 'content-type': 'application/json;charset=utf-8' }
const HTML_TYPE = { 'content-type': 'text/html;charset=utf-8' }

function answer(status: number, body: object | string, headers: Record<string, string> = {}): HttpResponse {
  const type = typeof body === 'string' ? HTML_TYPE : JSON_TYPE
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers: { ...type, ...headers }, body: text }
}
const api = (category: string | undefined, more: object = {}) => ({
  status: 'error',
  message: 'own words',
  correlationId: '00000000-0000-4000-8000-000000000000',
  ...(category === undefined ? {} : { category }),
  ...more,
})
const limit = (policyName?: string) => ({
  status: 'error',
  message: 'own words',
  errorType: 'RATE_LIMIT',
  ...(policyName === undefined ? {} : { policyName }),
})
const page = '<html><body>own words</body></html>'
const burst = (retryAfterMs: number) => ({ kind: 'rate_limited', scope: 'burst', retryAfterMs }) as const
const unavailable = (status: number, retryAfterMs: number | null) =>
  ({ kind: 'unavailable', status, retryAfterMs }) as const

export const cases: readonly Case[] = [
  { name: 'a second is full', response: answer(429, limit('SECONDLY')), failure: burst(1000) },
  {
    name: 'a second is full, with its group',
    response: answer(429, { ...limit('SECONDLY'), groupName: 'publicapi:secondly:1' }),
    failure: burst(1000),
  },
  { name: 'a search names no policy', response: answer(429, limit()), failure: burst(1000) },
  {
    name: 'ten seconds are full',
    response: answer(429, limit('TEN_SECONDLY_ROLLING')),
    failure: burst(10_000),
  },
  {
    name: 'the interval header says how long',
    response: answer(429, limit('TEN_SECONDLY_ROLLING'), {
      'x-hubspot-ratelimit-interval-milliseconds': '7000',
    }),
    failure: burst(7000),
  },
  {
    name: 'Retry-After in seconds wins',
    response: answer(429, limit('TEN_SECONDLY_ROLLING'), {
      'retry-after': '2',
      'x-hubspot-ratelimit-interval-milliseconds': '10000',
    }),
    failure: burst(2000),
  },
  {
    name: 'Retry-After as a date wins',
    response: answer(429, limit('TEN_SECONDLY_ROLLING'), { 'retry-after': 'Tue, 24 Nov 2026 04:30:05 GMT' }),
    failure: burst(5000),
  },
  {
    name: 'the day is used up',
    response: answer(429, limit('DAILY')),
    failure: { kind: 'rate_limited', scope: 'day', retryAfterMs: 3_600_000 },
  },
  { name: '429 as a page', response: answer(429, page), failure: burst(10_000) },
  {
    name: '429 of the token endpoint, whatever its body says',
    response: answer(429, { error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN' }),
    failure: burst(10_000),
  },
  {
    name: 'an expired token',
    response: answer(401, api('EXPIRED_AUTHENTICATION')),
    failure: { kind: 'unauthorized', detail: 'own words' },
  },
  {
    name: 'an unknown token',
    response: answer(401, api('INVALID_AUTHENTICATION')),
    failure: { kind: 'unauthorized' },
  },
  {
    name: 'a refusal without a body',
    response: answer(401, ''),
    failure: { kind: 'unauthorized', detail: 'The token was refused' },
  },
  {
    name: 'a scope is missing',
    response: answer(403, api('MISSING_SCOPES')),
    failure: { kind: 'forbidden', missing: null },
  },
  {
    name: 'a scope is missing and named',
    response: answer(
      403,
      api('MISSING_SCOPES', {
        errors: [{ message: 'x', context: { requiredGranularScopes: ['crm.objects.owners.read'] } }],
      }),
    ),
    failure: { kind: 'forbidden', missing: 'crm.objects.owners.read' },
  },
  {
    name: 'a refusal without category',
    response: answer(403, api(undefined)),
    failure: { kind: 'forbidden', missing: null },
  },
  {
    name: 'a filter of ours is wrong',
    response: answer(400, api('VALIDATION_ERROR', { errors: [{ code: 'INVALID_OPERATOR' }] })),
    failure: { kind: 'refused', status: 400, code: 'VALIDATION_ERROR' },
  },
  {
    name: 'a record is gone',
    response: answer(404, api('OBJECT_NOT_FOUND')),
    failure: { kind: 'refused', status: 404, code: 'OBJECT_NOT_FOUND' },
  },
  { name: 'an address is too long', response: answer(414, page), failure: { kind: 'refused', code: null } },
  { name: 'a record is locked', response: answer(423, api(undefined)), failure: unavailable(423, 2000) },
  {
    name: 'the account moves to another data centre',
    response: answer(477, api(undefined), { 'retry-after': '7200' }),
    failure: unavailable(477, 7_200_000),
  },
  {
    name: 'the account moves, and nobody says how long',
    response: answer(477, ''),
    failure: unavailable(477, 3_600_000),
  },
  { name: 'a bad gateway as a page', response: answer(502, page), failure: unavailable(502, null) },
  { name: 'an outage as JSON', response: answer(503, api(undefined)), failure: unavailable(503, null) },
  {
    name: 'an outage that says how long',
    response: answer(503, page, { 'retry-after': '4' }),
    failure: unavailable(503, 4000),
  },
  { name: 'no answer within 100 s', response: answer(524, page), failure: unavailable(524, null) },
  { name: 'half a body', response: answer(500, '{"status":"err'), failure: unavailable(500, null) },
  {
    name: 'a revoked refresh token',
    response: answer(400, { error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN', message: 'own words' }),
    failure: { kind: 'unauthorized' },
  },
  {
    name: 'the account was deleted',
    response: answer(400, { error: 'access_denied', status: 'BAD_HUB' }),
    failure: { kind: 'unauthorized' },
  },
  {
    name: 'a code used twice',
    response: answer(400, { error: 'invalid_grant', status: 'BAD_AUTH_CODE' }),
    failure: { kind: 'unauthorized' },
  },
  {
    name: 'our own client id is wrong',
    response: answer(400, { error: 'invalid_client', status: 'BAD_CLIENT_ID' }),
    failure: { kind: 'misconfigured' },
  },
  {
    name: 'the error decides where the status disagrees',
    response: answer(400, { error: 'invalid_client', status: 'BAD_REFRESH_TOKEN' }),
    failure: { kind: 'misconfigured' },
  },
  {
    name: 'our own secret is wrong, told without an error',
    response: answer(400, { status: 'BAD_CLIENT_SECRET' }),
    failure: { kind: 'misconfigured' },
  },
  {
    name: 'our own redirect is wrong',
    response: answer(400, { status: 'BAD_REDIRECT_URI' }),
    failure: { kind: 'misconfigured' },
  },
  {
    name: 'a client that is blocked',
    response: answer(403, { error: 'unauthorized_client' }),
    failure: { kind: 'misconfigured' },
  },
  {
    name: 'nothing but a message never revokes a customer',
    response: answer(400, { message: 'own words' }),
    failure: { kind: 'refused', code: null, detail: 'own words' },
  },
  {
    name: 'the token endpoint is down',
    response: answer(503, page),
    failure: unavailable(503, null),
  },
  {
    name: 'JSON of another shape',
    response: answer(400, '["a"]'),
    failure: { kind: 'refused', status: 400, code: null },
  },
]
