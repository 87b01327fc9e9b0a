/**
 * A search index is late: it counts a deal that was changed a moment ago where it stood before. Reading the record itself
 * proves that the mirror is right, and then that difference is none of ours.
 */
import type { Instant, Status } from '../../connectors/contract.ts'
import { addMs } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { type Compared, sliceKey, slicesOf } from './reconcile-compare.ts'
import { lateInSlice } from './reconcile-slices.ts'

/** What the windows of changes overlap by, for the same reason. */
export const INDEX_LATE_MS = 15 * 60_000

/** How many deals too many the index counts, by status. */
export type Late = Readonly<Record<Status, number>>
export const noneLate: Late = { open: 0, won: 0, lost: 0 }

export async function withoutLate(
  db: WorkspaceDb,
  run: { readonly id: string; readonly source: string },
  differs: readonly Compared[],
  now: Instant,
): Promise<{ readonly late: Late; readonly differs: readonly Compared[] }> {
  const slices = slicesOf(differs, 'count')
  if (slices.length === 0) return { late: noneLate, differs }
  const recent = addMs(now, -INDEX_LATE_MS)
  const results = await db.$client.batch(
    slices.map((slice) => lateInSlice(run, slice, recent)),
    'read',
  )
  const bySlice = new Map(
    slices.map((slice, index) => [sliceKey(slice), Number(results[index]?.rows[0]?.late ?? 0)]),
  )
  const late = { ...noneLate }
  for (const { status, ...place } of slices) late[status] += bySlice.get(sliceKey({ ...place, status })) ?? 0
  return { late, differs: differs.filter((one) => !isLate(one, bySlice.get(sliceKey(one)) ?? 0)) }
}

export function isLate({ measure, ours, theirs }: Compared, late: number): boolean {
  return measure === 'count' && late !== 0 && theirs - ours === late
}
