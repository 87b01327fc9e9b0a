/** The JWT bearer grant (section 1.7): an assertion by the app's certificate, for a user the org has approved. */
import { createPublicKey, verify } from 'node:crypto'

export const BEARER_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

export interface BearerRules {
  readonly clientId: string
  /** PEM of the public key; null: the app has no certificate. */
  readonly certificate: string | null
  readonly approvedUsers: readonly string[]
}

const AUDIENCES: readonly unknown[] = ['https://login.salesforce.com', 'https://test.salesforce.com']
const LONGEST_S = 180

/** Null: it holds. The texts are [U] but for those of the fact sheet. */
export function bearerRefusal(rules: BearerRules, assertion: string, nowMs: number): string | null {
  const [head = '', body = '', signature = ''] = assertion.split('.')
  const [header, claims] = [decoded(head), decoded(body)]
  if (header?.alg !== 'RS256' || claims === null || rules.certificate === null) return 'invalid assertion'
  const key = createPublicKey(rules.certificate)
  const good = verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))
  if (!good || claims.iss !== rules.clientId) return 'invalid assertion'
  if (!AUDIENCES.includes(claims.aud)) return 'audience is invalid'
  const left = Number(claims.exp) - nowMs / 1_000
  if (!(left > 0 && left <= LONGEST_S)) return 'expired authorization code'
  if (!rules.approvedUsers.includes(String(claims.sub))) return "user hasn't approved this consumer"
  return null
}

function decoded(part: string): Record<string, unknown> | null {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}
