/** Salesforce's side of the installation: the web server flow, with a refresh token that is another one after each use. */
import { ConnectorError, type Grant, type Held, type Instant, type Transport } from '../contract.ts'
import {
  codeForm,
  consentUrl,
  formRequest,
  type OAuthApp,
  type OAuthDoor,
  refreshForm,
  tokenHost,
} from '../oauth.ts'
import type { InstalledConfig, SalesforceConfig } from './config.ts'
import { fullId } from './id.ts'
import { LOGIN, loginUrl, MY_DOMAINS, SANDBOX_LOGIN } from './login.ts'
import { parse } from './parse.ts'
import { checkSignature, grantOf, tokenOf } from './token-answer.ts'
import { identityWire, type TokenWire } from './wire.ts'

const BUCKET = 'token'
const scopes = { required: ['api', 'refresh_token', 'id'], optional: [] } as const

export const oauth: OAuthDoor<SalesforceConfig> = {
  scopes,
  loginUrl,
  // The suffixes of a My Domain; `instance_url` of a token answer is held against them as well.
  hosts: [...MY_DOMAINS, ...[LOGIN, SANDBOX_LOGIN].map((address) => new URL(address).hostname)],

  consentUrl: (app, asking) =>
    consentUrl(`${asking.loginUrl}/services/oauth2/authorize`, app, asking, scopes.required),

  async letIn(app, answered, send, now) {
    const told = await tokens(app, answered.loginUrl, await codeForm(app, answered), send)
    if (told.refresh_token == null) throw parse.unreadable('refresh_token', 'the app was given none')
    return {
      config: { by: 'app', loginUrl: answered.loginUrl },
      grant: { ...grantOf(told, now), refreshToken: told.refresh_token },
      account: organizationOf(told),
      identity: told.id ?? null,
    }
  },

  /** By the address that the signed answer named; the token goes in a header and into no address. */
  async person(_app, { identity }, { transport }) {
    const url = `${identity ?? ''}?format=json&version=latest`
    const headers = { accept: 'application/json' }
    const answer = await transport.send({
      ...{ method: 'GET', url, headers, body: null },
      ...{ bucket: BUCKET, repeatable: true },
    })
    const told = parse.whole(identityWire, JSON.parse(answer.body))
    return {
      id: `${fullId(told.organization_id)}/${fullId(told.user_id)}`,
      email: told.email_verified === true ? (told.email ?? null) : null,
      name: told.display_name ?? null,
      company: null,
    }
  },

  isOurs: (config) => (config as Partial<InstalledConfig> | null)?.by === 'app',

  // A package cannot hold the app's secret: every org would have it.
  signsByAccount: true,
  wholeApp: false,
  /** Ends the refresh token and what came from it. The app itself is removed by an administrator of the org. */
  async leave({ config, app, grant, send }) {
    if (config.by !== 'app') return
    const token = grant.refreshToken ?? grant.token
    const form = { body: new URLSearchParams({ token }), secrets: [token] }
    await send(formRequest(app, `${config.loginUrl}/services/oauth2/revoke`, form, BUCKET, 'nothing'))
  },
}

/** Without rotation the answer names no refresh token: the old one stays good. */
export async function refreshed(
  config: InstalledConfig,
  send: Transport['send'],
  now: Instant,
  held: Held | undefined,
): Promise<Grant> {
  const { app = null, grant = null } = held ?? {}
  if (app === null)
    throw refused('misconfigured', 'SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET are not set')
  if (grant?.refreshToken === undefined) throw refused('unauthorized', 'there is no refresh token')
  const told = await tokens(app, config.loginUrl, await refreshForm(app, grant.refreshToken), send)
  return { ...grantOf(told, now), refreshToken: told.refresh_token ?? grant.refreshToken }
}

async function tokens(
  app: OAuthApp,
  login: string,
  form: Awaited<ReturnType<typeof refreshForm>>,
  send: Transport['send'],
): Promise<TokenWire> {
  const url = `${tokenHost(app, login)}/services/oauth2/token`
  const answer = await send(formRequest(app, url, form, BUCKET)).catch(notTheirs)
  const told = tokenOf(answer.body)
  await checkSignature(told, app.clientSecret)
  return told
}

/** The app is ours and one for all: where it is refused no customer can mend it, and none has gone. */
function notTheirs(error: unknown): never {
  if (error instanceof ConnectorError && error.failure.kind === 'unauthorized' && error.failure.of === 'app')
    throw refused('misconfigured', error.failure.detail)
  throw error
}

/** `https://login.salesforce.com/id/<org>/<user>`: signed, unlike the rest of the answer. */
function organizationOf({ id }: TokenWire): string {
  const org = /\/id\/(00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)\/005/.exec(id ?? '')?.[1]
  if (org === undefined) throw parse.unreadable('id', 'names no org')
  return fullId(org)
}

function refused(kind: 'misconfigured' | 'unauthorized', detail: string): ConnectorError {
  return new ConnectorError('salesforce', { kind, detail })
}
