import { expect, test } from 'vitest'
import { addDays } from '../../../connectors/values/time.ts'
import { type Judged, statusOf } from '../../../src/okr/status.ts'
import { origins, type Status, statuses } from '../../../src/okr/types.ts'
import fc from '../../support/properties.ts'

const base: Judged = {
  broken: false,
  origin: 'metric',
  cadenceDays: null,
  today: '2026-11-24',
  cycle: { startsOn: '2026-10-01', endsOn: '2027-01-01' },
  latest: { day: '2026-11-23', value: 50, complete: true },
  expected: 0.6,
  goal: { kind: 'reach', progress: 0.6 },
}
const reach = (progress: number) => ({ ...base, goal: { kind: 'reach', progress } as const })
const latest = (part: Partial<NonNullable<Judged['latest']>>) => ({
  day: '2026-11-23',
  value: 50 as number | null,
  complete: true,
  ...part,
})

test('the first rung that applies decides', () => {
  const examples: [string, Judged, Status][] = [
    ['broken before everything', { ...base, broken: true, latest: null }, 'broken'],
    ['never measured', { ...base, latest: null }, 'no_data'],
    ['nothing to measure', { ...base, latest: latest({ value: null, day: '2026-11-01' }) }, 'no_data'],
    ['stale before incomplete', { ...base, latest: latest({ day: '2026-11-22', complete: false }) }, 'stale'],
    ['incomplete before any rating', { ...reach(1.2), latest: latest({ complete: false }) }, 'incomplete'],
    ['target met', reach(1), 'achieved'],
    ['ten points below', reach(0.5), 'on_track'],
    ['more than ten below', reach(0.4999), 'behind'],
    ['twenty-five below', reach(0.35), 'behind'],
    ['more than twenty-five below', reach(0.3499), 'at_risk'],
  ]
  expect(examples.map(([name, judged]) => [name, statusOf(judged)])).toEqual(
    examples.map(([name, , expected]) => [name, expected]),
  )
})

test('a typed or pushed value is stale only past its cadence', () => {
  const typed = { ...base, origin: 'manual', latest: latest({ day: '2026-11-17' }) } as const
  const examples: [Judged, Status][] = [
    [{ ...typed, cadenceDays: 7 }, 'on_track'],
    [{ ...typed, cadenceDays: 6 }, 'stale'],
    [{ ...typed, cadenceDays: null }, 'on_track'],
    [{ ...typed, origin: 'pushed', cadenceDays: 6 }, 'stale'],
  ]
  expect(examples.map(([judged]) => statusOf(judged))).toEqual(examples.map(([, expected]) => expected))
})

test('a hold is judged by the value now, then by the share of days, and finally only at the end', () => {
  const hold = (within: number, value: number, today = base.today): Judged => ({
    ...base,
    today,
    latest: latest({ value, day: addDays(today, -1) }),
    goal: {
      kind: 'hold',
      bounds: { lower: 3, upper: null },
      days: { within, measured: 10 },
      requiredShare: 0.9,
    },
  })
  const examples: [Judged, Status][] = [
    [hold(10, 2), 'at_risk'],
    [hold(9, 3), 'on_track'],
    [hold(8, 3), 'behind'],
    [hold(9, 2, '2027-01-01'), 'achieved'],
    [hold(8, 3, '2027-01-01'), 'missed'],
  ]
  expect(examples.map(([judged]) => statusOf(judged))).toEqual(examples.map(([, expected]) => expected))
})

test('thresholds are a setting', () => {
  expect(statusOf(reach(0.55), { onTrack: 0.02, behind: 0.1 })).toBe('behind')
})

const anyJudged: fc.Arbitrary<Judged> = fc.record({
  broken: fc.boolean(),
  origin: fc.constantFrom(...origins),
  cadenceDays: fc.option(fc.integer({ min: 1, max: 30 })),
  today: fc.integer({ min: -40, max: 200 }).map((days) => addDays('2026-10-01', days)),
  cycle: fc.constant(base.cycle),
  latest: fc.option(
    fc.record({
      day: fc.integer({ min: -40, max: 200 }).map((days) => addDays('2026-10-01', days)),
      value: fc.option(fc.double({ noNaN: true, min: -1e6, max: 1e6 })),
      complete: fc.boolean(),
    }),
  ),
  expected: fc.double({ min: 0, max: 1, noNaN: true }),
  goal: fc.oneof(
    fc.record({ kind: fc.constant('reach' as const), progress: fc.double({ min: -3, max: 3, noNaN: true }) }),
    fc.record({
      kind: fc.constant('hold' as const),
      bounds: fc.record({ lower: fc.double({ noNaN: true }), upper: fc.constant(null) }),
      days: fc.record({ within: fc.nat(10), measured: fc.integer({ min: 10, max: 20 }) }),
      requiredShare: fc.double({ min: 0.1, max: 1, noNaN: true }),
    }),
  ),
})

// Planted and seen red: the rungs of broken, stale and incomplete taken out one by one; stale a day early; thresholds
// added instead of taken off (the last two by the tables above).
test('the ladder always answers, and rates nothing that is broken, missing, old or incomplete', () => {
  fc.assert(
    fc.property(anyJudged, (judged) => {
      const status = statusOf(judged)
      expect(statuses).toContain(status)
      const yesterday = addDays(judged.today, -1)
      const due = yesterday < '2026-12-31' ? yesterday : '2026-12-31'
      const old = judged.origin === 'metric' && judged.latest !== null && judged.latest.day < due
      const unrated = judged.broken || judged.latest?.value == null || old || !judged.latest.complete
      const silent = ['broken', 'no_data', 'stale', 'incomplete']
      expect(unrated && !silent.includes(status)).toBe(false)
    }),
    { numRuns: 1000 },
  )
})

test('more progress never worsens a status', () => {
  const order: Status[] = ['at_risk', 'behind', 'on_track', 'achieved']
  const progress = fc.double({ min: -2, max: 2, noNaN: true })
  fc.assert(
    fc.property(progress, progress, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, expected) => {
      const low = statusOf({ ...reach(Math.min(a, b)), expected })
      const high = statusOf({ ...reach(Math.max(a, b)), expected })
      expect(order.indexOf(high)).toBeGreaterThanOrEqual(order.indexOf(low))
    }),
  )
})
