import { expect, test } from 'vitest'
import type { Cursor } from '../../connectors/contract.ts'
import { toInstant } from '../../connectors/values/time.ts'
import { advance, type Edges, openList, openWindow, rest, StuckWalk } from '../../connectors/window.ts'
import fc from '../support/properties.ts'
import { createMovingCrm, type IdOrder, type Row } from './support/moving-crm.ts'

const NOW = '2026-11-24T04:30:00.000Z'
const edges: Edges = { overlapMs: 900_000, lagMs: 60_000 }

test('a first walk lists everything', () => {
  expect(openWindow(null, NOW, edges)).toEqual({ at: 'list', openedAt: NOW, after: null })
})

test('a walk under way is resumed, whatever time it is now', () => {
  const list: Cursor = { at: 'list', openedAt: '2026-11-01T00:00:00.000Z', after: '7' }
  const window: Cursor = { at: 'window', since: NOW, until: NOW, after: '7' }
  expect(openWindow(list, NOW, edges)).toEqual(list)
  expect(openWindow(window, '2027-01-01T00:00:00.000Z', edges)).toEqual(window)
})

test('a window reaches back behind the last one and ends before now', () => {
  expect(openWindow({ at: 'rest', until: '2026-11-23T04:00:00.000Z' }, NOW, edges)).toEqual({
    at: 'window',
    since: '2026-11-23T03:45:00.000Z',
    until: '2026-11-24T04:29:00.000Z',
    after: null,
  })
})

test('the cursor never moves back, not even when the clock does', () => {
  const until = '2026-11-24T05:00:00.000Z'
  expect(openWindow({ at: 'rest', until }, NOW, edges)).toMatchObject({ until })
})

test('what a list may have missed is in the window that follows it', () => {
  expect(rest({ at: 'list', openedAt: NOW, after: '9' }, edges)).toEqual({
    at: 'rest',
    until: '2026-11-24T04:29:00.000Z',
  })
})

test('a finished window rests at its own end', () => {
  expect(rest({ at: 'window', since: NOW, until: NOW, after: '9' }, edges)).toEqual({
    at: 'rest',
    until: NOW,
  })
})

test('a page that ends where it began is an error and not a loop', () => {
  expect(() => advance({ at: 'list', openedAt: NOW, after: '9' }, '9')).toThrow(StuckWalk)
})

test('a stream that is read whole begins anew each time and resumes inside', () => {
  const begun: Cursor = { at: 'list', openedAt: NOW, after: '3' }
  expect(openList(null, NOW)).toEqual({ at: 'list', openedAt: NOW, after: null })
  expect(openList({ at: 'rest', until: NOW }, NOW)).toEqual({ at: 'list', openedAt: NOW, after: null })
  expect(openList(begun, '2027-01-01T00:00:00.000Z')).toEqual(begun)
})

/** Small numbers for time, so that ties are common and every edge is hit. */
const small: Edges = { overlapMs: 12, lagMs: 3 }
const LIMIT = 3

type Step =
  | { readonly do: 'edit'; readonly id: number; readonly lag: number; readonly skew: number }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'pull' }
  /** The page is read and its cursor lost: the queue delivers the message again. */
  | { readonly do: 'pull and lose' }

// The most the overlap can bear: lateness of the index and of the CRM's clock are together overlap + lag + 1.
const edit = fc
  .record({
    id: fc.nat(120),
    lag: fc.oneof(fc.nat(12), fc.constant(12)),
    skew: fc.oneof(fc.nat(4), fc.constant(4)),
  })
  .map((one): Step => ({ do: 'edit', ...one }))
const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: edit },
    {
      weight: 3,
      arbitrary: fc.oneof(fc.nat(9), fc.constantFrom(3, 12, 15)).map((ms): Step => ({ do: 'pass', ms })),
    },
    { weight: 5, arbitrary: fc.constant<Step>({ do: 'pull' }) },
    { weight: 1, arbitrary: fc.constant<Step>({ do: 'pull and lose' }) },
  ),
  { maxLength: 120 },
)

/** Reads one page the way a connector does. */
function pullPage(crm: ReturnType<typeof createMovingCrm>, cursor: Cursor | null, now: number) {
  const walk = openWindow(cursor, toInstant(now), small)
  const rows =
    walk.at === 'list'
      ? crm.list(walk.after, LIMIT)
      : crm.search(Date.parse(walk.since), Date.parse(walk.until), walk.after, LIMIT, now)
  const last = rows.at(-1)
  const done = rows.length < LIMIT || last === undefined
  const next = done ? rest(walk, small) : advance(walk, last.id)
  return { walk, rows, next }
}

function live(order: IdOrder, history: readonly Step[]): void {
  const crm = createMovingCrm(order)
  const mirror = new Map<string, number>()
  let now = 1_000_000
  let cursor: Cursor | null = null
  let opened = { at: now, pages: 0 }

  function take(rows: readonly Row[]): void {
    // As the ledger does: a late index never puts an older state over a newer one.
    for (const row of rows) mirror.set(row.id, Math.max(row.changedAt, mirror.get(row.id) ?? 0))
  }

  function pull(lose: boolean): void {
    if (cursor === null || cursor.at === 'rest') opened = { at: now, pages: 0 }
    const { rows, next } = pullPage(crm, cursor, now)
    take(rows)
    if (lose) return
    opened.pages += 1
    expect(opened.pages).toBeLessThanOrEqual(crm.size() + 1)
    cursor = next
    if (cursor.at !== 'rest') return
    const until = Date.parse(cursor.until)
    expect(until).toBeLessThanOrEqual(now - small.lagMs)
    for (const id of crm.ids()) {
      const { changedAt, indexedAt } = crm.newest(id)
      // Edited after the walk opened, under a clock behind ours: the next walk owes it.
      const due = changedAt <= until && indexedAt < opened.at
      if (due) expect(mirror.get(id)).toBe(changedAt)
    }
  }

  for (const step of history) {
    switch (step.do) {
      case 'edit': {
        const id = String(step.id)
        const before = crm.newest(id)
        const changedAt = Math.max(before.changedAt, now - step.skew)
        crm.edit(id, changedAt, Math.max(before.indexedAt, now + step.lag))
        break
      }
      case 'pass':
        now += step.ms
        break
      case 'pull':
        pull(false)
        break
      case 'pull and lose':
        pull(true)
        break
    }
  }

  // Two quiet walks, so that one begins after the last edit is indexed.
  for (let walks = 0; walks < 2; ) {
    now += 20
    pull(false)
    if (cursor !== null && (cursor as Cursor).at === 'rest') walks += 1
  }
  expect(new Map([...mirror].sort())).toEqual(
    new Map(
      crm
        .ids()
        .map((id): [string, number] => [id, crm.newest(id).changedAt])
        .sort(),
    ),
  )
}

// Planted and seen red: a window without overlap; one that ends at now; a strict bound at either end; an end that
// moves on while we read; a list that rests after it opened; a page saved without its cursor; a short last page taken
// for the end; ids compared in another order than they are sorted; an index one tick later than the overlap can bear.
test.each(['numeric', 'text'] as const)(
  'no change is ever lost and every walk ends, with ids in %s order',
  (order) => {
    fc.assert(
      fc.property(steps, (history) => live(order, history)),
      { numRuns: 1500 },
    )
  },
)
