/**
 * Random ledgers, every metric, all three questions, against the plain recomputation in `test/oracles/metrics.ts`.
 *
 * Planted and seen red: a window closed at its end; a create window without its first day; negative cycles counted; 0
 * counted by value; `neq` without the unknown; a missing rate that fails the minimum, or adds 0 in silence; the minimum
 * itself left out; an empty property taken as known; held deals counted, not told, lost in narrowing, or told only when
 * they certainly pass; coverage that adds what is won; velocity without open deals that have no rate; best case without
 * commit, a forecast without what is won; due today as overdue; stalled one day late, disturbed by an earlier stage, or
 * looking ahead on either axis; the lower middle as median; a quotient cut off; evidence upside down.
 * looking ahead. Of histories: a gap that is not needed counted, one that is needed not; of paths: a hole before the first
 * state not seen, an entry after an unknown state taken as sure, a state of the future read; of twins: both counted, the
 * twin of some deal taken for that of this one.
 * Not seen here and held by the tables beside: five percent exactly, a target exactly reached, 0 without a rate.
 */

import { expect, test } from 'vitest'
import { evaluate, evidence } from '../../../src/metrics/index.ts'
import type { At, Definition } from '../../../src/metrics/types.ts'
import { expected, type Moment, stagesOf, standings, unanswerable } from '../../oracles/metrics.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { clearLedger, writeLedger } from '../../support/metric-ledger.ts'
import fc from '../../support/properties.ts'
import { definition, instant, ledger, orderOf } from '../../support/random-ledger.ts'
import { sumOf } from './expect-metric.ts'

const context = { day: '2026-03-10', timeZone: 'UTC', currency: 'EUR', fiscalYearStartMonth: 1 }

const moment: fc.Arbitrary<Moment> = fc.oneof(
  fc.constant({ kind: 'now' as const }),
  fc.integer({ min: 0, max: 60 }).map((seq) => ({ kind: 'known' as const, seq })),
  instant.map((at) => ({ kind: 'asOf' as const, instant: at })),
)

/** More by `PEGEL_HISTORIES`; 10,000 take about twenty minutes of a core. */
const HISTORIES = Number(process.env.PEGEL_HISTORIES ?? 200)

function targetOf({ params }: Definition): number {
  const target = params?.target as { amountMinor: number } | undefined
  return target?.amountMinor ?? 0
}

test('every metric is what plain arithmetic makes of the ledger, and its evidence adds up to it', async () => {
  const db = await emptyWorkspace()
  const counts = { values: 0, unanswerable: 0, counting: 0, proven: 0 }
  const metrics = new Set<string>()
  const random = fc.record({
    ledger,
    definitions: fc.array(definition, { minLength: 20, maxLength: 20 }),
    moment,
  })
  const check = fc.asyncProperty(
    random,
    async ({ ledger: { deals, turns, begin, histories, leading, lostRecords }, definitions, moment: at }) => {
      const order = orderOf(deals, turns)
      const skipped = lostRecords.map((source, index) => ({ source, id: `lost-${index}` }))
      await clearLedger(db)
      const early = { dataThrough: begin }
      await writeLedger(
        db,
        {
          deals,
          skipped,
          histories,
          leading,
          stages: stagesOf,
          sources: [{ id: 'hubspot' }, { id: 'salesforce' }],
          runs: [
            { source: 'hubspot', ...early },
            { source: 'salesforce', ...early },
          ],
        },
        order,
      )
      const there = standings(deals, order, at, begin)
      const requests = definitions.map((each) => ({ definition: each, definitionVersion: 1 }))
      const values = await evaluate(db, requests, at as At, context)
      for (const [index, each] of definitions.entries()) {
        const value = values[index]
        const window = each.window as { from: string; to: string }
        metrics.add(each.metric)
        counts.values += 1
        if (value?.reason === 'unknown_before') counts.unanswerable += 1
        if ((value?.sampleSize ?? 0) > 0) counts.counting += 1
        if (unanswerable(each, window, context.day, at, begin, histories)) {
          expect(value).toMatchObject({ value: null, complete: false, reason: 'unknown_before' })
          continue
        }
        const want = expected(each, window, context.day, there, skipped, leading)
        expect({ ...value, reason: value?.reason }).toMatchObject({ ...want })
        if (index % 10 !== 0) continue
        await expectEvidence(each, at as At, want)
        counts.proven += 1
      }
    },
  )
  async function expectEvidence(each: Definition, at: At, want: ReturnType<typeof expected>) {
    const request = { definition: each, definitionVersion: 1 }
    const whole = await evidence(db, request, at, context, { limit: 1000, offset: 0 })
    const base = targetOf(each)
    expect(sumOf(whole.rows, 'numerator')).toBe(want.numerator)
    expect(sumOf(whole.rows, 'denominator') + base).toBe(want.denominator ?? 0)
    expect(whole.total).toBe(whole.rows.length)
    expect(whole.rows.map((row) => row.numerator ?? -Infinity)).toEqual(
      whole.rows.map((row) => row.numerator ?? -Infinity).sort((a, b) => b - a),
    )
    const [first, second] = await Promise.all(
      [0, 3].map((offset) => evidence(db, request, at, context, { limit: 3, offset })),
    )
    expect([...(first?.rows ?? []), ...(second?.rows ?? [])]).toEqual(whole.rows.slice(0, 6))
  }
  await fc.assert(check, { numRuns: HISTORIES })
  const { values, unanswerable: before, counting, proven } = counts
  // Not a comparison of nothing with nothing.
  expect(counting).toBeGreaterThan(values / 8)
  console.log(
    `${HISTORIES} random histories, ${values} values of ${metrics.size} metrics of deals (${counting} over some deal, ${before} before history), ${proven} with evidence: no difference`,
  )
}, 7_200_000)
