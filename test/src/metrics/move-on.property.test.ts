/**
 * Invariant 4 of values: sums that are carried on over the deals that moved are those of a recount, bit for bit.
 *
 * Planted and seen red: a deal whose copy changed left out; the day before the first of the window, or the first after it,
 * not looked at; what a deal added before not taken away; overdue since the day before yesterday.
 */
import { expect, test } from 'vitest'
import { evaluateSums } from '../../../src/metrics/evaluate.ts'
import { canMoveOn, moveOn, type Standing } from '../../../src/metrics/move-on.ts'
import type { Definition } from '../../../src/metrics/types.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { clearLedger, writeLedger } from '../../support/metric-ledger.ts'
import fc from '../../support/properties.ts'
import { asked, dayOf, world } from '../movement/world.ts'

const RUNS = Number(process.env.PEGEL_MOVES ?? 100)
const company = { timeZone: 'Europe/Berlin', currency: 'EUR', fiscalYearStartMonth: 2 }
/** Without a filter, so that the day or the copy of a single deal shows. */
const whole: readonly Definition[] = [
  { metric: 'overdue_deals', window: { trailingDays: 1 } },
  { metric: 'deals_created', window: { trailingDays: 365 } },
  { metric: 'open_deals', window: { trailingDays: 3 } },
]

test('a night that looks at what moved says what a recount says', async () => {
  const db = await emptyWorkspace()
  let carried = 0
  const random = fc.record({
    ledger: world,
    asked: asked.map(({ definitions }) => definitions.slice(0, 12)),
    fiscal: fc.constantFrom('month' as const, 'quarter' as const, 'year' as const),
    begin: fc.record({
      place: fc.noBias(fc.integer({ min: 20, max: 100 })),
      day: fc.noBias(fc.integer({ min: 20, max: 95 })),
    }),
    // Mostly a night or two later: where all have moved nothing can be overlooked.
    later: fc.record({
      told: fc.oneof(
        { weight: 5, arbitrary: fc.nat({ max: 2 }) },
        { weight: 1, arbitrary: fc.nat({ max: 60 }) },
      ),
      days: fc.oneof(
        { weight: 5, arbitrary: fc.nat({ max: 2 }) },
        { weight: 1, arbitrary: fc.nat({ max: 40 }) },
      ),
    }),
  })
  const check = fc.asyncProperty(
    random,
    async ({ ledger: { deals, order, leading }, asked: questions, fiscal, begin, later }) => {
      await clearLedger(db)
      await writeLedger(
        db,
        { deals, leading, sources: [{ id: 'hubspot' }, { id: 'salesforce' }], runs: [] },
        order,
      )
      const seq = Math.round((begin.place * order.length) / 100)
      const from = { seq, context: { ...company, day: dayOf(begin.day) } }
      const to = { seq: seq + later.told, context: { ...company, day: dayOf(begin.day + later.days) } }
      const drawn = questions.map(
        (one, index): Definition => (index % 4 === 0 ? { ...one, window: { fiscal } } : one),
      )
      const requests = [...drawn, ...whole]
        .map((definition) => ({ definition, definitionVersion: 1 }))
        .filter((request) => canMoveOn(request, from.context, to.context))
      const at = (seq: number) => ({ kind: 'known', seq }) as const
      const before = await evaluateSums(db, requests, at(from.seq), from.context)
      const standings = before.map(({ sums }) => ({ ...sums }) as unknown as Standing)
      const moved = await moveOn(db, requests, standings, from, to)
      const again = await evaluateSums(db, requests, at(to.seq), to.context)
      expect(moved.map(({ value }) => value)).toEqual(again.map(({ value }) => value))
      expect(moved.map(({ sums }) => numbers(sums))).toEqual(again.map(({ sums }) => numbers(sums)))
      carried += requests.length
    },
  )
  await fc.assert(check, { numRuns: RUNS })
  expect(carried).toBeGreaterThan(RUNS * 6)
}, 120_000)

function numbers(row: unknown): Record<string, number> {
  const { i, median, ...sums } = row as Record<string, number>
  return Object.fromEntries(Object.entries(sums).filter(([key]) => !/^\d+$/.test(key)))
}
