/** A key result's past by hand: six quarters that begin afresh, the first weeks known in part. */
import { addDays, addMonths } from '../../connectors/values/time.ts'
import type { PastPoint, PastView } from '../../src/series/index.ts'

const starts = [-5, -4, -3, -2, -1, 0].map((n) => addMonths('2026-10-01', 3 * n))
const ends = [31_240_000, 38_810_050, 35_500_000, 41_275_099]

function points(): PastPoint[] {
  const all: PastPoint[] = []
  for (const [n, start] of starts.entries()) {
    const end = addMonths(start, 3)
    const most = [28_000_000, ...ends, 40_000_000][n] ?? 0
    let [day, i] = [start, 0]
    for (; day < end && day <= '2026-11-24'; day = addDays(day, 1), i += 1) {
      const value = Math.round(most * (i / 91) ** 1.2)
      const unknown = n === 0 && i < 40
      all.push({ day, value, complete: !unknown, reason: unknown ? 'history_gap' : null })
    }
  }
  return all
}

export function pastView(more: Partial<PastView> = {}): PastView {
  return {
    ...{ unit: 'money', currency: 'EUR', points: points(), step: 1, starts, since: null, noProposal: null },
    periods: ends.map((value, n) => ({
      ...{ from: starts[n + 1] ?? '', to: addMonths(starts[n + 1] ?? '', 3), value, complete: true },
    })),
    proposal: { baseline: 0, target: 42_000_000, from: 'nothing', direction: 'up', periods: 4 },
    ...more,
  }
}
