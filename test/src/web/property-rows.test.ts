// Planted: splitting inside quotes, dropping `known` without values, losing a row whose property is not offered.

import { expect, test } from 'vitest'
import {
  conditionsFrom,
  enteredProperties,
  joinValues,
  propertyRows,
  splitValues,
} from '../../../src/web/property-rows.ts'
import fc from '../../support/properties.ts'

test('values are typed with commas between them; one with a comma of its own stands in quotes', () => {
  const typed: readonly (readonly [string, readonly string[]])[] = [
    ['', []],
    ['Nord', ['Nord']],
    [' Nord ,Süd,, Nord', ['Nord', 'Süd']],
    ['"Glas, Keramik", Holz', ['Glas, Keramik', 'Holz']],
    ['Holz, "offen', ['Holz', 'offen']],
  ]
  for (const [text, values] of typed) expect(splitValues(text), text).toEqual(values)
})

test('values that are stored come back from the form as they were', () => {
  const value = fc.stringMatching(/^[A-Za-z0-9äöü ,;.-]{1,12}$/).filter((text) => text.trim() === text)
  const values = fc.uniqueArray(value, { maxLength: 5 })
  fc.assert(
    fc.property(values, (list) => {
      expect(splitValues(joinValues(list))).toEqual(list)
    }),
  )
})

test('a row without values asks for nothing, unless it asks whether there is one', () => {
  expect(
    conditionsFrom([
      { name: 'region', op: 'in', values: ' ' },
      { name: 'branch', op: 'unknown', values: 'left over' },
      { name: 'line', op: 'not_in', values: 'A, B' },
    ]),
  ).toEqual([
    { name: 'branch', op: 'unknown', values: [] },
    { name: 'line', op: 'not_in', values: ['A', 'B'] },
  ])
})

test('each property on offer has a row, and so has a condition on one that is no longer mirrored', () => {
  const entered = enteredProperties([{ name: 'gone', op: 'eq', values: ['x'] }])
  expect(propertyRows(entered, ['region'])).toEqual([
    { name: 'gone', op: 'in', values: 'x' },
    { name: 'region', op: 'in', values: '' },
  ])
})
