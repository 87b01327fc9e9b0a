/** The token endpoint and what stands beside it. Its errors are objects, not lists. */
import { createHmac } from 'node:crypto'
import { json, pathOf, type Request, type Response, text } from './http.ts'
import { organizationId } from './objects/set-up.ts'
import type { State } from './state.ts'
import { integrationUserId } from './table.ts'
import { bearer } from './tokens.ts'

export function oauth(state: State, request: Request): Response {
  switch (pathOf(request)) {
    case '/services/oauth2/token':
      return request.method === 'POST'
        ? token(state, request)
        : oauthError('invalid_request', 'must use HTTP POST')
    case '/services/oauth2/userinfo':
      return userinfo(state, request)
    case '/services/oauth2/revoke':
      state.tokens.revoke(new URLSearchParams(request.body).get('token') ?? '')
      return text(200, '')
    default:
      return text(404, 'Not found')
  }
}

export function oauthError(error: string, description: string): Response {
  return json(400, { error, error_description: description })
}

function token(state: State, request: Request): Response {
  const form = new URLSearchParams(request.body)
  const grant = form.get('grant_type')
  if (grant !== 'client_credentials') return oauthError('unsupported_grant_type', 'grant type not supported')
  const refusal = clientRefusal(state, request, form)
  if (refusal !== null) return refusal
  if (!state.switches.clientCredentials)
    return oauthError('invalid_grant', 'no client credentials user enabled')
  return grantAnswer(state, 'api', null)
}

/** By form fields or by HTTP Basic. */
export function clientRefusal(state: State, request: Request, form: URLSearchParams): Response | null {
  const basic = /^Basic\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const [basicId, basicSecret] = basic === undefined ? [] : atob(basic).split(':').map(decodeURIComponent)
  const id = form.get('client_id') ?? basicId ?? ''
  const secret = form.get('client_secret') ?? basicSecret ?? ''
  if (id !== state.clientId) return oauthError('invalid_client_id', 'client identifier invalid')
  if (secret !== state.clientSecret) return oauthError('invalid_client', 'invalid client credentials')
  return null
}

/** No `expires_in`: the lifetime is the org's secret. `issued_at` is milliseconds as text. */
export function grantAnswer(
  state: State,
  scope: string,
  refresh: { readonly token: string; readonly family: string } | null,
): Response {
  const nowMs = Date.parse(state.now())
  const access = state.tokens.issue(nowMs, state.switches.tokenLifetimeMs, refresh?.family ?? null)
  const id = `${state.origin()}/id/${organizationId}/${integrationUserId}`
  const issuedAt = String(nowMs)
  const signature = createHmac('sha256', state.clientSecret)
    .update(id + issuedAt)
    .digest('base64')
  return json(200, {
    access_token: access,
    ...(refresh === null ? {} : { refresh_token: refresh.token }),
    signature,
    scope,
    instance_url: state.switches.instanceUrl ?? state.origin(),
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
  })
}

function userinfo(state: State, request: Request): Response {
  const given = bearer(request.headers)
  if (given === null) return text(403, 'Missing_OAuth_Token')
  if (!state.tokens.valid(given, Date.parse(state.now()))) return text(403, 'Bad_OAuth_Token')
  return json(200, {
    sub: `${state.origin()}/id/${organizationId}/${integrationUserId}`,
    user_id: integrationUserId,
    organization_id: organizationId,
    name: 'Integration User',
    zoneinfo: state.crm.timeZone,
    user_type: 'STANDARD',
    active: true,
    urls: { rest: `${state.origin()}/services/data/v{version}/` },
  })
}
