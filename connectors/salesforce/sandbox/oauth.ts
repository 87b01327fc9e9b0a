/** The token endpoint and what stands beside it. Its errors are objects, not lists. */
import { createHmac } from 'node:crypto'
import { BEARER_GRANT, bearerRefusal } from './bearer.ts'
import { authorize, CONSENT_PATH } from './consent.ts'
import { json, pathOf, type Request, type Response, text } from './http.ts'
import { organizationId } from './id.ts'
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
    case CONSENT_PATH:
      return authorize(state, request)
    case '/services/oauth2/revoke':
      return revoke(state, request)
    default:
      return text(404, 'Not found')
  }
}

export function oauthError(error: string, description: string): Response {
  return json(400, { error, error_description: description })
}

function token(state: State, request: Request): Response {
  // Fields are read from a form and from nothing else.
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')
  const form = new URLSearchParams(isForm ? request.body : '')
  const grant = form.get('grant_type') ?? ''
  const nowMs = Date.parse(state.now())
  if (!['client_credentials', 'authorization_code', 'refresh_token', BEARER_GRANT].includes(grant))
    return oauthError('unsupported_grant_type', 'grant type not supported')
  if (grant === BEARER_GRANT) {
    const why = bearerRefusal(state.bearer, form.get('assertion') ?? '', nowMs)
    return why === null ? grantAnswer(state, 'api', null) : oauthError('invalid_grant', why)
  }
  const refusal = clientRefusal(state, request, form)
  if (refusal !== null) return refusal
  const { grantsRefused, tokenRefused } = state.switches
  if (tokenRefused !== null) return oauthError(tokenRefused.error, tokenRefused.description)
  if (grantsRefused !== null) return oauthError('invalid_grant', grantsRefused)
  if (grant === 'client_credentials') {
    if (!state.switches.clientCredentials)
      return oauthError('invalid_grant', 'no client credentials user enabled')
    return grantAnswer(state, 'api', null)
  }
  const granted =
    grant === 'authorization_code'
      ? state.authorization.exchange(form, nowMs)
      : state.authorization.refresh(
          form.get('refresh_token') ?? '',
          nowMs,
          state.switches.rotatesRefreshTokens,
        )
  if (!granted.ok) return oauthError(granted.error, granted.description)
  // Without rotation a refresh answers no refresh token: the old one stays good.
  const offline = /\b(refresh_token|offline_access)\b/.test(granted.scope)
  const shown = offline && (grant === 'authorization_code' || state.switches.rotatesRefreshTokens)
  return grantAnswer(state, granted.scope, { token: shown ? granted.token : null, family: granted.family })
}

function revoke(state: State, request: Request): Response {
  const given = new URLSearchParams(request.body).get('token') ?? ''
  state.tokens.revoke(given)
  state.authorization.revoke(given, state.switches.revokeEndsAccess)
  return text(200, '')
}

/** By form fields or by HTTP Basic. */
function clientRefusal(state: State, request: Request, form: URLSearchParams): Response | null {
  const basic = /^Basic\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const [basicId, basicSecret] = basic === undefined ? [] : atob(basic).split(':').map(decodeURIComponent)
  const id = form.get('client_id') ?? basicId ?? ''
  const secret = form.get('client_secret') ?? basicSecret ?? ''
  if (id !== state.clientId) return oauthError('invalid_client_id', 'client identifier invalid')
  if (secret !== state.clientSecret) return oauthError('invalid_client', 'invalid client credentials')
  return null
}

/** No `expires_in`: the lifetime is the org's secret. `issued_at` is milliseconds as text. */
function grantAnswer(
  state: State,
  scope: string,
  refresh: { readonly token: string | null; readonly family: string } | null,
): Response {
  const nowMs = Date.parse(state.now())
  const access = state.tokens.issue(nowMs, state.switches.tokenLifetimeMs, refresh?.family ?? null)
  const id = `${state.origin()}/id/${organizationId(state.switches.organization)}/${integrationUserId}`
  const issuedAt = String(nowMs)
  const signature = createHmac('sha256', state.clientSecret)
    .update(id + issuedAt)
    .digest('base64')
  return json(200, {
    access_token: access,
    ...(refresh?.token == null ? {} : { refresh_token: refresh.token }),
    signature,
    scope,
    instance_url: state.switches.instanceUrl ?? state.origin(),
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
  })
}

function userinfo(state: State, request: Request): Response {
  const refusal = tokenRefusal(state, request)
  if (refusal !== null) return refusal
  return json(200, {
    sub: `${state.origin()}/id/${organizationId(state.switches.organization)}/${integrationUserId}`,
    user_id: integrationUserId,
    organization_id: organizationId(state.switches.organization),
    name: 'Integration User',
    preferred_username: 'integration@example.com',
    zoneinfo: state.crm.timeZone,
    user_type: 'STANDARD',
    active: true,
    urls: { rest: `${state.origin()}/services/data/v{version}/` },
  })
}

/** Here a bad token is told in plain text, and with 403. */
function tokenRefusal(state: State, request: Request): Response | null {
  const given = bearer(request.headers)
  if (given === null) return text(403, 'Missing_OAuth_Token')
  return state.tokens.valid(given, Date.parse(state.now())) ? null : text(403, 'Bad_OAuth_Token')
}

/** The `id` of a token answer, asked with its token. */
export function identity(state: State, request: Request): Response {
  const refusal = tokenRefusal(state, request)
  if (refusal !== null) return refusal
  if (pathOf(request) !== `/id/${organizationId(state.switches.organization)}/${integrationUserId}`)
    return text(404, 'Not found')
  return json(200, {
    id: `${state.origin()}/id/${organizationId(state.switches.organization)}/${integrationUserId}`,
    asserted_user: true,
    user_id: integrationUserId,
    organization_id: organizationId(state.switches.organization),
    username: 'integration@example.com',
    display_name: 'Integration User',
    email: 'integration@example.com',
    email_verified: true,
    timezone: state.crm.timeZone,
    active: true,
    user_type: 'STANDARD',
    language: 'de',
    locale: 'de_DE',
    urls: { rest: `${state.origin()}/services/data/v{version}/` },
  })
}
