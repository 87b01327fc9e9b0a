/** The consent page, and what it leads to: a code for the app, or a refusal it is told. */
import { html, paramsOf, type Request, type Response } from './http.ts'
import type { State } from './state.ts'

export const CONSENT_PATH = '/services/oauth2/authorize'

/** Answered at once by a person who agrees, unless the switch asks one. */
export function authorize(state: State, request: Request): Response {
  const form = request.method === 'POST' ? new URLSearchParams(request.body) : null
  const params = form ?? paramsOf(request)
  const redirectUri = params.get('redirect_uri') ?? ''
  if (params.get('client_id') !== state.clientId)
    return refusal('invalid_client_id', 'client identifier invalid')
  if (!state.redirectUris.includes(redirectUri))
    return refusal('redirect_uri_mismatch', 'redirect_uri must match configuration')
  const back = new URL(redirectUri)
  const given = params.get('state')
  if (given !== null) back.searchParams.set('state', given)
  const challenge = params.get('code_challenge')
  if (params.get('response_type') !== 'code')
    return callbackError(back, 'unsupported_response_type', 'response type not supported')
  if (!state.switches.appInstalled)
    return callbackError(back, 'invalid_client', 'app must be installed into org')
  if (challenge === null || params.get('code_challenge_method') !== 'S256')
    return callbackError(back, 'invalid_request', 'missing required code challenge')
  const scope = params.get('scope') ?? 'api refresh_token id'
  if (form === null && state.switches.asksConsent) return page(params, scope)
  if (form !== null && form.get('answer') !== 'allow')
    return callbackError(back, 'access_denied', 'end-user denied authorization')
  back.searchParams.set(
    'code',
    state.authorization.code({ redirectUri, challenge, scope }, Date.parse(state.now())),
  )
  return { status: 302, headers: { location: back.href }, body: '' }
}

function page(params: URLSearchParams, scope: string): Response {
  const hidden = [...params].map(
    ([name, value]) => `<input type="hidden" name="${safe(name)}" value="${safe(value)}">`,
  )
  const list = scope.split(' ').map((one) => `<li><code>${safe(one)}</code></li>`)
  return html(
    200,
    `<title>Allow access</title><main style="font-family:sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem">
<h1>Salesforce sandbox</h1><p>An app asks to</p><ul>${list.join('')}</ul>
<form method="post" action="${CONSENT_PATH}">${hidden.join('')}<button name="answer" value="allow" id="accept">Allow</button> <button name="answer" value="deny" id="deny">Deny</button></form></main>`,
  )
}

function callbackError(back: URL, error: string, description: string): Response {
  back.searchParams.set('error', error)
  back.searchParams.set('error_description', description)
  return { status: 302, headers: { location: back.href }, body: '' }
}

/** Told to nobody but the person: an answer elsewhere would be a gift. */
function refusal(error: string, description: string): Response {
  return {
    status: 400,
    headers: { 'content-type': 'application/json;charset=UTF-8' },
    body: JSON.stringify({ error, error_description: description }),
  }
}

function safe(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
