/** Whether a number gives somebody away beside all the others that this company was ever told. */
import type { Day } from '../../connectors/contract.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { selectionKey } from '../metrics/people-carried.ts'
import { readRegions } from '../metrics/people-regions.ts'
import type { Filter } from '../metrics/types.ts'
import { admit } from './admit.ts'

export interface Beside {
  readonly people: number
  /** Keys of the other selections that it would be added to or taken from; none where it is the company's total alone. */
  readonly others: readonly string[]
}

/**
 * Null: it may be answered. `known`: what was answered before, oldest first; what of it no longer fits together is hidden
 * itself and is in nobody's way.
 */
export async function tooFewBeside(
  db: WorkspaceDb,
  wanted: readonly Filter[],
  known: readonly Filter[],
  today: Day,
  minimum: number,
): Promise<Beside | null> {
  const earlier = distinct([...known])
  const later = distinct([...wanted])
  const keys = new Set(later.map(selectionKey))
  const selections = distinct([...earlier, ...later])
  if (later.length === 0) return null
  const regions = await readRegions(db, [undefined, ...selections], today)
  const { refused } = admit(regions, selections.length + 1, minimum)
  for (const [index, { people, selections: combined }] of refused) {
    const key = selectionKey(selections[index - 1])
    if (!keys.has(key)) continue
    const others = combined.flatMap((n) => (n === 0 || n === index ? [] : [selectionKey(selections[n - 1])]))
    return { people, others }
  }
  return null
}

function distinct(filters: readonly Filter[]): Filter[] {
  return [...new Map(filters.map((filter) => [selectionKey(filter), filter])).values()]
}
