/** German: the language the keys are taken from. */
import { forms } from './forms.de.ts'
import { pages } from './pages.de.ts'
import { words } from './words.de.ts'

export const de = { ...words, ...pages, ...forms } as const
export type MessageKey = keyof typeof de
