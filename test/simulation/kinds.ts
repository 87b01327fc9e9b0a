/** What can go wrong, by the name it is counted and printed under. */
export const faultKinds = [
  'database busy',
  'database reply lost',
  'late commit of a dead process',
  'process paused',
  'renewal of a grant held up',
  'crash before a call',
  'crash after a call',
  'process restarted',
  'program off for hours',
  'message lost',
  'message duplicated',
  'message reordered',
  'message delayed',
  'acknowledgement lost',
  'send failed',
  'send repeated',
  'http 429',
  'http 500',
  'http 503 with Retry-After',
  'html answer',
  'half body',
  'connection reset',
  'no answer',
  'token refused once',
  'grant revoked',
  'CRM down',
  'short page',
  'empty page with a next cursor',
  'unreadable row',
  'push lost',
  'push repeated',
  'push late',
  'other app',
  'index lag',
  'late CRM commit',
  'clock forwards',
  'clock backwards',
  'machine slept',
  'edit during reading',
  'night at a clock change',
  'parallel consumers',
] as const
export type FaultKind = (typeof faultKinds)[number]

export type Counts = Record<string, number>

export function count(counts: Counts, kind: string, by = 1): void {
  counts[kind] = (counts[kind] ?? 0) + by
}

export function addCounts(into: Counts, from: Counts): void {
  for (const [kind, n] of Object.entries(from)) count(into, kind, n)
}

/** The design's invariants (section 5), by number. */
export const invariants = {
  1: 'one automatic measurement per key result and day, never changed',
  2: 'the cursor never moves back and never past now less the lag; cursor and data together',
  3: 'values only from complete runs begun after the day ended',
  4: 'incremental result = full recount',
  5: 'many inferred deletions are held; a failed pass deletes nothing',
  6: 'every message ends done or parked with a reason',
  7: 'one probe per cool-down; a revoked grant stops all calls',
  8: 'token refresh is single-flight; stored before it is used',
  9: 'retries bounded; at most 80 % of any bucket; no 429 of our own making',
  10: 'after faults end fresh within one night',
  11: 'exactly one value per local day',
  12: 'what could not be read is counted',
} as const
export type Invariant = keyof typeof invariants

/** Something that must never be so. Ends the seed. */
export class Violation extends Error {
  override readonly name = 'Violation'
  readonly invariant: Invariant
  constructor(invariant: Invariant, detail: string) {
    super(`invariant ${invariant} (${invariants[invariant]}): ${detail}`)
    this.invariant = invariant
  }
}
