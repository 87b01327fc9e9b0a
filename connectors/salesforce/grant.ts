/** The three ways to a token. Salesforce tells no lifetime: a 401 says that one has ended. */
import type { Grant, Held, Instant, Transport } from '../contract.ts'
import { assertion } from './assertion.ts'
import type { BearerConfig, CredentialsConfig, SalesforceConfig } from './config.ts'
import { refreshed } from './oauth.ts'
import { grantOf, tokenOf } from './token-answer.ts'

export async function authorize(
  config: SalesforceConfig,
  send: Transport['send'],
  now: Instant,
  held?: Held,
): Promise<Grant> {
  switch (config.by) {
    case 'app':
      return refreshed(config, send, now, held)
    case 'jwt':
      return asked(config, await byAssertion(config, now), send, now)
    case undefined:
      return asked(config, byCredentials(config), send, now)
    default:
      return config satisfies never
  }
}

/** A second token does not end the first with these two: the request may be repeated. */
async function asked(
  { instanceUrl, tokenUrl = instanceUrl }: CredentialsConfig | BearerConfig,
  form: Record<string, string>,
  send: Transport['send'],
  now: Instant,
): Promise<Grant> {
  const answer = await send({
    method: 'POST',
    url: `${tokenUrl}/services/oauth2/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams(form).toString(),
    bucket: 'token',
    repeatable: true,
  })
  return grantOf(tokenOf(answer.body), now)
}

function byCredentials({ clientId, clientSecret }: CredentialsConfig): Record<string, string> {
  return { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
}

async function byAssertion(config: BearerConfig, now: Instant): Promise<Record<string, string>> {
  return {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: await assertion(config, now),
  }
}
