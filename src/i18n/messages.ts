/** All texts, in both languages. The Worker has them as data: `messages-edge.ts`. */
import type { Locale } from '../app-env.ts'
import { de, type MessageKey } from './de.ts'
import { en } from './en.ts'

export const messages: Readonly<Record<Locale, Readonly<Record<MessageKey, string>>>> = { de, en }
