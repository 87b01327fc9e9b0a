/** English: a key that German has and English has not is a type error. */
import type { MessageKey } from './de.ts'
import { forms } from './forms.en.ts'
import { pages } from './pages.en.ts'
import { words } from './words.en.ts'

export const en: Record<MessageKey, string> = { ...words, ...pages, ...forms }
