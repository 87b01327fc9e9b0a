/** The running cycle as it stands: what is won, what is open, and what each open deal is worth by past ones. Pure. */
import { ageClass } from './age.ts'
import { conversion, type Rates } from './conversion.ts'
import { isWonIn, type Life, type Measure, partOf, type Range } from './lives.ts'
import { FEWEST_CYCLES, usualAmount } from './predict.ts'
import { type Cell, count, type Snapshot } from './snapshots.ts'
import { type Candidate, ranked } from './take.ts'

/** Open deals kept for *what would it take*, the surest first. */
export const MOST_CANDIDATES = 500

/** The open deals of a stage, and what is expected of them. */
export interface StagePart {
  readonly stage: string
  readonly open: number
  /** Their sum; those without amount are taken at the usual one. */
  readonly amount: number
  readonly expected: number
  /** Past deals of this stage at this point of a cycle, and those of them that were won by its end. */
  readonly past: number
  readonly pastWon: number
}

interface OpenDeal {
  readonly id: number
  readonly stage: string
  readonly age: number
  /** Null: it has no amount, or none in the company's currency. */
  readonly adds: number | null
}

export interface Standing {
  readonly wonSoFar: number
  readonly cells: ReadonlyMap<string, Cell>
  readonly open: readonly OpenDeal[]
}

/** By the last state of each deal. `today`: the last day that is over. */
export function standing(lives: readonly Life[], cycle: Range, measure: Measure, today: number): Standing {
  let wonSoFar = 0
  const cells = new Map<string, Cell>()
  const open: OpenDeal[] = []
  for (const { id, created, steps } of lives) {
    const step = steps.at(-1)
    if (step === undefined || step.to !== Number.POSITIVE_INFINITY) continue
    if (isWonIn(step, cycle)) wonSoFar += partOf(step, measure)
    if (step.status !== 'open') continue
    count(cells, step, today - created, false, measure)
    const adds = measure === 'count' ? 1 : (step.amount ?? null)
    open.push({ id, stage: step.stage, age: ageClass(today - created), adds })
  }
  return { wonSoFar, cells, open }
}

export function partsOf(
  { cells, open }: Standing,
  training: readonly Snapshot[],
): { readonly stages: readonly StagePart[]; readonly candidates: readonly Candidate[] } {
  const rates = training.length < FEWEST_CYCLES ? null : conversion(training)
  if (rates === null) return { stages: [], candidates: [] }
  const candidates = open.map(({ id, stage, age, adds }) => ({ id, adds, rate: rates.of(stage, age).rate }))
  return {
    stages: stageParts(cells, training, rates),
    candidates: ranked(candidates).slice(0, MOST_CANDIDATES),
  }
}

function stageParts(cells: Standing['cells'], training: readonly Snapshot[], rates: Rates): StagePart[] {
  const usual = usualAmount(cells, training)
  const past = [...training.flatMap((one) => [...one.cells.values()])]
  const stages = [...Map.groupBy(cells.values(), ({ stage }) => stage)].map(([stage, own]) => {
    const amountOf = ({ open, priced, sum }: Cell) => sum + (open - priced) * usual
    const before = past.filter((cell) => cell.stage === stage)
    return {
      stage,
      open: total(own, ({ open }) => open),
      amount: total(own, amountOf),
      expected: total(own, (cell) => rates.of(stage, cell.age).rate * amountOf(cell)),
      past: total(before, ({ open }) => open),
      pastWon: total(before, ({ won }) => won),
    }
  })
  return stages.sort((a, b) => b.expected - a.expected || (a.stage < b.stage ? -1 : 1))
}

function total<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((sum, one) => sum + of(one), 0)
}
