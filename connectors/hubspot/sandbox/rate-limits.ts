/** The vendor's budgets: a rolling ten seconds, a day, and five searches a second (section 6). */

import type { SandboxResponse } from './http.ts'
import { type Policy, rateLimited } from './refusals.ts'
import type { Switches } from './switches.ts'

const DAY_MS = 86_400_000
const BURST_MS = 10_000

export type Bucket = 'burst' | 'search'

export interface RateLimits {
  /** Takes one call from the bucket; `refusal` is the 429 when none is left. */
  take(bucket: Bucket): { headers: Record<string, string>; refusal: SandboxResponse | null }
}

function rolling(limit: () => number, perMs: number) {
  const sent: number[] = []
  return {
    /** Calls left at `at`. */
    left(at: number): number {
      while (sent[0] !== undefined && sent[0] <= at - perMs) sent.shift()
      return limit() - sent.length
    },
    add: (at: number) => sent.push(at),
  }
}

/** `clockMs` is the clock the calls happen in: real milliseconds on a socket, virtual ones in a simulation. */
export function createRateLimits(switches: Switches, clockMs: () => number): RateLimits {
  const burst = rolling(() => switches.burstLimit, BURST_MS)
  const search = rolling(() => switches.searchPerSecond, 1000)
  const day = rolling(() => switches.dailyLimit ?? Number.POSITIVE_INFINITY, DAY_MS)
  const refuse = (policy: Policy, named: boolean, headers: Record<string, string>) =>
    rateLimited(policy, switches.retryAfterSeconds, named, headers)

  function takeSearch(at: number) {
    if (search.left(at) <= 0)
      return { headers: {}, refusal: refuse('SECONDLY', switches.searchPolicyName, {}) }
    search.add(at)
    if (switches.dailyLimit !== null) day.add(at)
    return { headers: {}, refusal: null }
  }

  function headersAt(at: number): Record<string, string> {
    const daily: Record<string, string> =
      switches.dailyLimit === null
        ? {}
        : {
            'x-hubspot-ratelimit-daily': String(switches.dailyLimit),
            'x-hubspot-ratelimit-daily-remaining': String(Math.max(0, day.left(at))),
          }
    return {
      'x-hubspot-ratelimit-interval-milliseconds': String(BURST_MS),
      'x-hubspot-ratelimit-max': String(switches.burstLimit),
      'x-hubspot-ratelimit-remaining': String(Math.max(0, burst.left(at))),
      ...daily,
    }
  }

  return {
    take(bucket) {
      const at = clockMs()
      // Search answers carry none of the headers, whatever they say.
      if (day.left(at) <= 0)
        return { headers: {}, refusal: refuse('DAILY', true, bucket === 'search' ? {} : headersAt(at)) }
      if (bucket === 'search') return takeSearch(at)
      if (burst.left(at) <= 0)
        return { headers: {}, refusal: refuse('TEN_SECONDLY_ROLLING', true, headersAt(at)) }
      burst.add(at)
      if (switches.dailyLimit !== null) day.add(at)
      return { headers: headersAt(at), refusal: null }
    },
  }
}
