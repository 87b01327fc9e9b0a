/**
 * A connection rests after its CRM failed: for the cool-down, or for as long as the CRM asked. That stands in the directory,
 * so that it binds every run of the connection and its pushes. When it is over one of them looks whether the CRM answers
 * again, and the others wait for what it finds. Invariants 7 and 9.
 */
import type { Failure } from '../../connectors/contract.ts'
import { LONGEST_PAUSE_MS } from './decide.ts'

/** In place of a bucket's name. */
export const REST = 'rest'
/** One call with its deadline, and the short retries in place. Who looks and is killed keeps the others as long. */
export const LOOK_MS = 40_000

/** No failure of whoever meets it: the call was not even made. */
export class Resting extends Error {
  override readonly name = 'Resting'
  readonly ms: number
  constructor(ms: number) {
    super(`The CRM is left alone for another ${Math.ceil(ms / 1000)} s.`)
    this.ms = ms
  }
}

/** Longer than any cool-down is only what the CRM asked for: then whoever meets it need not stay. Else throws. */
export function restFor(ms: number): Failure {
  if (ms <= LONGEST_PAUSE_MS) throw new Resting(ms)
  return { kind: 'unavailable', status: null, retryAfterMs: ms, detail: 'the CRM asked to be left alone' }
}

/** Whether a failure tells that the CRM is not well. Ours, and what a person has to put right, do not. */
export function tires(failure: Failure | { readonly kind: 'internal' }): boolean {
  switch (failure.kind) {
    case 'rate_limited':
    case 'unavailable':
    case 'unreadable':
      return true
    case 'unauthorized':
    case 'forbidden':
    case 'refused':
    case 'misconfigured':
    case 'unsupported':
    case 'internal':
      return false
    default:
      return failure satisfies never
  }
}
