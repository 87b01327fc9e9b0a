/** Which share of the open deals was won by the end of their cycle: by stage and age, small groups leaning on larger ones. Pure. */
import { type Cell, cellKey, type Snapshot } from './snapshots.ts'

/** How many deals of the larger group each smaller one is thought to have besides its own. */
export const PRIOR_DEALS = 10

export interface Rate {
  /** Strictly between 0 and 1. */
  readonly rate: number
  /** Deals of exactly this stage and age that it rests on. */
  readonly deals: number
  /** The spread of the rate itself: that of the beta distribution with this mean and so many deals. */
  readonly variance: number
}

export interface Rates {
  readonly deals: number
  of(stage: string, age: number): Rate
}

interface Tally {
  open: number
  won: number
}

/** Null when no open deal has ever been seen at this point of a cycle. */
export function conversion(training: readonly Snapshot[]): Rates | null {
  const [cells, stages] = [new Map<string, Tally>(), new Map<string, Tally>()]
  const all: Tally = { open: 0, won: 0 }
  for (const { cells: seen } of training)
    for (const [key, cell] of seen) {
      add(cells, key, cell)
      add(stages, cell.stage, cell)
      all.open += cell.open
      all.won += cell.won
    }
  if (all.open === 0) return null
  // Half a deal on each side: a company that never won, or always, may do otherwise tomorrow.
  const company = (all.won + 0.5) / (all.open + 1)
  const ofStage = (stage: string) => leaning(stages.get(stage), company)
  return {
    deals: all.open,
    of(stage, age) {
      const own = cells.get(cellKey(stage, age))
      const rate = leaning(own, ofStage(stage))
      const deals = own?.open ?? 0
      return { rate, deals, variance: (rate * (1 - rate)) / (deals + PRIOR_DEALS + 1) }
    },
  }
}

/** The posterior mean of a beta-binomial whose prior is worth `PRIOR_DEALS` deals at `towards`. */
export function leaning(tally: Tally | undefined, towards: number): number {
  const { open, won } = tally ?? { open: 0, won: 0 }
  return (won + PRIOR_DEALS * towards) / (open + PRIOR_DEALS)
}

function add(tallies: Map<string, Tally>, key: string, { open, won }: Cell): void {
  const tally = tallies.get(key)
  if (tally === undefined) tallies.set(key, { open, won })
  else {
    tally.open += open
    tally.won += won
  }
}
