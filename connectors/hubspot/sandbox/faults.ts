/** Planned failures, each spent on the next request it matches. */
import type { Instant } from '../../contract.ts'
import type { Fault } from '../../demo/types.ts'
import { type Answer, html, type SandboxResponse } from './http.ts'
import { outage, rateLimited, unauthorized } from './refusals.ts'
import type { Switches } from './switches.ts'

export interface Faults {
  add(fault: Fault): void
  clear(): void
  /** The first matching fault, used up by one; null when none matches. */
  take(method: string, path: string): Fault | null
}

export function createFaults(): Faults {
  let waiting: { fault: Fault; left: number }[] = []
  return {
    add: (fault) => waiting.push({ fault, left: fault.times }),
    clear: () => {
      waiting = []
    },
    take(method, path) {
      const entry = waiting.find(({ fault, left }) => left > 0 && `${method} ${path}`.includes(fault.match))
      if (entry === undefined) return null
      entry.left -= 1
      return entry.fault
    },
  }
}

/** `good` is what the request would have got; half a body is cut from it. */
export function failureOf(
  fault: Fault,
  bucket: 'burst' | 'search',
  good: () => SandboxResponse,
  switches: Switches,
  now: Instant,
): Answer {
  const answer = (response: SandboxResponse): Answer => ({ kind: 'response', response })
  switch (fault.kind) {
    case 'status':
      return answer(outage(fault.status ?? 500, fault.retryAfterSeconds))
    case 'html':
      return answer(html(fault.status ?? 502, '<h1>Bad gateway</h1>'))
    case 'rate_limit': {
      const wait = fault.retryAfterSeconds ?? switches.retryAfterSeconds
      if (bucket === 'search') return answer(rateLimited('SECONDLY', wait, switches.searchPolicyName, {}))
      return answer(rateLimited('TEN_SECONDLY_ROLLING', wait, true, {}))
    }
    case 'unauthorized':
      return answer(unauthorized(switches.unauthorized, now))
    case 'half_body': {
      const { status, headers, body } = good()
      return answer({ status, headers, body: body.slice(0, Math.floor(body.length / 2)) })
    }
    case 'hang':
    case 'reset':
      return { kind: fault.kind }
  }
}
