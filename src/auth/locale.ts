/** Puts the caller's language on the request, for public pages and refusals as well. */
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { AppEnv, Locale } from '../app-env.ts'
import { LOCALE_COOKIE, localeOf } from '../i18n/negotiate.ts'

export function requestLocale(c: Context): Locale {
  return localeOf(getCookie(c, LOCALE_COOKIE), c.req.header('accept-language'))
}

export const locale = createMiddleware<AppEnv>(async function locale(c, next) {
  c.set('locale', requestLocale(c))
  await next()
})
