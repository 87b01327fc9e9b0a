/** What can go wrong between us and a CRM: a closed list, so that everybody who decides decides on all of it. */
import type { Stream } from './records.ts'

export type Failure =
  /** `of` our app: the customer's grant may be as good as ever. */
  | { readonly kind: 'unauthorized'; readonly detail: string; readonly of?: 'app' }
  | { readonly kind: 'forbidden'; readonly missing: string | null; readonly detail: string }
  | { readonly kind: 'rate_limited'; readonly retryAfterMs: number; readonly scope: 'burst' | 'day' }
  | {
      readonly kind: 'unavailable'
      readonly status: number | null
      readonly retryAfterMs: number | null
      readonly detail: string
    }
  | { readonly kind: 'unreadable'; readonly path: string; readonly issue: string }
  | {
      readonly kind: 'refused'
      readonly status: number
      readonly code: string | null
      readonly detail: string
    }
  | { readonly kind: 'misconfigured'; readonly detail: string }
  | { readonly kind: 'unsupported'; readonly stream: Stream }

/** The one error that leaves a connector. Its message names the CRM and the failure, never a secret. */
export class ConnectorError extends Error {
  override readonly name = 'ConnectorError'
  readonly connector: string
  readonly failure: Failure
  constructor(connector: string, failure: Failure, options?: ErrorOptions) {
    super(`${connector}: ${failure.kind}`, options)
    this.connector = connector
    this.failure = failure
  }
}
