/** One request to one answer, without a socket. */
import { dataApi, tooLong } from './data-api.ts'
import { html, JSON_TYPE, pathOf, type Request, type Response } from './http.ts'
import { identity, oauth } from './oauth.ts'
import type { State } from './state.ts'

export function handle(state: State, request: Request): Response {
  return dated(state, tooLong(request) ?? serve(state, request))
}

/** An answer made elsewhere, with the headers the API puts on its own; a gateway's HTML has none of them. */
export function dressed(state: State, request: Request, answer: Response): Response {
  const own = bucketOf(pathOf(request)) === 'api' && answer.headers['content-type'] === JSON_TYPE
  const info = state.usage.header(Date.parse(state.now()), state.switches)
  return dated(state, own ? { ...answer, headers: { ...answer.headers, 'sforce-limit-info': info } } : answer)
}

function dated(state: State, answer: Response): Response {
  return { ...answer, headers: { date: new Date(state.now()).toUTCString(), ...answer.headers } }
}

function serve(state: State, request: Request): Response {
  const path = pathOf(request)
  if (path.startsWith('/services/oauth2/')) return oauth(state, request)
  if (path.startsWith('/id/')) return identity(state, request)
  if (path === '/services/data' || path.startsWith('/services/data/')) return dataApi(state, request)
  return html(404, 'URL No Longer Exists')
}

/** Which of the vendor's budgets a path draws on. */
export function bucketOf(path: string): string {
  return path.startsWith('/services/data') ? 'api' : 'auth'
}
