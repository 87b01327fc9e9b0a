import { expect, test } from 'vitest'
import { type Day, nightStreams, type Stream } from '../../../connectors/contract.ts'
import { type Calendar, dueStreams, isThorough, type Standing } from '../../../src/sync/due.ts'

const all = (known: boolean): Standing[] => nightStreams.map((stream) => ({ stream, known }))
const but = (...unknown: Stream[]) =>
  all(true).map((one) => (unknown.includes(one.stream) ? { ...one, known: false } : one))

const withoutContracts = nightStreams.filter((stream) => stream !== 'contracts')

test.each<[string, readonly Standing[], boolean, readonly Stream[]]>([
  ['the first import reads everything', [], true, withoutContracts],
  [
    'an ordinary night reads stages, owners and what changed',
    all(true),
    false,
    ['pipelines', 'owners', 'deals', 'removals'],
  ],
  ['a thorough night reads everything', all(true), true, withoutContracts],
  [
    'what never came to its end is read whatever the day',
    but('companies'),
    false,
    ['pipelines', 'owners', 'companies', 'deals', 'removals'],
  ],
  ['what was never walked at all is read', [], false, withoutContracts],
])('%s', (_, standing, thorough, due) => {
  expect(dueStreams(standing, thorough, false)).toEqual(due)
  // Where they are a stream of the connection they are read each night, last.
  expect(dueStreams(standing, thorough, true)).toEqual([...due, 'contracts'])
})

const wednesday = 3
const night = (day: Day, wholeDay: Day | null): Calendar => ({
  kind: 'night',
  day,
  wholeDay,
  weekday: wednesday,
})

test.each<[string, Calendar, boolean]>([
  ['before the first import ended', night('2026-03-02', null), true],
  ['by hand, before the first import ended', { ...night('2026-03-02', null), kind: 'manual' }, true],
  ['on another day of the week', night('2026-03-03', '2026-03-02'), false],
  ["on the company's day of the week", night('2026-03-04', '2026-03-02'), true],
  ['by hand on that day', { ...night('2026-03-04', '2026-03-02'), kind: 'manual' }, false],
  ['once more for the same day', night('2026-03-04', '2026-03-04'), false],
  ['six days after a missed one', night('2026-03-10', '2026-03-04'), false],
  ['a week after', night('2026-03-11', '2026-03-04'), true],
  ['eight days after, when its day was missed', night('2026-03-12', '2026-03-04'), true],
  ['by hand, a week after', { ...night('2026-03-11', '2026-03-04'), kind: 'manual' }, true],
  [
    'without a day of the week, within the week',
    { ...night('2026-03-04', '2026-03-02'), weekday: null },
    false,
  ],
])('whether a run is thorough: %s', (_, calendar, thorough) => {
  expect(isThorough(calendar)).toBe(thorough)
})
