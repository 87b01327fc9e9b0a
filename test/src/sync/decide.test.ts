import { expect, test } from 'vitest'
import type { Failure } from '../../../connectors/contract.ts'
import { decide, LONGEST_WAIT_MS, MAX_ATTEMPTS } from '../../../src/sync/decide.ts'
import type { RunFailure } from '../../../src/sync/views.ts'
import fc from '../../support/properties.ts'

const detail = 'x'
const examples: { readonly [K in RunFailure['kind']]: Extract<RunFailure, { kind: K }> } = {
  unauthorized: { kind: 'unauthorized', detail },
  forbidden: { kind: 'forbidden', missing: null, detail },
  rate_limited: { kind: 'rate_limited', retryAfterMs: 1000, scope: 'burst' },
  unavailable: { kind: 'unavailable', status: 503, retryAfterMs: null, detail },
  unreadable: { kind: 'unreadable', path: 'a', issue: 'b' },
  refused: { kind: 'refused', status: 400, code: null, detail },
  misconfigured: { kind: 'misconfigured', detail },
  unsupported: { kind: 'unsupported', stream: 'deals' },
  internal: { kind: 'internal', detail },
}

test.each([
  ['unauthorized', 'reconnect'],
  ['forbidden', 'park'],
  ['rate_limited', 'retry'],
  ['unavailable', 'retry'],
  ['unreadable', 'retry'],
  ['refused', 'park'],
  ['misconfigured', 'park'],
  ['unsupported', 'park'],
  ['internal', 'retry'],
] as const)('a page that first fails as %s leads to %s', (kind, decision) => {
  expect(decide(examples[kind], 1, 0).kind).toBe(decision)
})

test('a page that goes on failing is tried a bounded number of times, within a quarter of an hour', () => {
  for (const failure of Object.values(examples)) {
    const decisions = Array.from({ length: MAX_ATTEMPTS }, (_, n) => decide(failure, n + 1, 1))
    expect(decisions.at(-1)?.kind).not.toBe('retry')
    const waits = decisions.map((decision) => (decision.kind === 'retry' ? decision.delayMs : 0))
    expect(waits.reduce((a, b) => a + b, 0)).toBeLessThan(LONGEST_WAIT_MS)
  }
})

// Planted: jitter that subtracts, and the growing delay in place of the longer one that was asked for.
test('we never come back earlier than the CRM asked', () => {
  const attempt = fc.record({
    askedMs: fc.integer({ min: 0, max: 2 * LONGEST_WAIT_MS }),
    attempts: fc.integer({ min: 1, max: MAX_ATTEMPTS }),
    random: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(attempt, ({ askedMs, attempts, random }) => {
      const failures: Failure[] = [
        { kind: 'rate_limited', retryAfterMs: askedMs, scope: 'burst' },
        { kind: 'unavailable', status: 503, retryAfterMs: askedMs, detail },
      ]
      for (const failure of failures) {
        const decision = decide(failure, attempts, random)
        const earliest = decision.kind === 'retry' ? decision.delayMs : Number.POSITIVE_INFINITY
        expect(earliest).toBeGreaterThanOrEqual(askedMs)
      }
    }),
  )
})

test("a customer's daily quota that is used up ends the run instead of waiting for tomorrow", () => {
  expect(decide({ kind: 'rate_limited', retryAfterMs: 6 * 3_600_000, scope: 'day' }, 1, 0)).toEqual({
    kind: 'park',
  })
})
