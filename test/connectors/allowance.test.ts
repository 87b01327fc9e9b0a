import { expect, test } from 'vitest'
import { allowed, assume, hear, pauseMs, recall, refused } from '../../connectors/allowance.ts'
import { limits } from '../../connectors/hubspot/limits.ts'

const start = assume({ calls: 80, perMs: 10_000 })
const told = (calls: number, remaining: number) => ({ bucket: 'api', calls, perMs: 10_000, remaining })

test.each([
  ['a marketplace app', 110, 88],
  ['a private app of the smallest plan', 100, 80],
  ['a private app of a larger plan', 190, 152],
])('%s may make %i calls, and we make %i', (_, limit, ours) => {
  expect(allowed(hear(start, told(limit, limit - 1), 1, 0), 0)).toBe(ours)
})

test.each([
  ['nobody else', 60, 50, 88],
  ['few enough to be a difference of clocks', 57, 50, 88],
  ['another app that had made half of the calls before we asked', 54, 1, 44],
  ['another app that leaves nothing: one call, to hear when that ends', 0, 0, 1],
])('told of %s, it is %i left and we knew of %i: %i', (_, remaining, known, ours) => {
  expect(allowed(hear(start, told(110, remaining), known, 0), 0)).toBe(ours)
})

test('another app that begins is judged by its pace, and forgotten when it ends', () => {
  const quiet = hear(start, told(110, 109), 1, 0)
  const begun = hear(quiet, told(110, 92), 10, 1_000)
  const going = hear(begun, told(110, 72), 20, 2_000)
  const over = hear(going, told(110, 99), 11, 14_000)
  expect([quiet, begun, going, over].map((one) => allowed(one, 14_000))).toEqual([88, 24, 16, 88])
  // Twenty seconds of half the bucket, evenly.
  const steady = hear(begun, told(110, 11), 44, 20_000)
  expect(allowed(steady, 20_000)).toBe(44)
})

test('a window of another length is not ours', () => {
  expect(hear(start, { bucket: 'api', calls: 19, perMs: 1_000, remaining: 18 }, 1, 0)).toBe(start)
})

test('a bucket that tells nothing is halved after a refusal, for half a minute', () => {
  const search = refused(assume({ calls: 3, perMs: 1_000 }), 0)
  expect([0, 29_999, 30_000].map((now) => allowed(search, now))).toEqual([1, 1, 3])
})

test('the last calls of a bucket are left alone for a moment', () => {
  expect([0, 5, 6, 50].map((remaining) => pauseMs(told(110, remaining)))).toEqual([1_000, 1_000, 0, 0])
})

test('what another program heard counts until we hear for ourselves', () => {
  expect(allowed(recall(start, 110), 0)).toBe(88)
  expect(allowed(recall(hear(start, told(100, 99), 1, 0), 110), 0)).toBe(80)
})

test.each([
  [{ max: '110', 'interval-milliseconds': '10000', remaining: '109' }, told(110, 109)],
  [{ max: '110', 'interval-milliseconds': '10000' }, null],
  [{ max: '0', 'interval-milliseconds': '10000', remaining: '0' }, null],
  [{ max: 'many', 'interval-milliseconds': '10000', remaining: '1' }, null],
  [{}, null],
])('HubSpot tells of its budget by %o', (some, expected) => {
  const headers = Object.entries(some).map(([name, value]) => [`x-hubspot-ratelimit-${name}`, value])
  expect(limits({ headers: Object.fromEntries(headers) })).toEqual(expected)
})
