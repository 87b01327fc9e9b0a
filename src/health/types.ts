/** What a person can see of the sync: one shape for the page, the API and `doctor`. No secret and no deal name in it. */
import type { AccountRecord, Day, Instant, Stream } from '../../connectors/contract.ts'
import type { HeldFor } from '../sync/derive.ts'
import type { RunFailure } from '../sync/views.ts'
import type { NativeHealth } from './native.ts'

export interface Health {
  readonly workspace: string
  readonly now: Instant
  /** When the next night is due; null before a CRM is connected. */
  readonly nextNight: Instant | null
  readonly connections: readonly ConnectionHealth[]
}

export interface ConnectionHealth {
  readonly source: string
  readonly crm: string
  readonly label: string
  readonly status: 'active' | 'reconnect' | 'disconnected' | 'missing'
  /** Why it is not active. */
  readonly reason: RunFailure | null
  readonly token: TokenHealth
  /** The newest night or sync by hand. */
  readonly lastRun: RunHealth | null
  /** The newest complete one: what the values rest on. */
  readonly lastDay: Day | null
  readonly dataThrough: Instant | null
  /** Work beside the nights: the history, the weekly full pass. */
  readonly background: readonly BackgroundHealth[]
  readonly skipped: { readonly total: number; readonly first: readonly SkippedRecord[] }
  /** Deals that are mirrored and count nowhere until their fields can be read. */
  readonly held: { readonly total: number; readonly first: readonly HeldDeal[] }
  readonly parked: readonly { readonly stream: string; readonly failure: RunFailure | null }[]
  readonly hidden: AccountRecord['hidden']
  readonly check: CheckHealth
  readonly push: PushHealth
  /** Numbers that the CRM works out itself. */
  readonly native: NativeHealth
}

export interface TokenHealth {
  /** `none`: no grant is stored yet, or it cannot be opened with the keys at hand. */
  readonly state: 'valid' | 'expired' | 'refused' | 'none'
  /** Null: the CRM does not tell, or it does not end. */
  readonly expiresAt: Instant | null
}

export interface RunHealth {
  readonly id: string
  readonly kind: string
  readonly day: Day
  readonly status: 'running' | 'complete' | 'failed'
  readonly startedAt: Instant
  readonly finishedAt: Instant | null
  readonly records: number
  readonly calls: number
  /** By what they were for and the bucket they drew on. */
  readonly spent: readonly Spent[]
  readonly failure: RunFailure | null
}

export interface Spent {
  readonly purpose: string
  readonly bucket: string
  readonly calls: number
  /** Answers that said we were too fast. */
  readonly refused: number
}

export interface BackgroundHealth {
  readonly kind: 'history' | 'census'
  readonly status: 'running' | 'complete' | 'failed'
  readonly startedAt: Instant
  readonly finishedAt: Instant | null
  readonly records: number
  readonly failure: RunFailure | null
}

export interface SkippedRecord {
  readonly stream: Stream
  readonly id: string
  readonly reason: string
}

export interface HeldDeal {
  readonly id: string
  readonly problems: readonly HeldFor[]
}

export interface CheckHealth {
  /** When the mirror was last compared with the CRM's own totals; null: never yet. */
  readonly at: Instant | null
  readonly slices: number
  readonly differing: number
  readonly drift: readonly DriftHealth[]
  /** Deals that a full pass no longer found, held until a person decides. */
  readonly heldRemovals: number
}

export interface DriftHealth {
  readonly pipelineId: string
  /** Null: the CRM no longer lists it. */
  readonly pipeline: string | null
  readonly status: string
  readonly measure: string
  /** Null for whoever may see no number of sales. */
  readonly ours: number | null
  readonly theirs: number | null
  readonly ids: readonly string[]
  readonly nights: number
  readonly seenAt: Instant
}

export interface PushHealth {
  /** Notices of the last 24 hours. */
  readonly received: number
  readonly lastAt: Instant | null
  /** Deals that were said to have changed and are not read yet. */
  readonly waiting: number
}
