/** Snapshots without deals: what a test says of a point of a past cycle. */
import { type Cell, cellKey, type Snapshot } from '../../../src/forecast/snapshots.ts'

export function cellOf(stage: string, age: number, part: Partial<Cell>): Cell {
  const open = part.open ?? 0
  return { stage, age, open, won: 0, priced: open, sum: open * 100, squares: open * 10_000, ...part }
}

export function shot(
  part: Partial<Omit<Snapshot, 'cells'>> & { readonly cells?: readonly Cell[] },
): Snapshot {
  const cells = new Map((part.cells ?? []).map((cell) => [cellKey(cell.stage, cell.age), cell]))
  return { daysLeft: 30, wonSoFar: 0, later: 0, final: 0, finalDeals: 0, ...part, cells }
}
