import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { roles } from '../../../src/app-env.ts'
import { de, type MessageKey } from '../../../src/i18n/de.ts'
import { en } from '../../../src/i18n/en.ts'
import { texts } from '../../../src/i18n/index.ts'
import { reasons, units } from '../../../src/metrics/types.ts'
import { statuses } from '../../../src/okr/types.ts'
import { files, root } from '../../support/imports.ts'

const keys = Object.keys(de) as MessageKey[]

/** Names of the values a message needs, also inside plurals. */
function needs(message: string, locale: string): string[] {
  const found = new Set<string>()
  const walk = (parts: readonly unknown[]) => {
    for (const part of parts as readonly {
      type: number
      value: string
      options?: Record<string, { value: unknown[] }>
    }[]) {
      if (part.type > 0 && part.type < 7) found.add(part.value)
      for (const option of Object.values(part.options ?? {})) walk(option.value)
    }
  }
  walk(new IntlMessageFormat(message, locale, undefined, { ignoreTag: true }).getAst())
  return [...found].sort()
}

test('both languages have the same messages, each with the same values in it', () => {
  expect(Object.keys(en).sort()).toEqual([...keys].sort())
  const different = keys.filter((key) => needs(de[key], 'de').join() !== needs(en[key], 'en').join())
  expect(different).toEqual([])
})

test('no message is empty, and none is the same sentence in both languages by oversight', () => {
  expect(keys.filter((key) => de[key].trim() === '' || en[key].trim() === '')).toEqual([])
  const same = keys.filter((key) => (de[key] as string) === en[key] && /\s\w+\s/.test(de[key]))
  expect(same).toEqual([])
})

test('every status, reason, role and unit has a word in both languages', () => {
  for (const locale of ['de', 'en'] as const) {
    const t = texts(locale)
    for (const status of statuses) expect(t(`status.${status}`)).not.toBe('')
    for (const reason of reasons) expect(t(`reason.${reason}`)).toMatch(/\.$/)
    for (const role of roles) expect(t(`role.${role}`)).not.toBe('')
    for (const unit of units) expect(t(`unit.${unit}`)).not.toBe('')
  }
})

test('plurals follow the language', () => {
  const t = texts('de')
  expect(t('board.left', { days: 0 })).toBe('letzter Tag')
  expect(t('board.left', { days: 1 })).toBe('noch 1 Tag')
  expect(t('sources.skipped', { n: 1200 })).toBe('1.200 Datensätze nicht lesbar')
  expect(texts('en')('sources.skipped', { n: 1200 })).toBe('1,200 records not readable')
})

test('a message without its value fails instead of showing half a sentence', () => {
  expect(() => texts('de')('objective.team', {})).toThrow()
})

test('German addresses nobody with Sie or du', () => {
  const addressed = keys.filter((key) => /\b(Sie|Ihr|Ihre[nrm]?|Ihnen|du|dein\w*|dir|dich)\b/.test(de[key]))
  expect(addressed).toEqual([])
  // Nor do words that stand elsewhere: problems of the API, the command line.
  const polite = /\b(Sie|Ihnen|Ihre?[nrm]?)\b/
  const elsewhere = ['src', 'connectors'].flatMap((folder) => files(folder))
  expect(elsewhere.filter((file) => polite.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
})

test('no message waits for a page that does not exist', () => {
  const program = files('src').filter((file) => !file.startsWith('src/i18n/'))
  const source = program.map((file) => readFileSync(join(root, file), 'utf8')).join('\n')
  // Written out, or as the end of a key made from a code: `status.${status}`.
  const made = (key: string) =>
    key.split('.').some((_, i, parts) => i > 0 && source.includes(`${parts.slice(0, i).join('.')}.\${`))
  expect(keys.filter((key) => !source.includes(`'${key}'`) && !made(key))).toEqual([])
})
