/** In which currency the mirror's amounts were at a moment of the ledger, where the company changed its own. Pure. */
import type { Day, Instant } from '../../connectors/contract.ts'
import type { At } from '../metrics/types.ts'

export interface HomeChange {
  readonly afterSeq: number
  readonly before: string
  readonly currency: string
  /** Null while deals are still converted. */
  readonly wholeSeq: number | null
  readonly wholeAt: Instant | null
  readonly changedAt: Instant
}

/** `mixed`: deals were being converted, so that a sum would add two currencies. Null: never changed. */
export function homeAt(changes: readonly HomeChange[], at: At): string | 'mixed' | null {
  const [first] = changes
  if (first === undefined) return null
  const last = changes.findLast((change) => begun(change, at))
  if (last === undefined) return first.before
  return isWhole(last, at) ? last.currency : 'mixed'
}

function begun({ afterSeq, changedAt }: HomeChange, at: At): boolean {
  switch (at.kind) {
    case 'now':
      return true
    case 'known':
      return at.seq > afterSeq
    case 'asOf':
      return at.instant >= changedAt
    default:
      return at satisfies never
  }
}

function isWhole({ wholeSeq, wholeAt }: HomeChange, at: At): boolean {
  if (wholeSeq === null || wholeAt === null) return false
  switch (at.kind) {
    case 'now':
      return true
    case 'known':
      return at.seq >= wholeSeq
    case 'asOf':
      return at.instant >= wholeAt
    default:
      return at satisfies never
  }
}

/** From which day on amounts are in `currency`; undefined while they are not. */
export function wholeSince(changes: readonly HomeChange[], currency: string, dayOf: (at: Instant) => Day) {
  const found = changes.findLast((change) => change.currency === currency)?.wholeAt
  return found == null ? undefined : dayOf(found)
}
