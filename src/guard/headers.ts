/** What every answer carries, also those that are given before there is a program. */
import { secureHeaders } from 'hono/secure-headers'

/** No script runs on our pages but the one that keeps numbers fresh, and no style but our sheet. */
const policy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  connectSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
}

export function guardHeaders(publicUrl: string) {
  return secureHeaders({
    contentSecurityPolicy: policy,
    // Not even our own address tells another site which key result somebody came from.
    referrerPolicy: 'same-origin',
    strictTransportSecurity: publicUrl.startsWith('https:') ? 'max-age=31536000' : false,
  })
}

/** Of an answer in plain text that nobody needs to keep. */
export const plainHeaders = {
  'content-type': 'text/plain; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
} as const
