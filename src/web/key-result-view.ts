/** All that the key result's page shows, ready to be drawn without a database. */
import type { Day, Instant } from '../../connectors/contract.ts'
import type { CohortsView } from '../cohorts/read.ts'
import type { ForecastView } from '../forecast/read.ts'
import type { Finding } from '../mapping/read.ts'
import type { Evidence } from '../metrics/types.ts'
import type { NativeReading } from '../okr/native/types.ts'
import type { KeyResultDetail } from '../okr/types.ts'
import type { PastView } from '../series/index.ts'
import type { MirrorNames } from './mirror-names.ts'
import type { MovementView } from './movement-view.ts'
import type { ClosingPage } from './read-closing.ts'

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
  /** Of a composite: whose deals they are. */
  readonly term?: number | undefined
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
  /** Of a composite: each of its terms as a sentence. */
  readonly terms?: readonly string[]
  /** Of a composite: the term whose deals and movement are shown, the first is 0. */
  readonly term?: number | undefined
  /** How the CRM answered last, where it works the number out itself; null before it was asked. */
  readonly native?: NativeReading | null | undefined
  /** What the metric asks, in one sentence. */
  readonly question: string | null
  /** What it was before it was a key result; null where nothing can be said, `ask` where it takes a while. */
  readonly past?: PastView | 'ask' | null
  /** How its cycle may end; null where nothing can be said. */
  readonly forecast?: ForecastView | null
  /** What it names and what has changed in the CRM since. */
  readonly findings?: readonly Finding[]
  /** To link deals to their CRM. */
  readonly names?: MirrorNames
  /** Null when the viewer may not see deals, or when no deal stands behind the value. */
  readonly evidence: EvidenceView | null
  /** What moved the value; null where it cannot be taken apart or the viewer may not see deals. */
  readonly movement?: MovementView | null
  /** Of a metric of contracts: the customers by the quarter they began in. */
  readonly cohorts?: CohortsView | null
  /** Typed and pushed values with all their versions; null for a metric. */
  readonly written: readonly WrittenRow[] | null
  /** The form for a value; null where values come by themselves or the role may not enter them. */
  readonly entry: ValueEntry | null
  /** What a cycle's end and hand-set values add. */
  readonly closing?: ClosingPage | null
}
