/** Many nights of the sound program: none may end in a violation. */
import { addCounts, type Counts } from './kinds.ts'
import { inTurn, startWorker } from './pool.ts'

export interface Found {
  readonly seed: string
  /** Which night of the seed, from 1; null: the harness came to a stop. */
  readonly night: number | null
  readonly message: string
}

export interface NightsReport {
  nights: number
  lives: number
  calls: number
  answers429: number
  events: number
  readonly faults: Counts
  readonly edits: Counts
  readonly violations: Found[]
}

/** `each` is told of a violation as it is found. */
export async function runNights(
  nights: number,
  base: string,
  workers: number,
  each: (found: Found) => void = () => undefined,
): Promise<NightsReport> {
  const report: NightsReport = {
    ...{ nights: 0, lives: 0, calls: 0, answers429: 0, events: 0 },
    faults: {},
    edits: {},
    violations: [],
  }
  function found(one: Found): void {
    report.violations.push(one)
    each(one)
  }
  const shares = Array.from({ length: workers }, (_, first) => first)
  await inTurn(shares, workers, (first) =>
    startWorker({ bug: null, base, first, step: workers, nights: Math.ceil(nights / workers) }, (told) => {
      if (told.kind === 'broke') found({ seed: told.seed, night: null, message: told.reason })
      if (told.kind !== 'life') return false
      const { result } = told
      report.lives += 1
      report.nights += result.nights
      report.calls += result.calls
      report.answers429 += result.answers429
      report.events += result.events
      addCounts(report.faults, result.faults)
      addCounts(report.edits, result.edits)
      if (result.violation !== null)
        found({ seed: result.seed, night: result.lived, message: result.violation.message })
      return false
    }),
  )
  // Threads end in any order.
  report.violations.sort((a, b) => (a.seed < b.seed ? -1 : 1))
  return report
}
