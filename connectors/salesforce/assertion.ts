/** What the app signs instead of asking a person: it works as a user that the org has approved for it. */
import { importPKCS8, SignJWT } from 'jose'
import { ConnectorError, type Instant } from '../contract.ts'
import type { BearerConfig } from './config.ts'
import { LOGIN, SANDBOX_LOGIN } from './login.ts'

/** Salesforce takes three minutes at most. */
const LIVES_S = 120

export async function assertion(
  { clientId, username, privateKey, instanceUrl }: BearerConfig,
  now: Instant,
): Promise<string> {
  const sandbox = new URL(instanceUrl).hostname.endsWith('.sandbox.my.salesforce.com')
  return new SignJWT()
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(clientId)
    .setSubject(username)
    .setAudience(sandbox ? SANDBOX_LOGIN : LOGIN)
    .setExpirationTime(Math.floor(Date.parse(now) / 1_000) + LIVES_S)
    .sign(await keyOf(privateKey))
}

async function keyOf(pem: string) {
  try {
    return await importPKCS8(pem, 'RS256')
  } catch {
    // Its own message would quote the key.
    const detail = 'the private key is no PKCS #8 PEM of an RSA key'
    throw new ConnectorError('salesforce', { kind: 'misconfigured', detail })
  }
}
