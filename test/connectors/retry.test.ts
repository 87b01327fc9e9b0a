import { expect, test } from 'vitest'
import type { Failure } from '../../connectors/contract.ts'
import { type Attempt, defaultPolicy, retryAfterMs, retryWait } from '../../connectors/retry.ts'
import fc from '../support/properties.ts'

const down: Failure = { kind: 'unavailable', status: 503, retryAfterMs: null, detail: '' }
const burst = (ms: number): Failure => ({ kind: 'rate_limited', retryAfterMs: ms, scope: 'burst' })
const first = (failure: Failure, rest: Partial<Attempt> = {}): Attempt => ({
  failure,
  number: 1,
  elapsedMs: 0,
  repeatable: true,
  random: 0,
  ...rest,
})

test.each([
  ['an outage is tried again after a short backoff', first(down), 200],
  ['the backoff doubles', first(down, { number: 3 }), 800],
  ['jitter never more than doubles the backoff', first(down, { random: 1 }), 400],
  ['a wait that was asked for is kept', first({ ...down, retryAfterMs: 2000 }), 2000],
  ['a wait that was asked for is never cut short', first(burst(1000), { random: 0.5 }), 1100],
  ['a long wait is left to the queue', first(burst(10_000)), null],
  [
    'a used-up day is left to the queue',
    first({ kind: 'rate_limited', retryAfterMs: 1, scope: 'day' }),
    null,
  ],
  ['the last attempt is final', first(down, { number: defaultPolicy.attempts }), null],
  ['time is bounded', first(down, { elapsedMs: defaultPolicy.totalMs }), null],
  ['what may have been processed is not sent twice', first(down, { repeatable: false }), null],
  ['what was turned away at the door may be sent again', first(burst(1), { repeatable: false }), 1],
  ['a refused token is not retried', first({ kind: 'unauthorized', detail: '' }), null],
  ['a missing right is not retried', first({ kind: 'forbidden', missing: null, detail: '' }), null],
  ['a wrong request is not retried', first({ kind: 'refused', status: 400, code: null, detail: '' }), null],
  ['an unreadable answer is not retried', first({ kind: 'unreadable', path: '', issue: '' }), null],
  ['a wrong configuration is not retried', first({ kind: 'misconfigured', detail: '' }), null],
])('%s', (_, attempt, wait) => {
  expect(retryWait(attempt)).toBe(wait)
})

// Planted and seen red: `>` for `>=` on attempts, jitter that shortens a wait, elapsed time left out.
test('however a CRM fails, attempts and waiting time stay inside the policy', () => {
  const failing = fc.record({
    failure: fc.oneof(
      fc.constant(down),
      fc.nat(5000).map(burst),
      fc.nat(5000).map((ms): Failure => ({ kind: 'unavailable', status: 503, retryAfterMs: ms, detail: '' })),
    ),
    tookMs: fc.nat(8000),
    random: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  const beyond = defaultPolicy.attempts + 2
  fc.assert(
    fc.property(fc.array(failing, { minLength: beyond, maxLength: beyond }), (failings) => {
      let elapsedMs = 0
      let waits = 0
      for (const [index, { failure, tookMs, random }] of failings.entries()) {
        elapsedMs += tookMs
        const wait = retryWait(first(failure, { number: index + 1, elapsedMs, random }))
        if (wait === null) break
        const asked = 'retryAfterMs' in failure ? failure.retryAfterMs : null
        expect(wait).toBeGreaterThanOrEqual(asked ?? 0)
        elapsedMs += wait
        waits += 1
        expect(elapsedMs).toBeLessThanOrEqual(defaultPolicy.totalMs)
      }
      expect(waits).toBeLessThan(defaultPolicy.attempts)
    }),
  )
})

test.each([
  ['2', 2000],
  ['0', 0],
  ['1.5', 1500],
  ['Tue, 24 Nov 2026 04:30:30 GMT', 30_000],
  ['Tue, 24 Nov 2026 04:00:00 GMT', 0],
  ['', null],
  ['soon', null],
  ['-1', null],
  ['2026-11-24', null],
])('Retry-After %s is %s ms', (text, ms) => {
  expect(retryAfterMs({ 'retry-after': text }, '2026-11-24T04:30:00.000Z')).toBe(ms)
})

test('no Retry-After is no wait', () => {
  expect(retryAfterMs({}, '2026-11-24T04:30:00.000Z')).toBeNull()
})
