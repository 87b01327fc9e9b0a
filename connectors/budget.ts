/** Keeps us inside a CRM's rate buckets: never more than `calls` in any window of `perMs`. In memory, per connection. */
import type { Connector, Instant } from './contract.ts'

type Buckets = Connector<never>['buckets']

export interface Budget {
  /** Waits until the bucket has room for one more call, and takes it. */
  take(bucket: string): Promise<void>
}

export interface BudgetOptions {
  readonly buckets: Buckets
  now(): Instant
  sleep(ms: number): Promise<void>
  /** The part of the connection's budget that is ours, 0..1: streams that run side by side divide it. */
  readonly share?: number
}

/** A log of send times, not a bucket that refills: a refilling one lets through twice its size at its edge. */
export function createBudget({ buckets, now, sleep, share = 1 }: BudgetOptions): Budget {
  const logs = new Map<string, number[]>()
  // Ours never falls behind what was waited, so that a clock that stands still cannot make waits grow.
  let time = Number.NEGATIVE_INFINITY

  /** When the call may go; noted at once, so that calls made together queue up. */
  function reserve(bucket: string): number {
    const limit = buckets[bucket]
    if (limit === undefined) throw new RangeError(`unknown bucket ${bucket}`)
    const calls = Math.max(1, Math.floor(limit.calls * share))
    const log = logs.get(bucket) ?? []
    logs.set(bucket, log)
    const oldest = log.length < calls ? undefined : log[log.length - calls]
    const at = oldest === undefined ? time : Math.max(time, oldest + limit.perMs)
    log.push(at)
    if (log.length > calls) log.splice(0, log.length - calls)
    return at
  }

  return {
    async take(bucket) {
      time = Math.max(time, Date.parse(now()))
      const at = reserve(bucket)
      if (at <= time) return
      await sleep(at - time)
      time = Math.max(time, at)
    },
  }
}
