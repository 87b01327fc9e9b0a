import { describe, expect, test } from 'vitest'
import {
  addDays,
  atLocalTime,
  daysBetween,
  isDay,
  localDay,
  parseInstant,
  startOfDay,
} from '../../../connectors/values/time.ts'
import fc from '../../support/properties.ts'

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'UTC',
]
const anyDay = fc
  .date({ min: new Date('2015-01-01T00:00:00Z'), max: new Date('2035-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const anyZone = fc.constantFrom(...zones)

describe('instants', () => {
  test.each([
    ['2026-11-24T04:30:00.000Z', '2026-11-24T04:30:00.000Z'],
    ['2026-11-24T04:30:00Z', '2026-11-24T04:30:00.000Z'],
    ['2026-11-24T04:30:00.1234567Z', '2026-11-24T04:30:00.123Z'],
    ['2011-07-07T00:37:00.000+0000', '2011-07-07T00:37:00.000Z'],
    ['2026-11-24T04:30:00+01:00', '2026-11-24T03:30:00.000Z'],
    ['2026-11-24T04:30:00', null],
    ['2026-11-24', null],
    ['2026-02-30T04:30:00Z', null],
    ['2026-11-24T25:00:00Z', null],
    ['1764000000000', null],
    ['', null],
  ])('%s is read as %s', (text, instant) => {
    expect(parseInstant(text)).toBe(instant)
  })
})

describe('local days', () => {
  test.each([
    ['2026-03-29T00:59:59.999Z', 'Europe/Berlin', '2026-03-29'],
    ['2026-03-28T22:59:59.999Z', 'Europe/Berlin', '2026-03-28'],
    ['2026-03-28T23:00:00.000Z', 'Europe/Berlin', '2026-03-29'],
    ['2026-01-01T02:00:00.000Z', 'America/New_York', '2025-12-31'],
  ])('%s in %s is %s', (instant, zone, day) => {
    expect(localDay(instant, zone)).toBe(day)
  })

  test.each([
    ['2026-02-29', false],
    ['2028-02-29', true],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['2026-11-24T00:00:00Z', false],
  ])('%s is a day: %s', (text, is) => {
    expect(isDay(text)).toBe(is)
  })

  // Planted and seen red: a day taken from UTC, a start of day at 00:00 of an offset of another season.
  test('a day begins at its first instant, and the instant before belongs to an earlier day', () => {
    fc.assert(
      fc.property(anyDay, anyZone, (day, zone) => {
        const start = Date.parse(startOfDay(day, zone))
        expect(localDay(start, zone)).toBe(day)
        expect(localDay(start - 1, zone) < day).toBe(true)
      }),
    )
  })

  test('counting days forth and back leads to where it began', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -4000, max: 4000 }), (day, days) => {
        expect(daysBetween(day, addDays(day, days))).toBe(days)
      }),
    )
  })

  test('a clock time that a day skips moves forward, one it has twice is the first', () => {
    expect(atLocalTime('2026-03-29', '02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z')
    expect(atLocalTime('2026-10-25', '02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
  })
})
