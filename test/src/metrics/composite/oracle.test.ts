/**
 * 10,000 random composites over random ledgers, all three questions, against `test/oracles/`: the terms as plain arithmetic
 * makes them of the deals, and the whole worked out by hand from these.
 *
 * Planted and seen red: a term rounded before it is divided; floats for weights; the second term of a difference added;
 * divided by zero as 0; a null term as 0; a target that is reached taken for an answer; incomplete terms forgotten; skipped
 * records of the first term only; money cut off instead of rounded; a metric that two composites share taken from the wrong place.
 */
import { expect, test } from 'vitest'
import { unitOfComposite } from '../../../../src/metrics/composite/units.ts'
import { type Composite, compositeSchema, evaluateAll, termsOf } from '../../../../src/metrics/index.ts'
import type { At, Definition } from '../../../../src/metrics/types.ts'
import { together } from '../../../oracles/composites.ts'
import { expected, type Moment, stagesOf, standings, unanswerable } from '../../../oracles/metrics.ts'
import { emptyWorkspace } from '../../../support/databases.ts'
import { clearLedger, writeLedger } from '../../../support/metric-ledger.ts'
import fc from '../../../support/properties.ts'
import { definition, instant, ledger, orderOf } from '../../../support/random-ledger.ts'

const context = { day: '2026-03-10', timeZone: 'UTC', currency: 'EUR', fiscalYearStartMonth: 1 }
const moment: fc.Arbitrary<Moment> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'now' as const }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 60 }).map((seq) => ({ kind: 'known' as const, seq })) },
  { weight: 1, arbitrary: instant.map((at) => ({ kind: 'asOf' as const, instant: at })) },
)

/** Composites of a ledger are drawn from its metrics, so that many share some. */
const [LEDGERS, EACH, METRICS] = [100, 100, 40]

const weight = fc.oneof(
  fc.integer({ min: -9, max: 9 }).filter((n) => n !== 0),
  fc
    .noBias(fc.integer({ min: -9_999, max: 9_999 }))
    .filter((n) => n !== 0)
    .map((n) => (n / 1000).toFixed(3)),
)
const drawn = fc.record({
  operation: fc.constantFrom('ratio', 'ratio', 'sum', 'difference', 'weighted'),
  places: fc.array(fc.noBias(fc.nat({ max: METRICS - 1 })), { minLength: 4, maxLength: 4 }),
  count: fc.integer({ min: 2, max: 4 }),
  weights: fc.array(weight, { minLength: 4, maxLength: 4 }),
})

/** Terms that do not go together are moved on to the next that do. */
function compositeOf(
  {
    operation,
    places,
    count,
    weights,
  }: { operation: string; places: number[]; count: number; weights: unknown[] },
  metrics: readonly Definition[],
): Composite | null {
  const terms: unknown[] = []
  const weighted = (n: number) => (operation === 'weighted' ? { weight: weights[n] } : {})
  for (const [n, place] of places.slice(0, operation === 'weighted' ? count : 2).entries()) {
    for (let step = 0; step < metrics.length; step += 1) {
      const next = { ...metrics[(place + step) % metrics.length], ...weighted(n) }
      const tried = [...terms, next]
      if (n > 0) {
        const parsed = compositeSchema.safeParse({ operation, terms: tried })
        if (!parsed.success || unitOfComposite(parsed.data) === null) continue
      }
      terms.push(next)
      break
    }
  }
  const parsed = compositeSchema.safeParse({ operation, terms })
  return parsed.success && unitOfComposite(parsed.data) !== null ? parsed.data : null
}

test('10,000 composites are what a hand makes of what plain arithmetic makes of the ledger', async () => {
  const db = await emptyWorkspace()
  const counts = { asked: 0, numbers: 0, incomplete: 0, zero: 0, fractions: 0 }
  const random = fc.record({
    ledger,
    metrics: fc.array(definition, { minLength: METRICS, maxLength: METRICS }),
    drawn: fc.array(drawn, { minLength: EACH, maxLength: EACH }),
    moment,
  })
  const check = fc.asyncProperty(random, async ({ ledger: found, metrics, drawn: all, moment: at }) => {
    const { deals, turns, begin, histories, leading, lostRecords } = found
    const order = orderOf(deals, turns)
    const skipped = lostRecords.map((source, index) => ({ source, id: `lost-${index}` }))
    await clearLedger(db)
    const sources = [{ id: 'hubspot' }, { id: 'salesforce' }]
    const runs = sources.map(({ id }) => ({ source: id, dataThrough: begin }))
    await writeLedger(db, { deals, skipped, histories, leading, stages: stagesOf, sources, runs }, order)
    const there = standings(deals, order, at, begin)
    const composites = all.flatMap((one) => compositeOf(one, metrics) ?? [])
    const requests = composites.map((composite, n) => ({ composite, definitionVersion: n }))
    const values = await evaluateAll(db, requests, at as At, context)
    for (const [n, composite] of composites.entries()) {
      counts.asked += 1
      const value = values[n]
      const definitions = termsOf(composite).map((term) => term.definition)
      const before = definitions.some((each) =>
        unanswerable(each, each.window as never, context.day, at, begin, histories),
      )
      expect(value?.definitionVersion).toBe(n)
      expect(value?.terms).toHaveLength(composite.terms.length)
      if (before) {
        expect(value).toMatchObject({ value: null, complete: false })
        continue
      }
      const terms = definitions.map((each) =>
        expected(each, each.window as never, context.day, there, skipped, leading),
      )
      const unit = unitOfComposite(composite) ?? 'count'
      const want = together(composite, unit, terms)
      expect({ ...value, reason: value?.reason }).toMatchObject({ ...want, unit })
      counts.numbers += want.value === null ? 0 : 1
      counts.incomplete += want.complete ? 0 : 1
      counts.zero += want.reason === 'denominator_zero' ? 1 : 0
      counts.fractions += Number.isInteger(want.value) ? 0 : 1
    }
  })
  await fc.assert(check, { numRuns: LEDGERS })
  // Not a comparison of nothing with nothing.
  const { asked, numbers, incomplete, zero, fractions } = counts
  expect(asked).toBeGreaterThan(LEDGERS * EACH * 0.95)
  expect(Math.min(numbers, incomplete, zero * 10, fractions)).toBeGreaterThan(asked / 10)
  console.log(
    `${asked} composites over ${LEDGERS} random ledgers, ${numbers} of them numbers, ${incomplete} incomplete, ${zero} divided by zero: no difference`,
  )
}, 300_000)
