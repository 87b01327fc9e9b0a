/** Which language a request wants: the person's choice, else the browser's order, else English. Pure. */
import { type Locale, locales } from '../app-env.ts'

export const LOCALE_COOKIE = 'pegel_locale'

export function asLocale(text: string | undefined): Locale | null {
  return locales.find((locale) => locale === text) ?? null
}

interface Wish {
  readonly tag: string
  readonly weight: number
}

function wishes(acceptLanguage: string): readonly Wish[] {
  return acceptLanguage
    .split(',')
    .map((part) => {
      const [tag = '', ...options] = part.trim().toLowerCase().split(';')
      const q = options.map((o) => /^\s*q=([\d.]+)$/.exec(o)?.[1]).find((v) => v !== undefined)
      return { tag, weight: q === undefined ? 1 : Number(q) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
}

/** `chosen` is the cookie's text; an unknown one counts as none. */
export function localeOf(chosen: string | undefined, acceptLanguage: string | undefined): Locale {
  const own = asLocale(chosen)
  if (own !== null) return own
  for (const { tag } of wishes(acceptLanguage ?? '')) {
    const found = asLocale(tag.split('-')[0])
    if (found !== null) return found
  }
  return 'en'
}
