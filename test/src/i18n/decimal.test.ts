// Planted and seen red: a float multiplication for money; `replace` without the g flag (second group left);
// groups accepted anywhere (`1.2.5`); percent divided as a float (0.07 * 100).

import { expect, test } from 'vitest'
import { locales } from '../../../src/app-env.ts'
import { parseTyped, parseValue, typedValue } from '../../../src/i18n/decimal.ts'
import { formatters } from '../../../src/i18n/index.ts'
import { units } from '../../../src/metrics/types.ts'
import fc from '../../support/properties.ts'

test('German and English numbers are read as they are written', () => {
  const cases = [
    ['de', '1.250.000,00', '1250000.00'],
    ['de', '1250000', '1250000'],
    ['de', ' − 3,5 % ', '-3.5'],
    ['de', '12.345 €', '12345'],
    ['de', ',5', '.5'],
    ['en', '1,250,000.00', '1250000.00'],
    ['en', '12.50', '12.50'],
    ['en', '€1,000', '1000'],
  ] as const
  for (const [locale, text, plain] of cases) expect(parseTyped(text, locale), text).toBe(plain)
})

test('what could mean two things, or nothing, is no number', () => {
  for (const text of [
    '12.50',
    '1.2.5',
    '1.25.000',
    '1,2,3',
    'achtzig',
    '',
    '-',
    '1e5',
    '12-3',
    '--1',
    '0x10',
  ])
    expect(parseTyped(text, 'de'), text).toBeNull()
  for (const text of ['12,50', '1,25,000', '1.2.3']) expect(parseTyped(text, 'en'), text).toBeNull()
})

test('money is read to the cent, percent as a share, and cents beyond the currency are rounded half to even', () => {
  expect(parseValue('1.250.000,00', 'money', 'EUR', 'de')).toBe(125_000_000)
  expect(parseValue('0,29', 'money', 'EUR', 'de')).toBe(29)
  expect(parseValue('1200', 'money', 'JPY', 'de')).toBe(1200)
  expect(parseValue('7', 'ratio', 'EUR', 'de')).toBe(0.07)
  expect(parseValue('82,5', 'ratio', 'EUR', 'de')).toBe(0.825)
  expect(parseValue('3,5', 'days', 'EUR', 'de')).toBe(3.5)
})

test('what a field shows can be sent back unchanged', () => {
  const value = fc.integer({ min: -1e12, max: 1e12 })
  fc.assert(
    fc.property(value, fc.constantFrom(...units), fc.constantFrom(...locales), (n, unit, locale) => {
      const shown = unit === 'ratio' ? n / 1e4 : n
      for (const style of ['plain', 'grouped'] as const)
        expect(parseValue(typedValue(shown, unit, 'EUR', locale, style), unit, 'EUR', locale)).toBe(shown)
    }),
  )
})

test('what a page shows can be copied into a field', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.constantFrom(...locales), (minor, locale) => {
      const shown = formatters(locale).money(minor, 'EUR', 'exact')
      expect(parseValue(shown, 'money', 'EUR', locale)).toBe(minor)
    }),
  )
})
