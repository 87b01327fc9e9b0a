/** How much of a bucket is ours: 80 % of what the CRM allows and its other users leave. Pure; times are milliseconds. */
import type { Limits } from './contract.ts'

export const SHARE = 0.8

export interface Allowance {
  /** The connector's own word, until the CRM tells. */
  readonly assumed: number
  readonly perMs: number
  /** The CRM's limit for all who share the bucket. */
  readonly limit: number | null
  /** Calls of others in a window, as far as one can see. */
  readonly others: number
  /** When an answer last spoke of nobody else; null before the first. */
  readonly quietAt: number | null
  /** After a refusal in a bucket that tells nothing. */
  readonly slowUntil: number
}

export function assume({ calls, perMs }: { readonly calls: number; readonly perMs: number }): Allowance {
  const nobody = { others: 0, quietAt: null }
  return { assumed: calls, perMs, limit: null, ...nobody, slowUntil: Number.NEGATIVE_INFINITY }
}

/** Calls in any window of `perMs` that all our programs may make together. At least one: nobody else would tell us more. */
export function allowed({ assumed, limit, others, slowUntil }: Allowance, now: number): number {
  const calls = limit === null ? assumed : Math.floor((limit - others) * SHARE)
  return Math.max(1, now < slowUntil ? Math.floor(calls / 2) : calls)
}

/** Clocks and calls on their way make the two counts differ by a few. */
const NOISE = 0.03
/** Others who have just begun are judged by their pace, but not by that of a single moment. */
const SHORTEST_LOOK = 0.1

/** `known`: calls of ours that the answer may have counted. What it counted beyond them is somebody else's. */
export function hear(allowance: Allowance, told: Limits, known: number, now: number): Allowance {
  const { perMs } = allowance
  // A window of another length is another bucket than the one we pace.
  if (told.perMs !== perMs) return allowance
  const others = Math.max(0, told.calls - told.remaining - known)
  const next = { ...allowance, limit: told.calls }
  if (others <= told.calls * NOISE) return { ...next, others: 0, quietAt: now }
  // The first answer speaks for a whole window; later ones show how others grow.
  const quietAt = allowance.quietAt ?? now - perMs
  const seenMs = Math.min(Math.max(now - quietAt, perMs * SHORTEST_LOOK), perMs)
  return { ...next, others: Math.min(told.calls, Math.ceil((others * perMs) / seenMs)), quietAt }
}

/** Remaining calls below which we leave the rest to others for a moment. */
const NEARLY_NONE = 0.05

/** How long to leave the bucket alone after an answer. */
export function pauseMs({ calls, perMs, remaining }: Limits): number {
  return remaining <= calls * NEARLY_NONE ? perMs / 10 : 0
}

const SLOW_MS = 30_000

/** A refusal where nothing is told but that: somebody else shares the bucket. */
export function refused(allowance: Allowance, now: number): Allowance {
  return allowance.limit === null ? { ...allowance, slowUntil: now + SLOW_MS } : allowance
}

/** The limit as another program of ours heard it. */
export function recall(allowance: Allowance, limit: number | null): Allowance {
  return allowance.limit === null && limit !== null ? { ...allowance, limit } : allowance
}
