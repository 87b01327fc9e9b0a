/** The page on which an administrator lets an app in. The vendor's own stands at another host; the query is the same. */
import { html as page, type SandboxResponse } from './http.ts'
import type { SandboxApp } from './installs.ts'
import type { Portal } from './portal.ts'
import { PORTAL_ID } from './portal.ts'

export const CONSENT_PATH = '/oauth/authorize'

interface Asked {
  readonly app: SandboxApp
  readonly redirectUri: string
  readonly state: string | null
  readonly challenge: string | null
  readonly scopes: readonly string[]
}

/** A wrong client or redirect is told to the person and to nobody else: an answer elsewhere would be a gift. */
export function consent(portal: Portal, query: URLSearchParams): SandboxResponse {
  const asked = asking(portal, query)
  if (typeof asked === 'string') return page(400, `<h1>${asked}</h1>`)
  const hidden = [...query].map(
    ([name, value]) => `<input type="hidden" name="${safe(name)}" value="${safe(value)}">`,
  )
  const list = asked.scopes.map((scope) => `<li><code>${safe(scope)}</code></li>`)
  return page(
    200,
    `<title>Connect an app</title><main style="font-family:sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem">
<h1>HubSpot sandbox</h1><p>Account ${PORTAL_ID}: an app wants to</p><ul>${list.join('')}</ul>
<form method="post" action="${CONSENT_PATH}">${hidden.join('')}<button name="answer" value="accept" id="accept">Connect app</button> <button name="answer" value="deny" id="deny">Cancel</button></form></main>`,
  )
}

export function consented(portal: Portal, form: URLSearchParams): SandboxResponse {
  const asked = asking(portal, form)
  if (typeof asked === 'string') return page(400, `<h1>${asked}</h1>`)
  const back = new URL(asked.redirectUri)
  if (asked.state !== null) back.searchParams.set('state', asked.state)
  if (form.get('answer') !== 'accept') {
    back.searchParams.set('error', 'access_denied')
    back.searchParams.set('error_description', 'The user denied access')
  } else {
    const { redirectUri, challenge, scopes } = asked
    back.searchParams.set(
      'code',
      portal.installs.code({ redirectUri, challenge, scopes }, Date.parse(portal.now())),
    )
  }
  return { status: 302, headers: { location: back.href }, body: '' }
}

/** A text: why not, in the words of the page. */
function asking({ installs: { app }, switches }: Portal, query: URLSearchParams): Asked | string {
  if (app === null || query.get('client_id') !== app.clientId) return 'This app does not exist'
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!app.redirectUris.includes(redirectUri)) return 'The redirect URL does not match'
  const listed = (name: string) => (query.get(name) ?? '').split(' ').filter((scope) => scope !== '')
  const [required, optional] = [listed('scope'), listed('optional_scope')]
  // A scope the project does not name, or one of its own that was not asked for, blocks the installation (section 3.3).
  if (!same(required, app.required) || !same(optional, app.optional)) return 'The scopes do not match'
  const challenge = query.get('code_challenge')
  if (challenge !== null && query.get('code_challenge_method') !== 'S256') return 'The challenge is no S256'
  const scopes = [...required, ...optional.filter((scope) => !switches.missingScopes.includes(scope))]
  return { app, redirectUri, state: query.get('state'), challenge, scopes }
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((scope) => b.includes(scope))
}

function safe(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
