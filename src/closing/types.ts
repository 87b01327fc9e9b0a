/** What a cycle's end and a hand-set value add to a key result: the shapes that board, page, API and CLI share. */
import type { Day, Instant } from '../../connectors/contract.ts'
import type { MetricValue } from '../metrics/types.ts'
import type { Status } from '../okr/types.ts'
import type { Note } from './final.ts'

export interface FinalView {
  /** The measured day the value is of; null without one. */
  readonly day: Day | null
  readonly frozenAt: Instant
  readonly notes: readonly Note[]
}

/** What the CRM says by now, where it is another number than the frozen one. */
export interface RestatedView {
  readonly value: MetricValue
  /** This value minus the frozen one; null without either. */
  readonly difference: number | null
  readonly at: Instant
}

export interface OverrideView {
  readonly value: number
  readonly reason: string
  /** The last local day it holds. */
  readonly expiresOn: Day
  readonly setAt: Instant
  /** Where the key result stands by its measured value. */
  readonly automatic: { readonly progress: number | null; readonly status: Status }
}

export interface ClosingView {
  /** After the cycle, before the freezing: the local day in whose night values are fixed. */
  readonly freezesOn: Day | null
  readonly final: FinalView | null
  readonly restated: RestatedView | null
  readonly override: OverrideView | null
}
