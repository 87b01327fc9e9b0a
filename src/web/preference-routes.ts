/** Language and appearance, kept in two cookies for a year. Open to everybody: the door has a language too. */
import { Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import type { AppEnv } from '../app-env.ts'
import { THEME_COOKIE } from '../auth/page.ts'
import { asLocale, LOCALE_COOKIE } from '../i18n/negotiate.ts'
import { themes, type WebDeps } from './ctx.ts'
import { enteredFrom, first } from './form-state.ts'

const YEAR_SECONDS = 365 * 86_400

/** Only a path of ours: a page of somebody else must not be reached through us. */
export function safeBack(text: string): string {
  return /^\/(?![/\\])[^\\\s]*$/.test(text) ? text : '/'
}

export function preferenceRoutes({ publicUrl }: WebDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const options = {
    path: '/',
    maxAge: YEAR_SECONDS,
    httpOnly: true,
    sameSite: 'Lax',
    secure: publicUrl.startsWith('https:'),
  } as const
  app.post('/preferences', async (c) => {
    const entered = enteredFrom(await c.req.formData())
    const locale = asLocale(first(entered, 'locale'))
    const theme = themes.find((one) => one === first(entered, 'theme'))
    if (locale !== null) setCookie(c, LOCALE_COOKIE, locale, options)
    if (theme !== undefined) setCookie(c, THEME_COOKIE, theme, options)
    return c.redirect(safeBack(first(entered, 'back')), 303)
  })
  return app
}
