/** The ladder of statuses: the first that applies. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { addDays } from '../../connectors/values/time.ts'
import { dueDay, type Span } from './pace.ts'
import { type Bounds, type HoldDays, holdShare, type Measured, within } from './progress.ts'
import type { Origin, Status } from './types.ts'

/** How far below the pace, in parts of 1, a key result may be. A setting of the company. */
export interface Thresholds {
  readonly onTrack: number
  readonly behind: number
}
export const defaultThresholds: Thresholds = { onTrack: 0.1, behind: 0.25 }

/** Only these are ratings; the others say why there is none. */
export const ratings = ['missed', 'at_risk', 'behind', 'on_track', 'achieved'] as const satisfies Status[]
export type Rating = (typeof ratings)[number]

export function isRating(status: Status): status is Rating {
  return (ratings as readonly Status[]).includes(status)
}

/** A float's last digits must not decide: 0.6 - 0.1 is a hair above 0.5. */
const HAIR = 1e-9

/** The verdict of a closed cycle: nothing that happens later is asked. */
export interface FrozenVerdict {
  readonly frozen: Extract<Status, 'achieved' | 'missed' | 'incomplete' | 'no_data'>
}

export interface Judged {
  readonly broken: boolean
  readonly origin: Origin
  readonly cadenceDays: number | null
  readonly today: Day
  readonly cycle: Span
  /** The last measured value, with its day. */
  readonly latest: (Measured & { readonly day: Day }) | null
  /** Where the pace should be at the end of the measured day. */
  readonly expected: number
  readonly goal:
    | { readonly kind: 'reach'; readonly progress: number | null }
    | {
        readonly kind: 'hold'
        readonly bounds: Bounds
        readonly days: HoldDays
        readonly requiredShare: number
      }
}

export function statusOf(judged: Judged | FrozenVerdict, thresholds: Thresholds = defaultThresholds): Status {
  if ('frozen' in judged) return judged.frozen
  const { broken, latest, goal } = judged
  if (broken) return 'broken'
  if (latest === null || !answers(latest)) return 'no_data'
  if (isStale(judged, latest.day)) return 'stale'
  if (!latest.complete) return 'incomplete'
  switch (goal.kind) {
    case 'reach':
      return goal.progress === null ? 'no_data' : reachStatus(goal.progress, judged.expected, thresholds)
    case 'hold': {
      const share = holdShare(goal.days) ?? 0
      const enough = share >= goal.requiredShare - HAIR
      return holdStatus(within(latest, goal.bounds) === true, enough, judged)
    }
    default:
      return goal satisfies never
  }
}

/** A target that is reached leaves no number and is an answer all the same. */
function answers({ value, reason }: Measured): boolean {
  return value !== null || reason === 'target_reached'
}

function isStale({ origin, cadenceDays, today, cycle }: Judged, day: Day): boolean {
  switch (origin) {
    case 'metric':
    case 'composite':
    case 'native':
      return day < dueDay(today, cycle)
    case 'pushed':
    case 'manual': {
      // After the cycle nothing is due any more.
      const last = today < cycle.endsOn ? today : cycle.endsOn
      return cadenceDays !== null && addDays(day, cadenceDays) < last
    }
    default:
      return origin satisfies never
  }
}

function reachStatus(progress: number, expected: number, { onTrack, behind }: Thresholds): Rating {
  if (progress >= 1 - HAIR) return 'achieved'
  if (progress >= expected - onTrack - HAIR) return 'on_track'
  if (progress >= expected - behind - HAIR) return 'behind'
  return 'at_risk'
}

/** The verdict falls only when the cycle is over; until then the last value decides first. */
function holdStatus(inside: boolean, enough: boolean, { today, cycle }: Judged): Rating {
  if (today >= cycle.endsOn) return enough ? 'achieved' : 'missed'
  if (!inside) return 'at_risk'
  return enough ? 'on_track' : 'behind'
}
