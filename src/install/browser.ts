/** The browser that left, by a cookie nobody else can make up. It opens nothing: it only says that the same one came back. */
import type { Context } from 'hono'
import { getSignedCookie, setSignedCookie } from 'hono/cookie'
import type { AppDeps } from '../app-env.ts'
import { randomText } from './attempt.ts'

const COOKIE = 'pegel_connect'
const LIVES_S = 3_600

type Deps = Pick<AppDeps, 'publicUrl' | 'sessionSecret'>

/** Null: it has none of ours. */
export async function browserOf(c: Context, { sessionSecret }: Deps): Promise<string | null> {
  const kept = await getSignedCookie(c, keyOf(sessionSecret), COOKIE)
  return typeof kept === 'string' && kept !== '' ? kept : null
}

/** Several attempts may be under way in one browser. */
export async function markBrowser(c: Context, deps: Deps): Promise<string> {
  const browser = (await browserOf(c, deps)) ?? randomText()
  await setSignedCookie(c, COOKIE, browser, keyOf(deps.sessionSecret), {
    path: '/connect',
    httpOnly: true,
    secure: deps.publicUrl.startsWith('https:'),
    // The consent page sends people back by a link from another site.
    sameSite: 'Lax',
    maxAge: LIVES_S,
  })
  return browser
}

/** Another purpose, another key: what the sign-in library signed is not taken here. */
function keyOf(sessionSecret: string): string {
  return `connect ${sessionSecret}`
}
