/** The dated token endpoints (sections 3.1 and 3.2): code, refresh, introspection, revocation. */
import { json, type SandboxResponse } from './http.ts'
import { ACCESS_LIVES_S, type Pair } from './installs.ts'
import { PORTAL_ID, type Portal } from './portal.ts'

export const INSTALLER = { id: 9_000_001, email: 'admin@nordwerk.example' } as const

const refuse = (status: string, message: string, error?: string): SandboxResponse =>
  json(400, {
    ...(error === undefined ? {} : { error, error_description: message }),
    status,
    message,
  })

export function token(portal: Portal, contentType: string, text: string): SandboxResponse {
  const form = formOf(contentType, text)
  const refusal = clientRefusal(portal, form)
  if (refusal !== null) return refusal
  const { installs, switches } = portal
  const nowMs = Date.parse(portal.now())
  const dead = refuse('BAD_REFRESH_TOKEN', 'refresh token is invalid, expired or revoked', 'invalid_grant')
  switch (form.get('grant_type')) {
    case 'refresh_token': {
      const pair = installs.refresh(form.get('refresh_token') ?? '', switches.refreshRotates, nowMs)
      return pair === null ? dead : granted(pair)
    }
    case 'authorization_code': {
      if (!form.has('redirect_uri')) return refuse('BAD_REDIRECT_URI', 'missing or unknown redirect URI')
      const traded = installs.trade(form, nowMs)
      if (traded === 'redirect') return refuse('BAD_REDIRECT_URI', 'missing or unknown redirect URI')
      if (typeof traded === 'string')
        return refuse('BAD_AUTH_CODE', 'missing or unknown auth code', 'invalid_grant')
      return granted(traded)
    }
    default:
      return refuse('BAD_GRANT_TYPE', 'missing or unknown grant type', 'unsupported_grant_type')
  }
}

/** An unknown token is a 200 with `active: false`. */
export function introspect(portal: Portal, contentType: string, text: string): SandboxResponse {
  const form = formOf(contentType, text)
  const refusal = clientRefusal(portal, form)
  if (refusal !== null) return refusal
  const given = form.get('token') ?? ''
  const scopes = portal.installs.scopesOf(given, Date.parse(portal.now()))
  if (scopes === null) return json(200, { active: false })
  return json(200, {
    ...{ active: true, token: given, token_type: 'bearer', token_use: 'access_token' },
    ...{ client_id: portal.installs.app?.clientId, hub_id: PORTAL_ID, hub_domain: 'nordwerk.example' },
    ...{ scopes, user: INSTALLER.email, user_id: INSTALLER.id, expires_in: ACCESS_LIVES_S },
  })
}

export function revoke(portal: Portal, contentType: string, text: string): SandboxResponse {
  const form = formOf(contentType, text)
  const refusal = clientRefusal(portal, form)
  if (refusal !== null) return refusal
  portal.installs.revoke(form.get('token') ?? '')
  return json(200, {})
}

/** All parameters belong in a form body; JSON leaves them unseen. */
function formOf(contentType: string, text: string): URLSearchParams {
  return new URLSearchParams(contentType.startsWith('application/x-www-form-urlencoded') ? text : '')
}

function clientRefusal({ installs: { app } }: Portal, form: URLSearchParams): SandboxResponse | null {
  const [id, secret] = [form.get('client_id'), form.get('client_secret')]
  if (id === null || (app !== null && id !== app.clientId))
    return refuse('BAD_CLIENT_ID', 'missing or invalid client id', 'invalid_client')
  if (secret === null || (app !== null && secret !== app.clientSecret))
    return refuse('BAD_CLIENT_SECRET', 'missing or invalid client secret')
  return null
}

function granted({ access, refresh, scopes }: Pair): SandboxResponse {
  return json(200, {
    ...{ access_token: access, refresh_token: refresh, expires_in: ACCESS_LIVES_S },
    ...{ token_type: 'bearer', token_use: 'access_token', hub_id: PORTAL_ID, scopes, user_id: INSTALLER.id },
  })
}
