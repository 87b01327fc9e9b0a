import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '../../../connectors/values/time.ts'
import { contains, daysOf, dueDay, linearPace } from '../../../src/okr/pace.ts'

const quarter = { startsOn: '2026-10-01', endsOn: '2027-01-01' }

test('the pace is linear over the days of the cycle and counts the measured day in', () => {
  const examples = [
    ['2026-09-30', 0],
    ['2026-10-01', 1 / 92],
    ['2026-11-15', 46 / 92],
    ['2026-12-31', 1],
    ['2027-02-01', 1],
  ] as const
  for (const [day, expected] of examples) expect(linearPace(day, quarter)).toBe(expected)
})

// Planted and seen red: d - s without the + 1; e - s + 1; the last day left out of `daysOf`.
test('each day of a cycle adds the same part and the last one makes it whole', () => {
  const cycle = fc.record({
    start: fc.integer({ min: 0, max: 4000 }),
    length: fc.integer({ min: 1, max: 800 }),
  })
  fc.assert(
    fc.property(cycle, ({ start, length }) => {
      const startsOn = addDays('2020-01-01', start)
      const span = { startsOn, endsOn: addDays(startsOn, length) }
      const days = daysOf(span)
      expect(days.length).toBe(length)
      expect(days.every((day) => contains(span, day))).toBe(true)
      days.forEach((day, i) => {
        expect(linearPace(day, span)).toBeCloseTo((i + 1) / length, 12)
      })
      expect(linearPace(days.at(-1) ?? '', span)).toBe(1)
    }),
  )
})

test('the day a value is due of is yesterday, and after the cycle its last day', () => {
  const examples = [
    ['2026-11-24', '2026-11-23'],
    ['2027-01-01', '2026-12-31'],
    ['2027-03-01', '2026-12-31'],
  ] as const
  for (const [today, expected] of examples) expect(dueDay(today, quarter)).toBe(expected)
})
