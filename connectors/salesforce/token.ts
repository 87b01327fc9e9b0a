/** The client-credentials grant. Salesforce tells no lifetime: a 401 says that a token has ended. */
import type { Grant, Instant, Transport } from '../contract.ts'
import { addMs } from '../values/time.ts'
import type { SalesforceConfig } from './config.ts'
import { parse } from './parse.ts'
import { tokenWire } from './wire.ts'

/** An org may move to another address, which only the next token tells: none is used for longer than this. */
const KEPT_MS = 12 * 3_600_000

export async function token(config: SalesforceConfig, send: Transport['send'], now: Instant): Promise<Grant> {
  const { clientId, clientSecret, instanceUrl, tokenUrl = instanceUrl } = config
  const answer = await send({
    method: 'POST',
    url: `${tokenUrl}/services/oauth2/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }).toString(),
    bucket: 'token',
    // A second token does not end the first with this grant.
    repeatable: true,
  })
  const told = parse.whole(tokenWire, json(answer.body))
  return { token: told.access_token, baseUrl: homeOf(told.instance_url), expiresAt: addMs(now, KEPT_MS) }
}

/** An address and no more: a path or a question in it would lead the calls that follow. Which hosts, the transport rules. */
function homeOf(address: string): string {
  const url = URL.parse(address)
  if (url === null || url.origin === 'null' || url.origin !== address.replace(/\/+$/, '').toLowerCase())
    throw parse.unreadable('instance_url', 'no plain address of a host')
  return url.origin
}

function json(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw parse.unreadable('', 'the body is not JSON')
  }
}
