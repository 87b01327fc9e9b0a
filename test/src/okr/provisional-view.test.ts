import { expect, test } from 'vitest'
import type { MetricValue } from '../../../src/metrics/types.ts'
import { provisionalView } from '../../../src/okr/provisional-view.ts'
import type { KeyResult } from '../../../src/okr/types.ts'
import { keyResult, metricValue, today } from '../../support/views.ts'

const at = '2026-11-24T06:58:00.000Z'
const official = metricValue({ value: 100, seq: 10 })
const value = metricValue({ value: 150, seq: 12 })
const row = { day: today, at, value }
const reach: KeyResult = keyResult({ baseline: 0, target: 200 })
const hold: KeyResult = keyResult({ kind: 'hold', lower: 120, upper: 140, baseline: null, target: null })

test('it stands beside the official value with its own progress and the difference', () => {
  expect(provisionalView(reach, official, row, today)).toEqual({
    value,
    at,
    progress: 0.75,
    within: null,
    change: 50,
  })
})

test('of a value to hold it says whether it is inside right now, and counts no day', () => {
  expect(provisionalView(hold, official, row, today)).toEqual({
    value,
    at,
    progress: null,
    within: false,
    change: 50,
  })
})

const number = (over: Partial<MetricValue>) => ({ ...row, value: { ...value, ...over } })
const gone: readonly (readonly [string, KeyResult, MetricValue | null, typeof row])[] = [
  ['of yesterday', reach, official, { ...row, day: '2026-11-23' }],
  ['that an official value has overtaken', reach, { ...official, seq: 13 }, row],
  ['that an official value has seen as much as', reach, { ...official, seq: 12 }, row],
  ['of an older definition', { ...reach, definitionVersion: 2 }, official, row],
  ['of a broken key result', { ...reach, broken: { code: 'stage_gone', subject: 'x' } }, official, row],
  ['of too few people', { ...reach, broken: { code: 'group_too_small', subject: '2' } }, official, row],
]
test.each(gone)('a value %s is not shown', (_, one, before, told) => {
  expect(provisionalView(one, before, told, today)).toBeNull()
})

test('before the first official value it stands alone; without a number there is no difference', () => {
  expect(provisionalView(reach, null, row, today)?.change).toBeNull()
  const none = number({ value: null, reason: 'nothing_closed' })
  expect(provisionalView(reach, official, none, today)).toMatchObject({ progress: null, change: null })
})
