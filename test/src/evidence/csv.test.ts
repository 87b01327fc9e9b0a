/** Planted and seen red: no apostrophe before a formula; one before a negative number of ours; a quote not doubled. */
import { expect, test } from 'vitest'
import { csvRow } from '../../../src/evidence/csv.ts'
import fc from '../../support/properties.ts'
import { cells } from './parsed-csv.ts'

const german = { separator: ';', decimal: ',' } as const

test.each([
  ['=1+1', "'=1+1"],
  ['+49 30', "'+49 30"],
  ['-7', "'-7"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', "'\tx"],
  [' =1', "' =1"],
  ['＝1', "'＝1"],
  ['Müller', 'Müller'],
  ['a;b', '"a;b"'],
  ['=a;"b"', '"\'=a;""b"""'],
  ['a\nb', '"a\nb"'],
])('a CRM’s text is never a formula: %j', (text, written) => {
  expect(csvRow([text], german)).toBe(`${written}\r\n`)
})

test('numbers are ours: negative ones stay numbers, with the decimal sign asked for', () => {
  const row = [{ number: '-12.50' }, null, { number: '3' }]
  expect(csvRow(row, german)).toBe('-12,50;;3\r\n')
  expect(csvRow(row, { separator: ',', decimal: '.' })).toBe('-12.50,,3\r\n')
  expect(csvRow(row, { separator: ',', decimal: ',' })).toBe('"-12,50",,3\r\n')
})

test('what is written can be read back, and nothing begins like a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 }), (row) => {
      const [read] = cells(csvRow(row, german), ';')
      expect(read?.map((cell, n) => (cell === row[n] ? cell : cell.slice(1)))).toEqual(row)
      for (const cell of read ?? []) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
    }),
  )
})
