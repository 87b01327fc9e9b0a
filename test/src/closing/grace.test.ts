import { expect, test } from 'vitest'
import { addDays, addMs, localDay, startOfDay } from '../../../connectors/values/time.ts'
import { finalOf } from '../../../src/closing/final.ts'
import { freezesOn, lastFollowed, type Stage, stageOf, valueDay } from '../../../src/closing/grace.ts'
import { lastEndedDay, nightAt } from '../../../src/jobs/schedule.ts'
import type { KeyResultView } from '../../../src/okr/types.ts'
import fc from '../../support/properties.ts'
import { keyResult, metricValue } from '../../support/views.ts'

const cycle = { id: 'q4', name: 'Q4', startsOn: '2026-10-01', endsOn: '2027-01-01' }

test('values follow for the closing days and are fixed in the night after them', () => {
  expect([lastFollowed(cycle, 5), freezesOn(cycle, 5)]).toEqual(['2027-01-05', '2027-01-06'])
  expect([lastFollowed(cycle, 0), freezesOn(cycle, 0)]).toEqual(['2026-12-31', '2027-01-01'])
  // By the last local day that is over.
  const stages: [string, number, Stage][] = [
    ['2026-12-31', 5, 'running'],
    ['2027-01-01', 5, 'closing'],
    ['2027-01-04', 5, 'closing'],
    ['2027-01-05', 5, 'due'],
    ['2027-01-11', 5, 'due'],
    ['2027-01-12', 5, 'overdue'],
    ['2026-12-31', 0, 'due'],
    ['2027-03-01', 5, 'overdue'],
  ]
  expect(stages.map(([ended, days]) => stageOf(cycle, days, ended))).toEqual(
    stages.map(([, , stage]) => stage),
  )
})

test('a value of the closing days is about the last day of the cycle', () => {
  expect([valueDay(cycle, '2026-12-30'), valueDay(cycle, '2027-01-03')]).toEqual(['2026-12-30', '2026-12-31'])
})

const zones = ['Europe/Berlin', 'America/Sao_Paulo', 'Pacific/Apia', 'Asia/Kathmandu', 'Australia/Lord_Howe']
const anyDay = fc.integer({ min: 0, max: 4000 }).map((n) => addDays('2010-01-01', n))

test('in every zone, over changes of the clock and skipped days, exactly one night is the first that may freeze', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      anyDay,
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 0, max: 31 }),
      (zone, startsOn, length, closingDays) => {
        const own = { startsOn, endsOn: addDays(startsOn, length) }
        const last = lastFollowed(own, closingDays)
        // The nights around it, each named by the day that ended before it, as the schedule names them.
        const ended = [-2, -1, 0, 1, 2, 3].map((n) =>
          lastEndedDay(nightAt('acme', addDays(freezesOn(own, closingDays), n), zone), zone),
        )
        const ripe = ended.filter((day) => ['due', 'overdue'].includes(stageOf(own, closingDays, day)))
        // Never before the last day that follows is over, and in the first night after it.
        expect(ripe.every((day) => day >= last)).toBe(true)
        expect(ended.filter((day) => day >= last)).toEqual(ripe)
        const first = ripe[0] ?? ''
        const morning = startOfDay(addDays(last, 1), zone)
        expect(localDay(addMs(morning, -1), zone) <= first).toBe(true)
      },
    ),
  )
})

const seen = (over: Partial<KeyResultView>, more: Partial<Parameters<typeof finalOf>[0]> = {}) =>
  finalOf({
    view: keyResult(over),
    ...{ day: '2027-01-05', cycle, lastDay: '2027-01-05', today: '2027-01-06', overridden: false },
    ...more,
  })

test('the verdict falls once, and never praises what is old, broken or incomplete', () => {
  const incomplete = metricValue({ complete: false, reason: 'rate_missing' })
  const hold = { kind: 'hold', lower: 1, requiredShare: 0.9 } as const
  const table: [string, ReturnType<typeof seen>, string, string[]][] = [
    ['reached', seen({ progress: 1 }), 'achieved', []],
    ['beyond', seen({ progress: 1.3 }), 'achieved', []],
    ['a hair below', seen({ progress: 1 - 1e-12 }), 'achieved', []],
    ['not reached', seen({ progress: 0.99 }), 'missed', []],
    ['incomplete', seen({ progress: 1.3, latest: incomplete }), 'incomplete', ['incomplete']],
    ['old', seen({ progress: 1.3 }, { day: '2026-12-30' }), 'incomplete', ['old_value']],
    ['typed earlier', seen({ progress: 1, origin: 'manual' }, { day: '2026-11-30' }), 'achieved', []],
    [
      'broken',
      seen({ progress: 1.3, broken: { code: 'stage_gone', subject: 'x' } }),
      'incomplete',
      ['broken'],
    ],
    ['nothing', seen({ progress: null, latest: null }, { day: null }), 'no_data', ['no_value']],
    ['late', seen({ progress: 1 }, { today: '2027-01-09' }), 'achieved', ['late']],
    ['by hand', seen({ progress: 0.5 }, { overridden: true }), 'missed', ['override_ended']],
    ['held', seen({ ...hold, daysWithin: 84, daysMeasured: 92 }), 'achieved', []],
    ['held too rarely', seen({ ...hold, daysWithin: 82, daysMeasured: 92 }), 'missed', []],
    ['held, days missing', seen({ ...hold, daysWithin: 70, daysMeasured: 72 }), 'achieved', ['days_missing']],
  ]
  expect(table.map(([name, { status, notes }]) => [name, status, notes.map(({ code }) => code)])).toEqual(
    table.map(([name, , status, notes]) => [name, status, notes]),
  )
  expect(seen({ progress: 1 }, { today: '2027-01-09' }).notes).toEqual([{ code: 'late', days: 3 }])
})
