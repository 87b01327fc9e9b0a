/** What a budget may use of a bucket and until when, beside others who make calls of the same connection. */
import type { Failure } from './contract.ts'

/** Times are milliseconds of the budget's own clock. */
export interface Share {
  /** Calls in any window of the bucket that nobody has been told of yet. */
  readonly calls: number
  /** Under which we keep all the calls we know of, ours included. */
  readonly cap: number
  /** What others may make in a window meanwhile. */
  readonly others: number
  /** The only other one that may make calls: under which it keeps those it knows of, and when the others were made. */
  readonly beside: { readonly cap: number; readonly unknown: readonly number[] } | null
  readonly until: number
  /** When others made or will make the calls we know of. */
  readonly sent: readonly number[]
  /** The CRM has closed the bucket until then. */
  readonly notBefore: number
  /** The CRM's own limit, if anybody has heard it. */
  readonly limit: number | null
}

export interface Ask {
  readonly bucket: string
  /** Calls in a window that all together may make, as the asking one sees it. */
  readonly allowed: number
  /** The CRM's own limit, if heard. */
  readonly limit: number | null
  /** When its holder made its own calls of the last window. */
  readonly sent: readonly number[]
}

export interface Shares {
  /** Tells what was sent, and takes anew. A failure: the CRM is closed to us for longer than one waits here. */
  take(ask: Ask): Promise<Share | Failure>
  /** Nobody calls for so long. */
  hold(bucket: string, ms: number): Promise<void>
  /** The day is used up: nobody calls for so long, and then one looks again. */
  holdDay(ms: number): Promise<void>
  /** An answer has told that the day goes on. */
  reopenDay(): Promise<void>
  /** The CRM is not well: nobody calls on any bucket for so long, and then one looks again. */
  rest(ms: number): Promise<void>
  /** It has answered: the others need not wait for it any more. */
  wakeUp(): Promise<void>
  release(sent: readonly Pick<Ask, 'bucket' | 'limit' | 'sent'>[]): Promise<void>
}

/** Without anybody beside. */
export const alone: Shares = {
  take: async () => whole,
  hold: async () => undefined,
  holdDay: async () => undefined,
  reopenDay: async () => undefined,
  rest: async () => undefined,
  wakeUp: async () => undefined,
  release: async () => undefined,
}

/** The whole bucket for ever. */
export const whole: Share = {
  calls: Number.POSITIVE_INFINITY,
  cap: Number.POSITIVE_INFINITY,
  others: 0,
  beside: null,
  until: Number.POSITIVE_INFINITY,
  sent: [],
  notBefore: Number.NEGATIVE_INFINITY,
  limit: null,
}
