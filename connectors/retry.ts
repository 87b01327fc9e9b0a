/** When to try again, as pure functions of what happened. One short wait in place; longer ones go to the queue. */
import type { Failure, HttpResponse, Instant } from './contract.ts'

export interface RetryPolicy {
  /** Requests in all, the first included. */
  readonly attempts: number
  /** The longest single wait here; more is left to the queue. */
  readonly inPlaceMs: number
  /** No retry is begun after this much time since the first request. */
  readonly totalMs: number
  readonly firstBackoffMs: number
}

export const defaultPolicy: RetryPolicy = {
  attempts: 4,
  inPlaceMs: 3_000,
  totalMs: 10_000,
  firstBackoffMs: 400,
}

export interface Attempt {
  readonly failure: Failure
  /** 1 for the first request. */
  readonly number: number
  readonly elapsedMs: number
  /** The request may be repeated even if the CRM has processed it. */
  readonly repeatable: boolean
  /** 0..1 */
  readonly random: number
}

/** Milliseconds until the next request, or null when this failure is final here. */
export function retryWait(attempt: Attempt, policy: RetryPolicy = defaultPolicy): number | null {
  if (attempt.number >= policy.attempts) return null
  const wait = waitFor(attempt, policy)
  if (wait === null || wait > policy.inPlaceMs || attempt.elapsedMs + wait > policy.totalMs) return null
  return wait
}

function waitFor({ failure, number, repeatable, random }: Attempt, policy: RetryPolicy): number | null {
  switch (failure.kind) {
    case 'rate_limited':
      // Turned away at the door: nothing was processed, so any request may come again.
      return failure.scope === 'day' ? null : withJitter(failure.retryAfterMs, random)
    case 'unavailable':
      if (!repeatable) return null
      if (failure.retryAfterMs !== null) return withJitter(failure.retryAfterMs, random)
      return Math.round(policy.firstBackoffMs * 2 ** (number - 1) * (0.5 + random / 2))
    case 'unauthorized':
    case 'forbidden':
    case 'unreadable':
    case 'refused':
    case 'misconfigured':
    case 'unsupported':
      return null
    default:
      return failure satisfies never
  }
}

/** Never earlier than asked for, at most a fifth later. */
function withJitter(ms: number, random: number): number {
  return Math.round(ms * (1 + random / 5))
}

/** `Retry-After` as seconds or as an HTTP date; null when absent or none of both. Never negative. */
export function retryAfterMs(headers: HttpResponse['headers'], now: Instant): number | null {
  const text = headers['retry-after']?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000)
  // RFC 9110 dates begin with the weekday; anything else would be parsed by guesswork.
  const at = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : Math.max(0, at - Date.parse(now))
}
