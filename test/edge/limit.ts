/** What invocations of the Worker cost: every request and every message sent is one of the 50 that each may make. */
import { type Invocation, invocations } from './requests.ts'

const LIMIT = 45

export function overTheLimit(): Invocation[] {
  return invocations.filter((one) => costOf(one) >= LIMIT)
}

export function largestByKind(): Record<string, number> {
  const largest: Record<string, number> = {}
  for (const one of invocations) {
    // An id is another in each run: what is asked is the same.
    const kind = one.what.replace('pegel-work ', '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')
    largest[kind] = Math.max(largest[kind] ?? 0, costOf(one))
  }
  return Object.fromEntries(Object.entries(largest).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function costOf({ requests, sends }: Invocation): number {
  return requests + sends
}
