/**
 * A series over random ledgers equals single questions as of the end of each of its days, bit for bit, whole values.
 *
 * Planted and seen red: a state that ends a day late; an instant at a day's end taken for the next day; twins counted on both
 * sides; a held deal without a date that counts on one day only; the upper middle as median; a day of 23 hours counted as 24;
 * a deal that got there before it entered;
 * created deals by their close date; a told state that ends where a history tells another; a reconstructed one that goes on
 * beside what was told. Not seen here and held by the table beside: one day more or less of a window, deals without a state.
 */
import { expect, test } from 'vitest'
import { evaluate } from '../../../src/metrics/index.ts'
import type { Definition, Window } from '../../../src/metrics/types.ts'
import { series } from '../../../src/series/index.ts'
import { stagesOf } from '../../oracles/metrics.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { clearLedger, writeLedger } from '../../support/metric-ledger.ts'
import fc from '../../support/properties.ts'
import { dayOf, definition, instant, ledger, orderOf } from '../../support/random-ledger.ts'
import { endOf } from './single.ts'

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'America/Santiago', 'Australia/Lord_Howe'] as const
const sliding = fc.oneof(
  fc.constant('as it is' as const),
  fc.integer({ min: 1, max: 90 }).map((trailingDays): Window => ({ trailingDays })),
  fc.constantFrom<Window>({ fiscal: 'month' }, { fiscal: 'quarter' }, { fiscal: 'year' }),
)
/** Through the winter and both changes of the clock that the ledgers reach to. */
const range = fc
  .tuple(fc.integer({ min: -15, max: 100 }), fc.integer({ min: 0, max: 45 }))
  .map(([start, length]) => ({ from: dayOf(start), to: dayOf(start + length) }))
const periods = [-30, 10, 40, 75].map((start, n, all) => ({
  from: dayOf(start),
  to: dayOf(all[n + 1] ?? 110),
}))

const passing = definition.filter(({ metric }) => metric === 'stage_conversion' || metric === 'slipped_value')

test('each value of a series is what the same day answers when it is asked alone', async () => {
  const db = await emptyWorkspace()
  const random = fc.record({
    ledger,
    asked: fc.array(fc.tuple(definition, sliding, fc.boolean()), { minLength: 8, maxLength: 8 }),
    // What deals went through is told in another way: it is asked as often as all the rest.
    gone: fc.array(fc.tuple(passing, sliding, fc.boolean()), { minLength: 8, maxLength: 8 }),
    range,
    timeZone: fc.constantFrom(...zones),
    // At the very edge of a day, where half-open is decided.
    edge: fc.boolean(),
    fiscalYearStartMonth: fc.integer({ min: 1, max: 12 }),
    finishedAt: fc.oneof(
      { weight: 3, arbitrary: fc.constant('2020-01-01T00:00:00.000Z') },
      { weight: 1, arbitrary: instant },
    ),
  })
  let [compared, counted, passed] = [0, 0, 0]
  const check = fc.asyncProperty(random, async (one) => {
    const { deals, turns, begin, histories, leading, lostRecords } = one.ledger
    const context = {
      timeZone: one.timeZone,
      currency: 'EUR',
      fiscalYearStartMonth: one.fiscalYearStartMonth,
    }
    const moved = one.edge
      ? deals.map((deal) => ({
          ...deal,
          revisions: deal.revisions.map(({ effectiveAt = '', ...rest }) => ({
            ...rest,
            effectiveAt: endOf(effectiveAt.slice(0, 10), one.timeZone),
          })),
        }))
      : deals
    await clearLedger(db)
    await writeLedger(
      db,
      {
        ...{ deals: moved, histories, leading, stages: stagesOf },
        skipped: lostRecords.map((source, index) => ({ source, id: `lost-${index}` })),
        sources: [{ id: 'hubspot' }, { id: 'salesforce' }],
        runs: [
          { source: 'hubspot', dataThrough: begin },
          { source: 'salesforce', dataThrough: one.finishedAt },
        ],
      },
      orderOf(deals, turns),
    )
    for (const [each, window, byPeriod] of [...one.asked, ...one.gone]) {
      const asked: Definition = window === 'as it is' ? each : { ...each, window }
      const request = { definition: asked, definitionVersion: 1, ...(byPeriod ? { periods } : {}) }
      const { values, step } = await series(db, request, one.range, context)
      expect(values.length).toBeGreaterThan(byPeriod ? -1 : 0)
      for (const value of values.filter((_, n) => n % 5 === 0 || step > 1)) {
        const { asOf: day } = value
        const period = periods.find(({ from, to }) => day >= from && day < to)
        const single = byPeriod ? { ...asked, window: period ?? asked.window } : asked
        const at = { kind: 'asOf', instant: endOf(day, one.timeZone) } as const
        const [alone] = await evaluate(db, [{ definition: single, definitionVersion: 1 }], at, {
          ...context,
          day,
        })
        expect(value).toEqual(alone)
        compared += 1
        if (value.sampleSize + value.skipped > 0) counted += 1
        if (asked.metric === 'stage_conversion' && (value.numerator ?? 0) > 0) passed += 1
      }
    }
  })
  await fc.assert(check, { numRuns: 20 })
  // Not a comparison of nothing with nothing.
  expect(counted).toBeGreaterThan(compared / 8)
  expect(passed).toBeGreaterThan(20)
}, 300_000)
