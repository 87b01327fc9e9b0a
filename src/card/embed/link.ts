/**
 * The address of a card in another tool's frame. The tool signs it by the company's key: which record, who looks at it, and
 * until when. What is not signed decides nothing but language and colours.
 */
import * as z from 'zod'
import type { Instant } from '../../../connectors/contract.ts'
import { fromBase64Url, toBase64Url } from '../../crypto.ts'

/** An address that somebody copied opens no longer than that. */
const LONGEST_S = 600
/** Clocks of other tools. */
const SKEW_S = 60

export interface EmbedRecord {
  readonly workspaceId: string
  /** The connection. */
  readonly source: string
  readonly kind: 'deal' | 'company'
  readonly id: string
}

export interface Signed extends EmbedRecord {
  /** In lower case: the person as a member of the company. */
  readonly email: string
  /** Seconds since 1970. */
  readonly until: number
}

const query = z.object({
  email: z.email().max(320),
  until: z.string().regex(/^\d{1,12}$/),
  signature: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
})

export type Read = { readonly signed: Signed; readonly signature: string }

/** Null where it cannot be an address of ours, or says something twice. */
export function readLink(url: string, record: EmbedRecord): Read | null {
  const given = new URL(url).searchParams
  if (Object.keys(query.shape).some((name) => given.getAll(name).length !== 1)) return null
  const parsed = query.safeParse(Object.fromEntries(given)).data
  if (parsed === undefined || record.id.length > 64) return null
  const { email, until, signature } = parsed
  return { signed: { ...record, email: email.toLowerCase(), until: Number(until) }, signature }
}

/** What is signed: one line a field, none of which can hold a line break in an address that was read. */
export function signedText({ workspaceId, source, kind, id, email, until }: Signed): string {
  return ['pegel-card-1', workspaceId, source, kind, id, email, String(until)].join('\n')
}

async function keyOf(secret: string, use: 'sign' | 'verify') {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  return crypto.subtle.importKey('raw', new TextEncoder().encode(secret), algorithm, false, [use])
}

export async function isSignedBy({ signed, signature }: Read, secret: string): Promise<boolean> {
  const key = await keyOf(secret, 'verify')
  const bytes = fromBase64Url(signature)
  // 43 digits hold two bits more than 32 bytes: of those only one spelling is the signature.
  if (toBase64Url(bytes) !== signature) return false
  return crypto.subtle.verify('HMAC', key, bytes, new TextEncoder().encode(signedText(signed)))
}

export function isCurrent({ until }: Signed, now: Instant): boolean {
  const seconds = Date.parse(now) / 1000
  return until > seconds - SKEW_S && until <= seconds + LONGEST_S + SKEW_S
}

/** As a tool would make it: for our own pages and tests. */
export async function signLink(publicUrl: string, signed: Signed, secret: string): Promise<string> {
  const key = await keyOf(secret, 'sign')
  const text = new TextEncoder().encode(signedText(signed))
  const signature = toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', key, text)))
  const path = [signed.workspaceId, signed.source, signed.kind, signed.id].map(encodeURIComponent).join('/')
  const asked = new URLSearchParams({ email: signed.email, until: String(signed.until), signature })
  return `${publicUrl}/card/page/${path}?${asked}`
}
