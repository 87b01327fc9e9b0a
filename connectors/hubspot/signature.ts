/** HubSpot's signature of a request, third version: webhooks and the cards' own calls carry it. */
import type { Instant, Received } from '../contract.ts'
import { isSigned, signatureBytes } from '../signature.ts'
import { signedForms } from './signed-uri.ts'

/** Either way: HubSpot's clock is not ours. */
const MAX_AGE_MS = 300_000

export async function verify(
  { method, url, headers, body }: Received,
  secrets: readonly string[],
  now: Instant,
): Promise<boolean> {
  const signature = signatureBytes(headers['x-hubspot-signature-v3'])
  const timestamp = headers['x-hubspot-request-timestamp'] ?? ''
  if (signature === null || !/^\d{13}$/.test(timestamp)) return false
  if (Math.abs(Date.parse(now) - Number(timestamp)) > MAX_AGE_MS) return false
  const texts = signedForms(url).map((uri) => `${method}${uri}${body}${timestamp}`)
  return isSigned(texts, secrets, signature)
}
