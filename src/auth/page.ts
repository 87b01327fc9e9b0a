/** The two pages of the door and the page of an error, for whoever has no session yet or lost the way. */
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { AppDeps, AppEnv } from '../app-env.ts'
import { formatters, texts } from '../i18n/index.ts'
import { can } from '../okr/roles.ts'
import { type PageContext, themes } from '../web/ctx.ts'
import { requestLocale } from './locale.ts'

export const THEME_COOKIE = 'pegel_theme'

export function pageContext(c: Context<AppEnv>, deps: Pick<AppDeps, 'now'>): PageContext {
  const locale = requestLocale(c)
  // Unset on a public page and when the door itself refused.
  const session = c.get('session') ?? null
  const url = new URL(c.req.url)
  return {
    t: texts(locale),
    f: formatters(locale),
    locale,
    theme: themes.find((theme) => theme === getCookie(c, THEME_COOKIE)) ?? 'auto',
    path: url.pathname + url.search,
    now: deps.now(),
    session,
    workspaceName: c.get('workspace')?.name ?? null,
    may: (action) => session !== null && can(session.role, action),
  }
}
