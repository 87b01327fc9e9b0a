/** The one reader of the process's environment. */
import type { Locale } from './app-env.ts'
import { type Env, localeOf, parseEnv } from './env.ts'

export function nodeEnv(): Env {
  return parseEnv(process.env)
}

/** Of the person, also where a setting is wrong and must be told. */
export function nodeLocale(): Locale {
  return localeOf({ LANG: process.env.LANG })
}
