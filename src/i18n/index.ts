/** Texts by key in one language; messages are ICU, so that plurals follow the language and not the code. */
import { IntlMessageFormat } from 'intl-messageformat'
import { messages } from '#messages'
import type { Locale } from '../app-env.ts'
import type { MessageKey } from './de.ts'

export type { MessageKey } from './de.ts'
export { type Formatters, formatters } from './format.ts'

export type MessageValues = Readonly<Record<string, string | number>>
export type Translate = (key: MessageKey, values?: MessageValues) => string

const parsed = new Map<string, IntlMessageFormat>()

/** Throws when a message needs a value that was not given: a page never shows half a sentence. */
export function texts(locale: Locale): Translate {
  return function t(key, values) {
    const message = messages[locale][key]
    if (values === undefined && !message.includes('{')) return message
    const id = `${locale} ${key}`
    let format = parsed.get(id)
    if (format === undefined) {
      format = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true })
      parsed.set(id, format)
    }
    return String(format.format(values ?? {}))
  }
}
