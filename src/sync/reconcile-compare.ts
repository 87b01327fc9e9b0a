/** Theirs against ours: which slices differ, once what the mirror knows of and cannot place is allowed for. Pure. */
import { type Slice, type Status, statuses, type Total } from '../../connectors/contract.ts'
import type { MirrorTotals } from './mirror-totals.ts'

export const measures = ['count', 'amount'] as const
export type Measure = (typeof measures)[number]

export interface Compared extends Slice {
  readonly measure: Measure
  readonly ours: number
  readonly theirs: number
}

export interface Comparison {
  /** Every slice that was asked for, equal ones included. */
  readonly compared: readonly Compared[]
  readonly differs: readonly Compared[]
  /** Skipped deals that explain no difference yet: they may be in any pipeline. */
  readonly spare: number
}

/** All pipelines together. */
export function compareAll(theirs: readonly Total[], ours: MirrorTotals): Comparison {
  const unplaced = [...ours.unplaced.values()].reduce((sum, count) => sum + count, 0)
  return compareOne(null, theirs, { ...ours, unplacedHere: unplaced, spare: ours.skipped })
}

/** One pipeline after the other, an empty text for deals without one: what a skipped deal explains in one it does not explain in the next. */
export function comparePipelines(
  pipelines: readonly string[],
  theirs: readonly Total[],
  ours: MirrorTotals,
  spare: number,
): Comparison {
  return pipelines.reduce<Comparison>(
    (before, pipelineId) => {
      const slices = ours.slices.filter((slice) => (slice.pipelineId ?? '') === pipelineId)
      const told = theirs.filter((total) => total.pipelineId === pipelineId)
      const unplacedHere = ours.unplaced.get(pipelineId === '' ? null : pipelineId) ?? 0
      const one = compareOne(pipelineId, told, { ...ours, slices, unplacedHere, spare: before.spare })
      return {
        compared: [...before.compared, ...one.compared],
        differs: [...before.differs, ...one.differs],
        spare: one.spare,
      }
    },
    { compared: [], differs: [], spare },
  )
}

interface Ours extends Pick<MirrorTotals, 'slices'> {
  readonly unplacedHere: number
  readonly spare: number
}

function compareOne(pipelineId: string | null, theirs: readonly Total[], ours: Ours): Comparison {
  const compared = statuses.flatMap((status) => compareSlice({ pipelineId, status }, theirs, ours))
  const { excused, used } = excuse(compared, ours)
  // A deal that is not placed has an amount as well, in a sum we do not know.
  const vague = ours.unplacedHere + ours.spare > 0
  const differs = compared.filter(
    ({ measure, ours, theirs }) => ours !== theirs && !(measure === 'count' ? excused : vague),
  )
  return { compared, differs, spare: ours.spare - used }
}

function compareSlice(slice: Slice, theirs: readonly Total[], { slices }: Pick<Ours, 'slices'>): Compared[] {
  const told = theirs.find(({ status }) => status === slice.status)
  if (told === undefined) return []
  const own = slices.filter(({ status }) => status === slice.status)
  const count: Compared = { ...slice, measure: 'count', ours: sumOf(own, 'count') ?? 0, theirs: told.count }
  const amount = sumOf(own, 'amountMinor')
  if (told.amountMinor === null || amount === null) return [count]
  return [count, { ...slice, measure: 'amount', ours: amount, theirs: told.amountMinor }]
}

function sumOf(slices: MirrorTotals['slices'], field: 'count' | 'amountMinor'): number | null {
  return slices.reduce<number | null>(
    (sum, slice) => (sum === null || slice[field] === null ? null : sum + slice[field]),
    0,
  )
}

/**
 * The CRM counts deals in their slice that we hold for an unknown stage, or could not read. They are shown as such already:
 * as long as no slice of ours has too many, and all of them together lack no more than those, nothing is lost.
 */
function excuse(compared: readonly Compared[], { unplacedHere, spare }: Ours) {
  const lacking = compared.filter(({ measure }) => measure === 'count').map((one) => one.theirs - one.ours)
  const sum = lacking.reduce((total, count) => total + count, 0)
  const excused = lacking.every((count) => count >= 0) && sum <= unplacedHere + spare
  return { excused, used: excused ? Math.max(0, sum - unplacedHere) : 0 }
}

export function sliceKey({ pipelineId, status }: { pipelineId: string | null; status: Status }): string {
  return JSON.stringify([pipelineId, status])
}

/** Each slice once, in the order they come in. */
export function slicesOf(compared: readonly Compared[], measure: Measure): Slice[] {
  const found = compared
    .filter((one) => one.measure === measure)
    .map(({ pipelineId, status }) => ({ pipelineId, status }))
  return [...new Map(found.map((slice) => [sliceKey(slice), slice])).values()]
}
