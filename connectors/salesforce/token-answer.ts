/** The answer of the token endpoint: its signature, and an address that is no more than a host. */
import type { Grant, Instant } from '../contract.ts'
import { addMs } from '../values/time.ts'
import { parse } from './parse.ts'
import { type TokenWire, tokenWire } from './wire.ts'

/** An org may move to another address, which only the next token tells: none is used for longer than this. */
const KEPT_MS = 12 * 3_600_000

export function tokenOf(body: string): TokenWire {
  return parse.whole(tokenWire, json(body))
}

export function grantOf(told: TokenWire, now: Instant): Grant {
  return { token: told.access_token, baseUrl: homeOf(told.instance_url), expiresAt: addMs(now, KEPT_MS) }
}

/** An address and no more: a path or a question in it would lead the calls that follow. Which hosts, the transport rules. */
function homeOf(address: string): string {
  const url = URL.parse(address)
  if (url === null || url.origin === 'null' || url.origin !== address.replace(/\/+$/, '').toLowerCase())
    throw parse.unreadable('instance_url', 'no plain address of a host')
  return url.origin
}

/** `id` and `issued_at` under the consumer secret, in standard base64: says whose org it is. Constant in time. */
export async function checkSignature(told: TokenWire, clientSecret: string): Promise<void> {
  const { id, issued_at: issuedAt, signature } = told
  if (id == null || issuedAt == null || signature == null)
    throw parse.unreadable('signature', 'the answer is not signed')
  const encoder = new TextEncoder()
  const key = await crypto.subtle.importKey(
    'raw',
    encoder.encode(clientSecret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  )
  const good = await crypto.subtle.verify('HMAC', key, bytesOf(signature), encoder.encode(id + issuedAt))
  if (!good) throw parse.unreadable('signature', 'does not hold')
}

/** None for what is no base64: they sign nothing. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}

function json(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw parse.unreadable('', 'the body is not JSON')
  }
}
