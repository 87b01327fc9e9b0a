/** A person and an app at the two sandboxes' doors: consent, code, tokens, without a socket. */
import type { Connector, Grant, HttpRequest, Transport } from '../../../connectors/contract.ts'
import type { OAuthApp } from '../../../connectors/oauth.ts'
import { plainSend } from '../../../connectors/transport.ts'

export const REDIRECT = 'https://pegel.example/connect/callback'
export const VERIFIER = 'a-verifier-of-the-tests-that-is-long-enough-for-it'
export const app = { clientId: 'the-app', clientSecret: 'the-secret-of-the-app' }

interface Sandboxed {
  handle(request: {
    readonly method: string
    readonly url: string
    readonly headers: Record<string, string>
    readonly body: string
  }): { readonly kind: string; readonly response?: Answer }
}
interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** `fetch` that ends in the sandbox, whatever the host; `tamper` changes an answer on its way. */
export function inProcess(sandbox: Sandboxed, tamper: (answer: Answer) => Answer = (answer) => answer) {
  const asked: string[] = []
  const fetch = async (input: unknown, init: RequestInit = {}) => {
    const url = new URL(String(input))
    asked.push(`${init.method ?? 'GET'} ${url.origin}${url.pathname}`)
    const answer = sandbox.handle({
      method: init.method ?? 'GET',
      url: url.pathname + url.search,
      headers: Object.fromEntries(new Headers(init.headers)),
      body: String(init.body ?? ''),
    })
    if (answer.response === undefined) throw new TypeError('fetch failed')
    const { status, headers, body } = tamper(answer.response)
    return new Response(status === 204 ? null : body, { status, headers })
  }
  return { fetch: fetch as typeof globalThis.fetch, asked }
}

/** What the browser brings back: the parameters of the callback. */
export function agree(sandbox: Sandboxed, consentUrl: string, answer: string): URLSearchParams {
  const { search, pathname } = new URL(consentUrl)
  const body = new URLSearchParams(search)
  body.set('answer', answer)
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const shown = sandbox.handle({ method: 'POST', url: pathname, headers, body: body.toString() })
  return new URL(shown.response?.headers.location ?? 'about:blank').searchParams
}

export function doorOf<Config>(connector: Connector<Config>, full: OAuthApp, hosts: readonly string[]) {
  const { oauth } = connector
  if (oauth === undefined) throw new Error('there is no door')
  const asking = { loginUrl: full.loginUrl, state: 'the-state', verifier: VERIFIER, redirectUri: REDIRECT }
  return {
    oauth,
    consentUrl: () => oauth.consentUrl(full, asking),
    send: (fetch: typeof globalThis.fetch, now: () => string): Transport['send'] =>
      plainSend({ connector, hosts, fetch, now, sleep: async () => {}, random: () => 0.5 }),
    letIn: (
      code: string,
      send: Transport['send'],
      now: string,
      verifier = VERIFIER,
      redirectUri = REDIRECT,
    ) => oauth.letIn(full, { loginUrl: full.loginUrl, code, verifier, redirectUri }, send, now),
    /** With a grant. */
    transport: (send: Transport['send'], { token }: Grant): Transport => ({
      send: (request: HttpRequest) =>
        send({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }),
    }),
  }
}
