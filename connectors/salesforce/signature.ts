/** How our package in the org signs what it sends: `t=<ms>,v1=<base64>`, over the time, a dot and the body as it came. */
import type { Instant, Received } from '../contract.ts'
import { isSigned, SIGNATURE_TEXT, signatureBytes } from '../signature.ts'

const HEADER = 'x-pegel-signature'
const SIGNATURE = new RegExp(`^t=(\\d{13}),v1=(${SIGNATURE_TEXT})$`)
/** Either way: the org's clock is not ours. */
const MAX_AGE_MS = 300_000

export async function verify(
  { headers, body }: Received,
  secrets: readonly string[],
  now: Instant,
): Promise<boolean> {
  const [, time = '', text] = SIGNATURE.exec(headers[HEADER] ?? '') ?? []
  const signature = signatureBytes(text)
  if (signature === null || Math.abs(Date.parse(now) - Number(time)) > MAX_AGE_MS) return false
  return isSigned([`${time}.${body}`], secrets, signature)
}
