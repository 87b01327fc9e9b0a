/**
 * Keeps us inside a CRM's rate buckets: never more than allowed in any window of a bucket, however many programs make calls
 * of the same connection. A call costs no round trip: what a share allows is paced in memory.
 */
import { type Allowance, allowed, assume, hear, pauseMs, recall, refused } from './allowance.ts'
import type { Connector, Failure, Instant, Limits } from './contract.ts'
import { earliest } from './pace.ts'
import { alone, type Share, type Shares, whole } from './shares.ts'

type Buckets = Connector<never>['buckets']
type RateLimited = Extract<Failure, { kind: 'rate_limited' }>

export interface Budget {
  /** Waits until the bucket has room for one more call, and takes it. Tells why not, where one would wait too long. */
  take(bucket: string): Promise<Failure | null>
  heard(told: Limits): void
  refused(bucket: string, failure: RateLimited): Promise<void>
  /** Of the customer's day, as an answer told it. */
  day(used: number, limit: number): Promise<void>
  /** No call on any bucket for so long, by nobody. */
  rest(ms: number): Promise<void>
  /** A call was answered as it should be. */
  answered(): Promise<void>
  /** Tells what was sent, so that the next one need not wait. */
  release(): Promise<void>
}

export interface BudgetOptions {
  readonly buckets: Buckets
  now(): Instant
  sleep(ms: number): Promise<void>
  readonly shares?: Shares
  /** Of the calls allowed to all, those that this budget may fill up: the rest is kept for somebody more urgent. */
  ceiling?(allowed: number): number
  /** What the CRM has told of its limits, by bucket: kept by whoever makes one budget after the other. */
  readonly limits?: Map<string, number>
}

/** More is left to the queue. */
export const LONGEST_WAIT_MS = 30_000
/** How soon to look again for room that others hold. */
const LOOK_AGAIN_MS = 1_000
const HOUR_MS = 3_600_000
/** The rest of a customer's day belongs to the customer's other apps. */
const DAY_SHARE = 0.8

interface Sent {
  at: number
  /** Others know of it. */
  told: boolean
}

interface Bucket {
  readonly name: string
  readonly perMs: number
  readonly log: Sent[]
  allowance: Allowance
  share: Share | null
  notBefore: number
  taking: Promise<Failure | null> | null
}

/** A log of send times, not a bucket that refills: a refilling one lets through twice its size at its edge. */
export function createBudget(options: BudgetOptions): Budget {
  const { buckets, sleep, shares = alone, ceiling = (calls: number) => calls } = options
  const known = new Map<string, Bucket>()
  // Ours never falls behind what was waited, so that a clock that stands still cannot make waits grow.
  let time = Number.NEGATIVE_INFINITY
  let dayUntil = Number.NEGATIVE_INFINITY
  let restUntil = Number.NEGATIVE_INFINITY

  function now(): number {
    time = Math.max(time, Date.parse(options.now()))
    return time
  }

  function bucketOf(name: string): Bucket {
    const limit = buckets[name]
    if (limit === undefined) throw new RangeError(`unknown bucket ${name}`)
    const found = known.get(name)
    if (found !== undefined) return found
    const allowance = recall(assume(limit), options.limits?.get(name) ?? null)
    const share = shares === alone ? whole : null
    const { perMs } = limit
    const fresh: Bucket = {
      ...{ name, perMs, allowance, share, log: [], taking: null },
      notBefore: Number.NEGATIVE_INFINITY,
    }
    known.set(name, fresh)
    return fresh
  }

  async function take(name: string): Promise<Failure | null> {
    const bucket = bucketOf(name)
    const latest = now() + LONGEST_WAIT_MS
    for (;;) {
      if (now() < dayUntil) return { kind: 'rate_limited', retryAfterMs: dayUntil - time, scope: 'day' }
      const step = bucket.taking === null ? next(bucket) : 'take'
      if (step === 'take') {
        const failure = await takeShare(bucket)
        if (failure !== null) return failure
        continue
      }
      if (step.at > latest) return { kind: 'rate_limited', retryAfterMs: step.at - time, scope: 'burst' }
      if (await sendAt(bucket, step)) return null
    }
  }

  /** When the call may go; noted at once, so that calls made together queue up. Without `sent`: look again then. */
  function next(bucket: Bucket): 'take' | { readonly at: number; readonly sent?: Sent } {
    const { share, perMs, log, allowance } = bucket
    if (share === null || time >= share.until) return 'take'
    forget(bucket)
    const limit = ceiling(allowed(allowance, time))
    const fits = (most: number, others: number) => {
      const at = roomAt(bucket, share, { most, others })
      return Math.max(time, restUntil, bucket.notBefore, share.notBefore, at)
    }
    const free = share.calls < 1 ? Number.POSITIVE_INFINITY : fits(Math.min(limit, share.cap), share.others)
    // The CRM allows more than when the share was taken.
    if (limit > share.cap && fits(limit, share.others) < free) return 'take'
    // Others may be done with theirs.
    if (free > time + LOOK_AGAIN_MS && fits(limit, 0) < free) return { at: time + LOOK_AGAIN_MS }
    const untold = log.filter(({ told }) => !told).map(({ at }) => at)
    const ours = earliest(untold, share.calls, perMs)
    // There is room, and it only has to be taken.
    if (ours > free) return 'take'
    if (free >= share.until) return { at: free }
    const sent = { at: free, told: false }
    log.push(sent)
    return { at: free, sent }
  }

  /** False: not now. Whoever slept past the end of the share may not send under it. */
  async function sendAt(bucket: Bucket, { at, sent }: { at: number; sent?: Sent }): Promise<boolean> {
    const { share, log } = bucket
    if (at > time) {
      await sleep(at - time)
      time = Math.max(time, at)
    }
    if (sent === undefined) {
      if (bucket.share === share && time < (share?.until ?? time)) bucket.share = null
      return false
    }
    sent.at = Math.max(sent.at, now())
    if (time < (share?.until ?? time)) return true
    log.splice(log.indexOf(sent), 1)
    return false
  }

  function takeShare(bucket: Bucket): Promise<Failure | null> {
    bucket.taking ??= askFor(bucket).finally(() => {
      bucket.taking = null
    })
    return bucket.taking
  }

  async function askFor(bucket: Bucket): Promise<Failure | null> {
    const telling = bucket.log.slice()
    const got = await shares.take({ ...tellingOf(bucket), allowed: allowed(bucket.allowance, now()) })
    if ('kind' in got) return got
    for (const sent of telling) sent.told = true
    bucket.share = got
    bucket.allowance = recall(bucket.allowance, got.limit)
    return null
  }

  function tellingOf({ name, log, allowance }: Bucket) {
    return { bucket: name, limit: allowance.limit, sent: log.map(({ at }) => at) }
  }

  function forget({ log, perMs }: Bucket): void {
    const gone = log.findIndex(({ at }) => at > time - perMs - LATE_MS)
    log.splice(0, gone < 0 ? log.length : gone)
  }

  return {
    take,
    heard(told) {
      const bucket = bucketOf(told.bucket)
      const at = now()
      options.limits?.set(told.bucket, told.calls)
      bucket.allowance = hear(bucket.allowance, told, countedBy(bucket, at), at)
      bucket.notBefore = Math.max(bucket.notBefore, at + pauseMs(told))
    },
    async refused(name, { scope, retryAfterMs }) {
      if (scope === 'day') return closeDay(retryAfterMs)
      const bucket = bucketOf(name)
      bucket.allowance = refused(bucket.allowance, now())
      bucket.notBefore = Math.max(bucket.notBefore, time + retryAfterMs)
      await shares.hold(name, retryAfterMs)
    },
    async day(used, limit) {
      if (used >= limit * DAY_SHARE) await closeDay(HOUR_MS)
      else await shares.reopenDay()
    },
    async rest(ms) {
      restUntil = Math.max(restUntil, now() + ms)
      await shares.rest(ms)
    },
    answered: shares.wakeUp,
    async release() {
      const all = [...known.values()]
      if (shares !== alone) for (const bucket of all) bucket.share = null
      await shares.release(all.map(tellingOf))
    },
  }

  async function closeDay(ms: number): Promise<void> {
    dayUntil = now() + ms
    await shares.holdDay(ms)
  }
}

/**
 * When one more call fits beside what others may make: either all of that is left free, or, where there is but one other,
 * what it keeps under its cap and what it does not know fit together.
 */
function roomAt(
  { log, perMs }: Bucket,
  { sent, beside }: Share,
  { most, others }: { readonly most: number; readonly others: number },
): number {
  const own = log.map(({ at }) => at)
  const known = [...sent, ...own]
  const apart = earliest(known, most - others, perMs)
  if (beside === null || others === 0) return apart
  const together = earliest([...beside.unknown, ...own], most - beside.cap, perMs)
  return Math.min(apart, Math.max(together, earliest(known, most, perMs)))
}

/** An answer may still count a call that has just left our window. */
const LATE_MS = 300

function countedBy({ log, share, perMs }: Bucket, now: number): number {
  const counts = (at: number) => at > now - perMs - LATE_MS && at <= now
  const made = log.filter(({ at }) => counts(at)).length + (share?.sent.filter(counts).length ?? 0)
  return made + (share?.others ?? 0)
}
