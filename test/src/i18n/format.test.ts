import { expect, test } from 'vitest'
import { formatters } from '../../../src/i18n/index.ts'

const de = formatters('de')
const en = formatters('en')
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

test('money is written to the cent where it is exact, and shortened where it only has to be read', () => {
  expect(plain(de.money(124_350_050, 'EUR', 'exact'))).toBe('1.243.500,50 €')
  expect(plain(de.money(124_350_050, 'EUR', 'short'))).toBe('1,24 Mio. €')
  expect(plain(de.money(4_280_000, 'EUR', 'short'))).toBe('42.800 €')
  expect(plain(en.money(124_350_050, 'EUR', 'exact'))).toBe('€1,243,500.50')
  expect(plain(de.money(-5, 'EUR', 'exact'))).toBe('−0,05 €')
  expect(plain(de.money(1234, 'JPY', 'exact'))).toBe('1.234 ¥')
})

test('money beyond the exactness of floats keeps its cents', () => {
  expect(plain(de.money(9_007_199_254_740_991, 'EUR', 'exact'))).toBe('90.071.992.547.409,91 €')
})

test('a difference carries its sign, and that of a ratio is in points', () => {
  expect(plain(de.difference(4_280_000, 'money', 'EUR'))).toBe('+42.800 €')
  expect(plain(de.difference(-0.004, 'ratio', null))).toBe('−0,4 Pp.')
  expect(plain(en.difference(0.01, 'ratio', null))).toBe('+1 pp')
  expect(plain(de.difference(1.5, 'days', null))).toBe('+1,5 Tage')
})

test('values follow their unit', () => {
  expect(plain(de.value(0.3125, 'ratio', null))).toBe('31,3 %')
  expect(plain(de.value(0.3125, 'ratio', null, 'exact'))).toBe('31,25 %')
  expect(plain(de.value(1, 'days', null))).toBe('1 Tag')
  expect(plain(en.value(1250, 'count', null))).toBe('1,250')
})

test('an age is told in the largest unit that still says something', () => {
  const now = '2026-11-24T07:12:00.000Z'
  expect(de.age('2026-11-24T07:11:30.000Z', now)).toBe('gerade eben')
  expect(de.age('2026-11-24T04:12:00.000Z', now)).toBe('vor 3 Stunden')
  expect(de.age('2026-11-20T03:10:00.000Z', now)).toBe('vor 4 Tagen')
  expect(en.age('2026-11-24T06:12:00.000Z', now)).toBe('1 hour ago')
  // A clock that runs ahead of ours makes nothing come from the future.
  expect(de.age('2026-11-24T09:00:00.000Z', now)).toBe('gerade eben')
})

test('days are days, whatever zone the machine is in; instants are shown in the company’s zone', () => {
  expect(de.day('2026-10-25')).toBe('25. Oktober 2026')
  expect(de.dayNumeric('2026-01-01')).toBe('01.01.2026')
  expect(en.day('2026-10-25')).toBe('25 October 2026')
  expect(de.instant('2026-10-25T00:30:00.000Z', 'Europe/Berlin')).toBe('25.10.2026, 02:30')
  expect(de.instant('2026-10-25T01:30:00.000Z', 'Europe/Berlin')).toBe('25.10.2026, 02:30')
})

test('yesterday and today have their words, other days their date', () => {
  expect(de.relativeDay('2026-11-23', '2026-11-24')).toBe('gestern')
  expect(de.relativeDay('2026-11-24', '2026-11-24')).toBe('heute')
  expect(de.relativeDay('2026-11-20', '2026-11-24')).toBe('20. Nov.')
  expect(en.relativeDay('2026-11-23', '2026-11-24')).toBe('yesterday')
})
