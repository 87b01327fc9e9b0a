/**
 * All texts at the edge. They are a third as much as the whole program and none of it: as modules of their own, written by
 * `write-texts.ts` before the Worker is built, they are read as data and never parsed as code.
 */
import type { Locale } from '../app-env.ts'
import type { MessageKey } from './de.ts'
import de from './texts/de.texts.json'
import en from './texts/en.texts.json'

type Texts = Readonly<Record<MessageKey, string>>

export const messages: Readonly<Record<Locale, Texts>> = { de: read(de), en: read(en) }

/** A text in the Worker; whoever runs it unbundled has read it already. */
function read(module: string | object): Texts {
  return (typeof module === 'string' ? JSON.parse(module) : module) as Texts
}
