/** All that the key result's page shows, ready to be drawn without a database. */
import type { Day, Instant } from '../../connectors/contract.ts'
import type { Evidence } from '../metrics/types.ts'
import type { KeyResultDetail } from '../okr/types.ts'

export interface EvidenceRow extends Evidence {
  readonly crm: string
  /** Null where the mirror does not know the stage. */
  readonly stage: string | null
  /** The record's page in the CRM; null before the account was read. */
  readonly url: string | null
}

/** Null numbers: the value has none (a count has no denominator). Page counts from 1. */
export interface EvidenceView {
  readonly rows: readonly EvidenceRow[]
  readonly total: number
  readonly page: number
  readonly pageSize: number
}

export interface ValueEntry {
  readonly day: Day
  readonly value: string
  readonly reason: string
  readonly wrong: { readonly value?: string; readonly day?: string; readonly reason?: string }
}

/** One version of a typed or pushed value. */
export interface WrittenRow {
  readonly day: Day
  readonly value: number | null
  readonly origin: 'manual' | 'pushed'
  readonly createdAt: Instant
  /** A name; null where the role does not need it, or it is no longer known. */
  readonly author: string | null
  readonly reason: string | null
  /** A later version of the same day holds. */
  readonly replaced: boolean
}

export interface KeyResultPageView {
  readonly detail: KeyResultDetail
  readonly timeZone: string
  /** ISO 4217 code of the company. */
  readonly currency: string
  /** The definition as a sentence; null for typed and pushed values. */
  readonly sentence: string | null
  /** What the metric asks, in one sentence. */
  readonly question: string | null
  /** Null when the viewer may not see deals, or when no deal stands behind the value. */
  readonly evidence: EvidenceView | null
  /** Typed and pushed values with all their versions; null for a metric. */
  readonly written: readonly WrittenRow[] | null
  /** The form for a value; null where values come by themselves or the role may not enter them. */
  readonly entry: ValueEntry | null
}
