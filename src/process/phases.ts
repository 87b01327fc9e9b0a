/** Where a cycle is in its life, and which steps there are. Pure. */
import type { Day } from '../../connectors/contract.ts'
import { addDays } from '../../connectors/values/time.ts'
import type { Cycle } from '../okr/types.ts'

export const phases = ['draft', 'agreed', 'running', 'closing', 'closed'] as const
export type Phase = (typeof phases)[number]

export function isPhase(text: string): text is Phase {
  return (phases as readonly string[]).includes(text)
}

/** A review may be prepared from here on. */
export const CLOSING_DAYS_BEFORE_END = 14

/** Steps forward, and the steps back that a talk may ask for. Nobody opens a closed cycle. */
export const steps = {
  draft: ['agreed'],
  agreed: ['running', 'draft'],
  running: ['closing'],
  closing: ['closed', 'running'],
  closed: [],
} as const satisfies Record<Phase, readonly Phase[]>

/** Of a cycle that nobody has moved yet: what its days say. */
export function phaseByDays({ startsOn, endsOn }: Cycle, today: Day, frozen: boolean): Phase {
  if (frozen) return 'closed'
  if (today < startsOn) return 'draft'
  return today < endsOn ? 'running' : 'closing'
}

/** What the rules ask about a cycle. */
export interface Standing {
  readonly phase: Phase
  readonly cycle: Cycle
  readonly today: Day
  readonly objectives: number
  /** Titles of objectives without a key result. */
  readonly bare: readonly string[]
  /** Key results whose value is not final yet. */
  readonly unfrozen: number
}

export type Hindrance =
  | { readonly code: 'no_step'; readonly from: Phase; readonly to: Phase }
  | { readonly code: 'no_objectives' }
  | { readonly code: 'bare_objectives'; readonly titles: readonly string[] }
  | { readonly code: 'not_begun'; readonly day: Day }
  | { readonly code: 'too_early_to_close'; readonly day: Day }
  | { readonly code: 'over'; readonly day: Day }
  | { readonly code: 'not_final'; readonly n: number }

/** Everything that stands against a step; nothing, and it may be made. */
export function hindrances(standing: Standing, to: Phase): readonly Hindrance[] {
  const { phase, cycle, today, objectives, bare, unfrozen } = standing
  if (!(steps[phase] as readonly Phase[]).includes(to)) return [{ code: 'no_step', from: phase, to }]
  switch (to) {
    case 'draft':
      return []
    case 'agreed':
      if (objectives === 0) return [{ code: 'no_objectives' }]
      return bare.length === 0 ? [] : [{ code: 'bare_objectives', titles: bare }]
    case 'running':
      if (today < cycle.startsOn) return [{ code: 'not_begun', day: cycle.startsOn }]
      return today < cycle.endsOn ? [] : [{ code: 'over', day: addDays(cycle.endsOn, -1) }]
    case 'closing': {
      const earliest = addDays(cycle.endsOn, -CLOSING_DAYS_BEFORE_END)
      return today < earliest ? [{ code: 'too_early_to_close', day: earliest }] : []
    }
    case 'closed':
      return unfrozen === 0 ? [] : [{ code: 'not_final', n: unfrozen }]
    default:
      return to satisfies never
  }
}

/** Goals are written until the review begins; the last word on numbers is `src/closing`. */
export function goalsMayChange(phase: Phase): boolean {
  return phase === 'draft' || phase === 'agreed' || phase === 'running'
}

/** The roles of the process; administrator and auditor have no part in it. */
export const players = ['management', 'okr_master', 'team_lead', 'member', 'coach'] as const
export type Player = (typeof players)[number]
