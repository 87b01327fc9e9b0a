/** What a failure leads to. Pure and total: bounded in number and in time (invariants 6, 7 and 9). */
import type { RunFailure } from './views.ts'

export type Decision =
  /** The same page again, after a cool-down in which nobody calls. */
  | { readonly kind: 'retry'; readonly delayMs: number }
  /** The run fails and keeps its reason; the last good values stay; the next night tries anew. */
  | { readonly kind: 'park' }
  /** No call any more until a person connects again. */
  | { readonly kind: 'reconnect' }

export const MAX_ATTEMPTS = 5
/** 5 s, 20 s, 80 s, 320 s: about seven minutes in all. */
const FIRST_DELAY_MS = 5_000
const GROWTH = 4
/** A CRM that asks for more than this is left alone until the next night. */
export const LONGEST_WAIT_MS = 15 * 60_000

/** `attempts`: failures in a row of this page, this one included. `random`: 0..1. */
export function decide(failure: RunFailure, attempts: number, random: number): Decision {
  switch (failure.kind) {
    case 'unauthorized':
      return { kind: 'reconnect' }
    case 'rate_limited':
      return again(attempts, random, failure.retryAfterMs)
    case 'unavailable':
      return again(attempts, random, failure.retryAfterMs ?? 0)
    // HTML for JSON or half a body is often an outage in disguise; our own errors often a busy database.
    case 'unreadable':
    case 'internal':
      return again(attempts, random, 0)
    // The same call again would get the same answer: a person has to act.
    case 'forbidden':
    case 'refused':
    case 'misconfigured':
    case 'unsupported':
      return { kind: 'park' }
    default:
      return failure satisfies never
  }
}

/** Jitter included. */
export const LONGEST_PAUSE_MS = LONGEST_WAIT_MS * 1.5

function again(attempts: number, random: number, askedMs: number): Decision {
  if (attempts >= MAX_ATTEMPTS || askedMs > LONGEST_WAIT_MS) return { kind: 'park' }
  const growing = FIRST_DELAY_MS * GROWTH ** (attempts - 1)
  // Jitter only adds: what the CRM asked for is the least.
  return { kind: 'retry', delayMs: Math.round(Math.max(growing, askedMs) * (1 + 0.5 * random)) }
}
