/** Puts the limits in front of the program: a caller who goes over is told when to come again. */
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { LINK_PATH } from '../auth/link.ts'
import { addressOf } from './address.ts'
import { type Limiter, limiter } from './limits.ts'

export function limiterOf(deps: Pick<AppDeps, 'limiter' | 'lifetime' | 'directory'>): Limiter {
  return deps.limiter ?? limiter(deps.lifetime ?? deps.directory)
}

export function tooMany(seconds: number): Response {
  return new Response(null, {
    status: 429,
    headers: { 'retry-after': String(seconds), 'cache-control': 'no-store' },
  })
}

type Answer = (c: Context<AppEnv>) => Response | Promise<Response>

/** Calls of a CRM: whose signature did not hold too often is refused before it is looked at. */
export function signedCalls(limits: Limiter) {
  return createMiddleware<AppEnv>(async function signedCall(c, next) {
    const address = addressOf(c)
    const wait = limits.look('forged', address)
    if (wait !== null) return tooMany(wait)
    await next()
    if (c.res.status === 401) limits.count('forged', address)
  })
}

/** Whoever has no session: by address, and links that sign in by a stricter limit. */
export function strangers(limits: Limiter, answer: Answer) {
  return createMiddleware<AppEnv>(async function stranger(c, next) {
    const address = addressOf(c)
    const known = /(?:^|;\s*)(?:__Secure-)?pegel\.session_token=/.test(c.req.header('cookie') ?? '')
    const wait = c.req.path === LINK_PATH ? limits.count('sign_in', address) : null
    const over = wait ?? (known ? null : limits.look('stranger', address))
    if (over !== null) return later(await answer(c), over)
    await next()
    // A cookie that opens nothing is nobody's.
    if (c.get('session') === undefined && !c.req.path.startsWith('/assets/'))
      limits.count('stranger', address)
  })
}

/** After the door: by person, wherever they are. */
export function people(limits: Limiter, answer: Answer) {
  return createMiddleware<AppEnv>(async function person(c, next) {
    const session = c.get('session')
    const wait = session === undefined ? null : limits.count('person', session.userId)
    if (wait !== null) return later(await answer(c), wait)
    await next()
  })
}

function later(response: Response, seconds: number): Response {
  const told = new Response(response.body, response)
  told.headers.set('retry-after', String(seconds))
  return told
}
