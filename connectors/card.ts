/** What a card in the CRM asks, once its signature is believed. */
import type { Instant, Received } from './contract.ts'

export interface CardCall {
  /** `AccountRecord.id` of whom the person works for. */
  readonly account: string
  /** The person's address as the CRM knows it, in lower case. */
  readonly email: string
  /** Null: a record of another kind. */
  readonly record: { readonly kind: 'deal' | 'company'; readonly id: string } | null
  /** As the CRM's user has it, `de-DE`; null when it is not told. */
  readonly locale: string | null
}

export interface CardDoor {
  /** Constant in time. `url` as received by the public address; `secrets`: any one may have signed. */
  verify(request: Received, secrets: readonly string[], now: Instant): Promise<boolean>
  /** Null when it is no call of a card. Believed after `verify` alone. */
  call(request: Received): CardCall | null
}
