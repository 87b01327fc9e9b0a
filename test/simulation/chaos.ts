/** When something goes wrong. Each seed draws the kinds it suffers from and how often; a calm night draws none. */
import type { Random } from '../../connectors/demo/prng.ts'
import type { Favour } from './favour.ts'
import { type Counts, count, type FaultKind } from './kinds.ts'

export interface Chaos {
  /** Off: all is well. */
  on: boolean
  readonly counts: Counts
  /** Happens now, and is counted. */
  hit(kind: FaultKind): boolean
  note(kind: FaultKind): void
  rate(kind: FaultKind): number
}

/** How often a kind strikes where it may, in a seed that has it: per call, statement, message or night. */
const rates: Readonly<Partial<Record<FaultKind, number>>> = {
  'database busy': 0.01,
  'database reply lost': 0.01,
  'late commit of a dead process': 0.5,
  'process paused': 0.006,
  'renewal of a grant held up': 0.15,
  'crash before a call': 0.004,
  'crash after a call': 0.004,
  'program off for hours': 0.04,
  'message lost': 0.03,
  'message duplicated': 0.06,
  'message reordered': 0.3,
  'message delayed': 0.01,
  'acknowledgement lost': 0.04,
  'send failed': 0.01,
  'send repeated': 0.01,
  'http 429': 0.01,
  'http 500': 0.02,
  'http 503 with Retry-After': 0.01,
  'html answer': 0.01,
  'half body': 0.01,
  'connection reset': 0.01,
  'no answer': 0.005,
  'token refused once': 0.004,
  'grant revoked': 0.06,
  'CRM down': 0.1,
  'empty page with a next cursor': 0.02,
  'unreadable row': 0.03,
  'push lost': 0.2,
  'push repeated': 0.2,
  'push late': 0.2,
  'other app': 0.3,
  'clock forwards': 0.05,
  'clock backwards': 0.05,
  'machine slept': 0.05,
  'edit during reading': 0.1,
}

export function createChaos(random: Random, favoured: Favour['faults']): Chaos {
  // Few kinds at a time find more than all at once: a seed that is always down reads nothing.
  const share = random.pick([0, 0.15, 0.3, 0.6])
  const suffered = new Map<FaultKind, number>()
  for (const [kind, rate] of Object.entries(rates)) {
    const often = random.pick([0.5, 1, 1, 3])
    if (random.chance(share)) suffered.set(kind as FaultKind, Math.min(1, rate * often))
  }
  if (favoured !== undefined) {
    suffered.clear()
    for (const [kind, rate] of Object.entries(favoured)) suffered.set(kind as FaultKind, rate)
  }
  const counts: Counts = {}
  const chaos: Chaos = {
    on: false,
    counts,
    hit(kind) {
      const rate = chaos.rate(kind)
      if (rate === 0 || !random.chance(rate)) return false
      count(counts, kind)
      return true
    },
    note: (kind) => count(counts, kind),
    rate: (kind) => (chaos.on ? (suffered.get(kind) ?? 0) : 0),
  }
  return chaos
}
