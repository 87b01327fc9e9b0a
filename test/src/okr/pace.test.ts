import { expect, test } from 'vitest'
import { addDays } from '../../../connectors/values/time.ts'
import { contains, daysOf, dueDay, expectedPace, linearPace } from '../../../src/okr/pace.ts'
import fc from '../../support/properties.ts'

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

test('phases: straight from one to the next, from nothing before the cycle to the whole at its end', () => {
  const quarter = { startsOn: '2026-10-01', endsOn: '2027-01-01' }
  const pace = {
    kind: 'phased' as const,
    milestones: [
      { day: '2026-10-31', progress: 0.1 },
      { day: '2026-11-30', progress: 0.7 },
    ],
  }
  const at = (day: string) => expectedPace(pace, day, quarter)
  // Half of the 31 days to the first, half of the 30 to the second, half way up the last 31.
  expect(at('2026-09-30')).toBe(0)
  expect(at('2026-10-31')).toBe(0.1)
  expect(at('2026-11-15')).toBeCloseTo(0.4, 12)
  expect(at('2026-11-30')).toBe(0.7)
  expect(at('2026-12-31')).toBe(1)
  expect(at('2027-02-01')).toBe(1)
})

test('a seasonal pace is the curve of earlier cycles, and a straight line without one', () => {
  const days = { startsOn: '2026-10-01', endsOn: '2026-10-05' }
  const curve = { mean: [0.1, 0.1, 0.4, 1] }
  const at = (day: string, known: typeof curve | null) => expectedPace({ kind: 'seasonal' }, day, days, known)
  expect(
    ['2026-09-30', '2026-10-01', '2026-10-03', '2026-10-04', '2026-12-24'].map((day) => at(day, curve)),
  ).toEqual([0, 0.1, 0.4, 1, 1])
  expect(at('2026-10-02', null)).toBe(0.5)
})
