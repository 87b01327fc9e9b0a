/** What Salesforce answers when it does not answer: codes, status and headers are the vendor's, the words are ours. */
import type { Failure, HttpResponse } from '../../../connectors/contract.ts'

export interface Case {
  readonly name: string
  readonly response: HttpResponse
  readonly failure: Partial<Failure> & Pick<Failure, 'kind'>
}

type Headers = Record<string, string>
const JSON_TYPE = { 'content-type': 'application/json;charset=UTF-8' }

const api = (status: number, errorCode: string, message = 'own words', headers: Headers = {}) => ({
  status,
  headers: { ...JSON_TYPE, ...headers },
  body: JSON.stringify([{ message, errorCode }]),
})
const token = (error: string, error_description: string | null = 'own words', status = 400) => ({
  status,
  headers: JSON_TYPE,
  body: JSON.stringify(error_description === null ? { error } : { error, error_description }),
})
const page = (status: number) => ({
  status,
  headers: { 'content-type': 'text/html;charset=UTF-8' },
  body: '<html><body>own words</body></html>',
})
const usage = (text: string) => ({ 'sforce-limit-info': text })

const day = { kind: 'rate_limited', scope: 'day', retryAfterMs: 3_600_000 } as const
const busy = { kind: 'rate_limited', scope: 'burst', retryAfterMs: 120_000 } as const
const refused = (code: string | null, status = 400) => ({ kind: 'refused', status, code }) as const
const down = (status: number, retryAfterMs: number | null = null) =>
  ({ kind: 'unavailable', status, retryAfterMs }) as const

const row = (name: string, response: HttpResponse, failure: Case['failure']): Case => ({
  name,
  response,
  failure,
})

export const cases: readonly Case[] = [
  row('a session has ended', api(401, 'INVALID_SESSION_ID'), { kind: 'unauthorized' }),
  row('a 401 without a body', { status: 401, headers: {}, body: '' }, { kind: 'unauthorized' }),
  row(
    'a session that no fresh token helps',
    api(401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API'),
    { kind: 'forbidden' },
  ),
  row(
    'an app that was taken off its agent',
    api(401, 'INVALID_SESSION_ID', 'Connected app is not attached to Agent'),
    { kind: 'forbidden' },
  ),

  row('the day is used up', api(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'), day),
  row(
    'the day is used up, as the header says',
    api(403, 'REQUEST_LIMIT_EXCEEDED', 'own words', usage('api-usage=5001/5000')),
    day,
  ),
  row(
    'the day is used up, and the header lags',
    api(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', usage('api-usage=4998/5000')),
    day,
  ),
  row('too many long requests', api(403, 'REQUEST_LIMIT_EXCEEDED'), busy),
  row(
    'too many long requests on a quiet day',
    api(
      403,
      'REQUEST_LIMIT_EXCEEDED',
      'own words',
      usage('api-usage=25/5000; per-app-api-usage=17/17(appName=x)'),
    ),
    busy,
  ),
  row('an edition without API', api(403, 'API_DISABLED_FOR_ORG'), { kind: 'forbidden' }),
  row('a right that is missing', api(403, 'INSUFFICIENT_ACCESS'), { kind: 'forbidden' }),
  row('a feature that is off', api(403, 'FUNCTIONALITY_NOT_ENABLED'), { kind: 'forbidden' }),
  row(
    'a token refused as text',
    { status: 403, headers: { 'content-type': 'text/plain' }, body: 'own words' },
    {
      kind: 'forbidden',
    },
  ),

  row('more groups than a page', api(400, 'EXCEEDED_ID_LIMIT'), refused('EXCEEDED_ID_LIMIT')),
  row(
    'a statement that is too complicated',
    api(400, 'QUERY_TOO_COMPLICATED'),
    refused('QUERY_TOO_COMPLICATED'),
  ),
  row('a statement that ran too long', api(400, 'QUERY_TIMEOUT'), down(400, 30_000)),
  row('a policy of the org that ran too long', api(400, 'TXN_SECURITY_METERING_ERROR'), down(400, 30_000)),
  row('a field that is not there', api(400, 'INVALID_FIELD'), refused('INVALID_FIELD')),
  row('an object that is not there', api(400, 'INVALID_TYPE'), refused('INVALID_TYPE')),
  row('a statement that is none', api(400, 'MALFORMED_QUERY'), refused('MALFORMED_QUERY')),
  row('a version that is gone', api(400, 'UNSUPPORTED_API_VERSION'), refused('UNSUPPORTED_API_VERSION')),
  row('a page of an answer that is gone', api(400, 'INVALID_QUERY_LOCATOR'), down(400, 10_000)),
  row('deletions too long ago', api(400, 'INVALID_REPLICATION_DATE'), refused('INVALID_REPLICATION_DATE')),
  row('no more bulk jobs today', api(400, 'LIMIT_EXCEEDED'), refused('LIMIT_EXCEEDED')),
  row('a path that is not there', api(404, 'NOT_FOUND'), refused('NOT_FOUND', 404)),
  row('an address that is too long', page(414), refused(null, 414)),
  row('headers that are too long', page(431), refused(null, 431)),

  row('an org that moved', page(420), down(420, 60_000)),
  row('an error inside', api(500, 'UNKNOWN_EXCEPTION'), down(500)),
  row('a gateway without an answer', page(502), down(502)),
  row('overload', api(503, 'SERVER_UNAVAILABLE'), down(503)),
  row('maintenance', page(503), down(503)),
  row('maintenance with its end', { ...page(503), headers: { 'retry-after': '90' } }, down(503, 90_000)),
  row('a gateway that limits', page(429), {
    kind: 'rate_limited',
    scope: 'burst',
    retryAfterMs: 60_000,
  }),

  row('a grant that is gone', token('invalid_grant', 'expired access/refresh token'), {
    kind: 'unauthorized',
  }),
  row('a user who was switched off', token('invalid_grant', 'inactive user'), { kind: 'unauthorized' }),
  row('a grant that is gone, without a reason', token('invalid_grant', null), { kind: 'unauthorized' }),
  row('an address that is not listed', token('invalid_grant', 'ip restricted'), {
    kind: 'misconfigured',
  }),
  row('a sign-in without its verifier', token('invalid_grant', 'code verifier missing'), {
    kind: 'misconfigured',
  }),
  row('an app without a user to run as', token('invalid_grant', 'no client credentials user enabled'), {
    kind: 'misconfigured',
  }),
  row('a request for a token that is none', token('invalid_request'), { kind: 'misconfigured' }),
  row('a person who refused', token('access_denied'), { kind: 'unauthorized' }),
  row('an unknown consumer key', token('invalid_client_id'), { kind: 'unauthorized' }),
  row('a wrong consumer secret', token('invalid_client'), { kind: 'unauthorized' }),
  row('a wrong consumer secret, as 401', token('invalid_client', 'own words', 401), {
    kind: 'unauthorized',
  }),
  row('a flow that is off', token('unsupported_grant_type'), { kind: 'misconfigured' }),
  row('an app that may not', token('invalid_app_access'), { kind: 'misconfigured' }),
  row('another callback', token('redirect_uri_mismatch'), { kind: 'misconfigured' }),
  row('too many logins', token('rate_limit_exceeded'), {
    kind: 'rate_limited',
    scope: 'burst',
    retryAfterMs: 60_000,
  }),
  row('a token endpoint that is down, whatever its body says', token('invalid_grant', null, 503), down(503)),
  row('an error nobody knows', token('brand_new_error'), refused('brand_new_error')),
]
