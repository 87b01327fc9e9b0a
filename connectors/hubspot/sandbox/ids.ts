/** Order of record ids: they are decimal text, and whether the vendor compares them as numbers is unknown. */
import type { Stored } from '../../demo/store.ts'
import type { Switches } from './switches.ts'

export function compareIds(a: string, b: string, order: Switches['idOrder']): number {
  if (order === 'numeric' && a.length !== b.length) return a.length - b.length
  if (a === b) return 0
  return a < b ? -1 : 1
}

const sorted = new WeakMap<Stored<unknown>, { order: string; generation: number; ids: string[] }>()

/** Kept between pages, until a record comes or goes. */
export function sortedIds(records: Stored<unknown>, order: Switches['idOrder']): string[] {
  const known = sorted.get(records)
  if (known !== undefined && known.order === order && known.generation === records.generation)
    return known.ids
  const ids = [...records.keys()].sort((a, b) => compareIds(a, b, order))
  sorted.set(records, { order, generation: records.generation, ids })
  return ids
}

/** Index of the first id after `after` in a sorted list. */
export function firstAfter(ids: readonly string[], after: string, order: Switches['idOrder']): number {
  let low = 0
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareIds(ids[middle] ?? '', after, order) <= 0) low = middle + 1
    else high = middle
  }
  return low
}
