/**
 * What changes something comes from our own pages, or from no page at all. A browser says where a request comes from
 * (`Origin`, `Sec-Fetch-Site`): any other origin is refused, whatever the kind of body. What a form could have sent is refused
 * as well when the browser says nothing. Cookies are `SameSite=Lax` besides.
 */
import { createMiddleware } from 'hono/factory'
import { HTTPException } from 'hono/http-exception'

const SAFE = /^(?:GET|HEAD|OPTIONS)$/
/** Sent without asking first; a request that names none may be one of them. */
const LIKE_A_FORM = /^(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/(?:plain|ping))\b/i

export function ownPages(publicUrl: string) {
  const own = new URL(publicUrl).origin
  return createMiddleware(async function fromOwnPages(c, next) {
    if (SAFE.test(c.req.method)) return next()
    const origin = c.req.header('origin')
    const site = c.req.header('sec-fetch-site')
    const foreign =
      origin === undefined
        ? // Nobody typed this into an address bar: `none` does not occur with a form.
          site !== undefined && site !== 'same-origin'
        : origin !== own && origin !== new URL(c.req.url).origin
    const silent = origin === undefined && site === undefined
    if (foreign || (silent && LIKE_A_FORM.test(c.req.header('content-type') ?? 'text/plain')))
      throw new HTTPException(403)
    await next()
  })
}
