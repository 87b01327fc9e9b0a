/** HubSpot's side of the installation, by the dated endpoints: the undated ones stop in 2027. */
import type { Grant, Held, Instant, Transport } from '../contract.ts'
import { ConnectorError } from '../contract.ts'
import { codeForm, consentUrl, formRequest, type OAuthApp, type OAuthDoor, refreshForm } from '../oauth.ts'
import { addMs } from '../values/time.ts'
import type { HubspotConfig } from './config.ts'
import { parseBody, unreadable } from './parse.ts'
import { scopes } from './scopes.ts'
import { introspectionWire, type TokenWire, tokenWire } from './wire-oauth.ts'

const BUCKET = 'api'
const TOKEN = '/oauth/2026-09/token'
const EXTERNAL_INSTALL = '/appinstalls/2026-09/external-install'

const apiOf = ({ apiUrl }: OAuthApp) => apiUrl ?? 'https://api.hubapi.com'
const tokensOf = (app: OAuthApp) => app.tokenUrl ?? apiOf(app)

export const oauth: OAuthDoor<HubspotConfig> = {
  scopes,

  // One for all accounts: HubSpot asks people which of theirs it is.
  loginUrl: (app) => app.loginUrl,
  // A sandbox or relay must be allowed by the deployment, never by who types the address.
  hosts: ['api.hubapi.com'],

  consentUrl: (app, asking) =>
    consentUrl(`${asking.loginUrl}/oauth/authorize`, app, asking, scopes.required, {
      optional_scope: scopes.optional.join(' '),
    }),

  async letIn(app, answered, send, now) {
    const form = await codeForm(app, answered)
    const told = await tokens(app, form, send)
    return {
      config: { by: 'app', apiUrl: apiOf(app) },
      grant: grantOf(told, apiOf(app), now),
      account: told.hub_id ?? null,
      identity: null,
    }
  },

  async person(app, { grant: { token } }, { send }) {
    const form = { body: clientForm(app, token, 'access_token'), secrets: [token] }
    const answer = await send(formRequest(app, `${tokensOf(app)}${TOKEN}/introspect`, form, BUCKET))
    const told = parseBody(introspectionWire, answer.body)
    // An unknown token is a 200 as well.
    if (!told.active || told.user_id == null) throw unreadable('user_id', 'the token belongs to nobody')
    return { id: told.user_id, email: told.user ?? null, name: null, company: told.hub_domain ?? null }
  },

  isOurs: (config) => (config as Partial<HubspotConfig> | null)?.by === 'app',

  signsByAccount: false,
  wholeApp: true,
  /** The app is removed with the portal's own token, and HubSpot mails the customer; then the refresh token ends. */
  async leave({ app, grant, transport, send }) {
    await transport.send({
      method: 'DELETE',
      url: `${grant.baseUrl}${EXTERNAL_INSTALL}`,
      headers: {},
      body: null,
      bucket: BUCKET,
      repeatable: true,
    })
    if (grant.refreshToken === undefined) return
    const form = {
      body: clientForm(app, grant.refreshToken, 'refresh_token'),
      secrets: [grant.refreshToken],
    }
    await send(formRequest(app, `${tokensOf(app)}${TOKEN}/revoke`, form, BUCKET, 'nothing'))
  },
}

/** A private app's token never ends; ours is renewed by the stored grant. */
export async function authorize(
  config: HubspotConfig,
  send: Transport['send'],
  now: Instant,
  held?: Held,
): Promise<Grant> {
  if (config.token !== undefined) return { token: config.token, baseUrl: config.apiUrl, expiresAt: null }
  const refreshToken = held?.grant?.refreshToken
  const app = held?.app ?? null
  if (app === null) throw refused('misconfigured', 'HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET are not set')
  if (refreshToken === undefined) throw refused('unauthorized', 'there is no refresh token')
  return grantOf(await tokens(app, await refreshForm(app, refreshToken), send), config.apiUrl, now)
}

/** All parameters in the body. */
async function tokens(
  app: OAuthApp,
  form: Awaited<ReturnType<typeof refreshForm>>,
  send: Transport['send'],
): Promise<TokenWire> {
  const answer = await send(formRequest(app, `${tokensOf(app)}${TOKEN}`, form, BUCKET))
  return parseBody(tokenWire, answer.body)
}

/** The returned refresh token is kept, whether it is the same or another. */
function grantOf(told: TokenWire, baseUrl: string, now: Instant): Grant {
  return {
    token: told.access_token,
    baseUrl,
    expiresAt: addMs(now, told.expires_in * 1_000),
    refreshToken: told.refresh_token,
  }
}

function clientForm({ clientId, clientSecret }: OAuthApp, token: string, hint: string): URLSearchParams {
  return new URLSearchParams({
    client_id: clientId,
    client_secret: clientSecret,
    token,
    token_type_hint: hint,
  })
}

function refused(kind: 'misconfigured' | 'unauthorized', detail: string): ConnectorError {
  return new ConnectorError('hubspot', { kind, detail })
}
