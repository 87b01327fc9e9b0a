/** Who may show a page in a frame: nobody, but for a page that says so itself. */
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'

const framers = new WeakMap<Request, readonly string[]>()
const NOBODY = "frame-ancestors 'none'"

/** Exactly these origins; none is nobody. */
export function framedBy(c: Context, origins: readonly string[]): void {
  framers.set(c.req.raw, origins)
}

/** Stands before the headers, which know nothing of single pages. The older one knows no list, and would forbid what the newer allows. */
export function frames() {
  return createMiddleware(async function frame(c, next) {
    await next()
    const origins = framers.get(c.req.raw) ?? []
    if (origins.length === 0) return
    const { headers } = c.res
    const policy = headers.get('content-security-policy') ?? NOBODY
    headers.set('content-security-policy', policy.replace(NOBODY, `frame-ancestors ${origins.join(' ')}`))
    headers.delete('x-frame-options')
  })
}
