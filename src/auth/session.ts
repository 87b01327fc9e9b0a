/** Lets a request in: session, company and role, or a refusal in the form the caller can read. */
import { asc, eq } from 'drizzle-orm'
import { createMiddleware } from 'hono/factory'
import { member, session as sessionTable, workspace } from '../../db/directory/schema.ts'
import { Refusal } from '../api/problem.ts'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { type Action, can, isRole } from '../okr/roles.ts'
import type { Auth } from './library.ts'

/** Open to everybody, and nothing else is. They show no data. */
export const publicPaths = [
  /^\/healthz$/,
  /^\/sign-in(\/link)?$/,
  /^\/assets\//,
  /^\/preferences$/,
  /^\/api\/openapi\.json$/,
  // The CRMs': their signature is the key.
  /^\/webhooks\/[^/]+$/,
  /^\/card\/[^/]+$/,
  /^\/card\/page\//,
  // Where a CRM is connected: a company may begin here.
  /^\/connect\/[^/]+(\/start|\/callback)?$/,
] as const

/** Of those, where somebody who is signed in is known all the same. */
const WELCOME = /^\/connect\//

/** Use renews a session, a cookie that was copied too: after this one signs in anew. By the library's clock, the real one. */
const LONGEST_MS = 90 * 86_400_000

/** Asked every few seconds by open pages. */
const WATCHING: readonly string[] = ['/live', '/install/live']

export function isPublic(path: string): boolean {
  return publicPaths.some((pattern) => pattern.test(path))
}

export function sessions(deps: AppDeps, auth: Auth) {
  return createMiddleware<AppEnv>(async function session(c, next) {
    const welcome = WELCOME.test(c.req.path)
    if (isPublic(c.req.path) && !welcome) return next()
    const { headers, response } = await auth.api.getSession({
      headers: c.req.raw.headers,
      // A page that only watches is nobody at work: it must not keep its own session alive.
      query: WATCHING.includes(c.req.path) ? { disableRefresh: true } : {},
      returnHeaders: true,
    })
    if (response === null && welcome) return next()
    if (response === null) throw new Refusal('unauthenticated')
    const { user, session: kept } = response
    if (Date.now() - kept.createdAt.getTime() > LONGEST_MS) {
      await deps.directory.delete(sessionTable).where(eq(sessionTable.id, kept.id))
      throw new Refusal('unauthenticated')
    }
    // A person in several companies sees the one joined first, until a screen lets them choose.
    const [found] = await deps.directory
      .select({ workspaceId: member.workspaceId, role: member.role })
      .from(member)
      .innerJoin(workspace, eq(workspace.id, member.workspaceId))
      .where(eq(member.userId, user.id))
      .orderBy(asc(member.createdAt), asc(member.workspaceId))
      .limit(1)
    if (found === undefined && welcome) return next()
    if (found === undefined || !isRole(found.role)) throw new Refusal('not_a_member')
    c.set('session', { userId: user.id, name: user.name, email: user.email, role: found.role })
    c.set('workspace', await deps.open(found.workspaceId))
    await next()
    // A session in use lives on: its renewed cookie travels with the answer.
    for (const cookie of headers.getSetCookie()) c.res.headers.append('set-cookie', cookie)
  })
}

/** Every route behind the door names the one action it is; `can` decides. */
export function allow(action: Action) {
  return createMiddleware<AppEnv>(async function allowed(c, next) {
    if (!can(c.get('session').role, action)) throw new Refusal('forbidden')
    await next()
  })
}
