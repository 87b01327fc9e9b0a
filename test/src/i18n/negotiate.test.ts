import { expect, test } from 'vitest'
import { localeOf } from '../../../src/i18n/negotiate.ts'

test('the person’s choice comes first, then the browser’s order, then English', () => {
  const cases = [
    ['de', 'en-GB,en;q=0.9', 'de'],
    [undefined, 'de-AT,de;q=0.9,en;q=0.8', 'de'],
    [undefined, 'en;q=0.5, de;q=0.9', 'de'],
    [undefined, 'fr-FR,de;q=0.3', 'de'],
    [undefined, 'de;q=0, en', 'en'],
    [undefined, 'fr', 'en'],
    [undefined, undefined, 'en'],
    ['klingon', 'de', 'de'],
    [undefined, ';;,,q=', 'en'],
  ] as const
  for (const [chosen, accepted, locale] of cases) expect(localeOf(chosen, accepted)).toBe(locale)
})
