/** Where an org's people sign in: one of two common hosts, or the org's own. */
import { isAllowed } from '../hosts.ts'
import type { OAuthApp } from '../oauth.ts'

/** Of a My Domain, and of the sandboxes, scratch and developer orgs below it. */
export const MY_DOMAINS = ['.my.salesforce.com', '.my.salesforce.mil'] as const
export const LOGIN = 'https://login.salesforce.com'
export const SANDBOX_LOGIN = 'https://test.salesforce.com'

/**
 * `production`, `sandbox`, or a host as people copy it from their browser, with or without `https://`. What is typed is held
 * against the vendor's own suffixes and never against what a deployment allows besides.
 */
export function loginUrl(
  { loginUrl: production }: Pick<OAuthApp, 'loginUrl'>,
  wanted: string,
): string | null {
  const text = wanted.trim().toLowerCase()
  if (text === 'production') return production
  if (text === 'sandbox') return production === LOGIN ? SANDBOX_LOGIN : production
  const url = URL.parse(text.includes('://') ? text : `https://${text}`)
  if (url === null || url.protocol !== 'https:' || url.port !== '') return null
  const host = url.hostname.replace(/\.lightning\.force\.com$/, '.my.salesforce.com')
  const origin = `https://${host}`
  // Whatever path the page had that was copied is left behind; a name and password are refused.
  if (url.username !== '' || url.password !== '') return null
  return isAllowed(origin, [...MY_DOMAINS]) ? origin : null
}
