/** Theirs against ours: what is a difference, and what is explained by deals that are shown as held or skipped already. */

import { expect, test } from 'vitest'
import { type Status, statuses, type Total } from '../../../connectors/contract.ts'
import type { MirrorTotals } from '../../../src/sync/mirror-totals.ts'
import { compareAll, comparePipelines } from '../../../src/sync/reconcile-compare.ts'
import fc from '../../support/properties.ts'

type Counts = Readonly<Record<Status, number>>

function told(pipelineId: string | null, counts: Counts, amountMinor: number | null = null): Total[] {
  return statuses.map((status) => ({ pipelineId, status, count: counts[status], amountMinor }))
}

function mirror(pipelines: Readonly<Record<string, Counts>>, more: Partial<MirrorTotals> = {}): MirrorTotals {
  const slices = Object.entries(pipelines).flatMap(([pipelineId, counts]) =>
    statuses.map((status) => ({
      ...{ pipelineId: pipelineId === '' ? null : pipelineId, status },
      ...{ count: counts[status], amountMinor: 100 },
    })),
  )
  return { slices, unplaced: new Map(), skipped: 0, ...more }
}

const ours: Counts = { open: 5, won: 3, lost: 2 }
const differing = ({ differs }: { differs: readonly { status: Status; measure: string }[] }) =>
  differs.map(({ status, measure }) => (measure === 'count' ? status : `${status} ${measure}`))

test('held and skipped deals explain as many as they are, and only where the mirror has too few', () => {
  const one = { unplaced: new Map([['new', 1]]) }
  const cases: readonly (readonly [Counts, Partial<MirrorTotals>, readonly string[]])[] = [
    [ours, {}, []],
    [{ ...ours, won: 4 }, {}, ['won']],
    [{ open: 4, won: 4, lost: 2 }, {}, ['open', 'won']],
    [{ ...ours, won: 4 }, one, []],
    [{ ...ours, won: 4 }, { skipped: 1 }, []],
    [{ ...ours, won: 5 }, one, ['won']],
    [{ ...ours, won: 5 }, { ...one, skipped: 1 }, []],
    [{ open: 6, won: 4, lost: 2 }, one, ['open', 'won']],
    // It was deleted since: nothing lacks.
    [ours, one, []],
    // A stale status is no gap of a held deal.
    [{ open: 4, won: 4, lost: 2 }, one, ['open', 'won']],
    [{ open: 4, won: 3, lost: 2 }, one, ['open']],
  ]
  for (const [theirs, more, expected] of cases) {
    const found = compareAll(told(null, theirs), mirror({ new: ours }, more))
    expect([theirs, more, differing(found)]).toEqual([theirs, more, expected])
  }
})

test('a skipped deal explains one pipeline and not the next; deals without a pipeline are a slice of their own', () => {
  const all = mirror({ a: ours, b: ours, '': { open: 1, won: 0, lost: 0 } }, { skipped: 1 })
  const more = { ...ours, won: 4 }
  const none = { open: 1, won: 0, lost: 0 }
  const theirs = [...told('a', more), ...told('b', more), ...told('', none)]
  const found = comparePipelines(['a', 'b', ''], theirs, all, all.skipped)
  expect(found.differs).toMatchObject([{ pipelineId: 'b', status: 'won', ours: 3, theirs: 4 }])
  expect(found.spare).toBe(0)
  // A pipeline that the CRM says nothing of is not compared.
  expect(comparePipelines(['a'], told('b', ours), all, 0).compared).toEqual([])
})

test('sums are compared where both sides know them', () => {
  const sum = (minor: number | null, more: Partial<MirrorTotals> = {}) =>
    differing(compareAll(told(null, ours, minor), mirror({ new: ours }, more)))
  expect(sum(100)).toEqual([])
  expect(sum(101)).toEqual(['open amount', 'won amount', 'lost amount'])
  expect(sum(null)).toEqual([])
  expect(sum(101, { unplaced: new Map([['new', 1]]) })).toEqual([])
  const unknown = mirror({ new: ours })
  const slices = unknown.slices.map((slice) => ({
    ...slice,
    amountMinor: slice.status === 'won' ? null : 100,
  }))
  expect(differing(compareAll(told(null, ours, 101), { ...unknown, slices }))).toEqual([
    'open amount',
    'lost amount',
  ])
})

test('nothing but equal counts is equal where every deal of the mirror is placed and read', () => {
  const counts = fc.record({ open: fc.nat(3), won: fc.nat(3), lost: fc.nat(3) })
  fc.assert(
    fc.property(counts, counts, (mine, theirs) => {
      const found = compareAll(told(null, theirs), mirror({ new: mine }))
      expect(differing(found)).toEqual(statuses.filter((status) => mine[status] !== theirs[status]))
    }),
  )
})
