import { expect, test } from 'vitest'
import { comparableCycles } from '../../../src/forecast/cycles.ts'

const since = '2000-01-01'
const starts = (startsOn: string, endsOn: string, most = 4, from = since) =>
  comparableCycles({ startsOn, endsOn }, from, most).map((one) => `${one.startsOn}..${one.endsOn}`)

test('a quarter is compared with the quarters before it, however many days they have', () => {
  expect(starts('2026-10-01', '2027-01-01')).toEqual([
    '2026-07-01..2026-10-01',
    '2026-04-01..2026-07-01',
    '2026-01-01..2026-04-01',
    '2025-10-01..2026-01-01',
  ])
})

test('a year is compared with years, and a cycle that is no whole month by its days', () => {
  expect(starts('2026-02-01', '2027-02-01', 2)).toEqual(['2025-02-01..2026-02-01', '2024-02-01..2025-02-01'])
  expect(starts('2026-10-05', '2026-11-16', 2)).toEqual(['2026-08-24..2026-10-05', '2026-07-13..2026-08-24'])
})

test('what begins before the history is left out, and the cycles touch without a gap', () => {
  expect(starts('2026-10-01', '2027-01-01', 8, '2026-01-02')).toEqual([
    '2026-07-01..2026-10-01',
    '2026-04-01..2026-07-01',
  ])
  // Moved month by month, a cycle from the 31st would drift to the 28th and stay there.
  const late = comparableCycles({ startsOn: '2026-12-31', endsOn: '2027-01-31' }, since, 3)
  expect(late.map((one) => one.startsOn)).toEqual(['2026-11-30', '2026-10-31', '2026-09-30'])
  expect(late.slice(1).map((one) => one.endsOn)).toEqual(late.slice(0, -1).map((one) => one.startsOn))
})
