/**
 * What a run reads, decided when it opens. The cost of a night is the cost of what changed: of the set-up only what may
 * change the meaning of a deal overnight is read each time, the rest once a week. Pure.
 */
import { type Day, nightStreams, type Stream } from '../../connectors/contract.ts'
import { daysBetween } from '../../connectors/values/time.ts'
import type { NightKind } from './run-kinds.ts'

/** Stages give deals their status, owners their team: a change of either shows the next morning. */
const everyNight: ReadonlySet<Stream> = new Set(['pipelines', 'owners', 'deals', 'removals', 'contracts'])
const WEEK = 7

export interface Standing {
  readonly stream: Stream
  /** Its last walk came to its end, and nobody has asked since to read it anew. */
  readonly known: boolean
}

/**
 * In the order of a night. What was never walked to its end is due whatever the day. `contracts`: they are a stream of this
 * connection; where they follow from its deals, or nobody wants them, no call is made for any.
 */
export function dueStreams(standing: readonly Standing[], thorough: boolean, contracts: boolean): Stream[] {
  const known = new Set(standing.filter((one) => one.known).map(({ stream }) => stream))
  return nightStreams
    .filter((stream) => stream !== 'contracts' || contracts)
    .filter((stream) => thorough || everyNight.has(stream) || !known.has(stream))
}

export interface Calendar {
  readonly kind: NightKind
  /** The day that the run closes; it begins on the next. */
  readonly day: Day
  /** The day of the last run that read every deal, a census under way included; null before the first import ended. */
  readonly wholeDay: Day | null
  /** The company's day of the week for it, 0 to 6; a manual sync has none. */
  readonly weekday: number | null
}

/** 0 is Sunday. */
function weekdayOf(day: Day): number {
  return new Date(`${day}T00:00:00.000Z`).getUTCDay()
}

/** At the first import, in the company's night of the week, and where that was missed. Such a night is followed by a census. */
export function isThorough({ kind, day, wholeDay, weekday }: Calendar): boolean {
  if (wholeDay === null) return true
  const age = daysBetween(wholeDay, day)
  if (age >= WEEK) return true
  return kind === 'night' && age > 0 && weekdayOf(day) === weekday
}
