import { expect, test } from 'vitest'
import { addDays, startOfDay } from '../../../connectors/values/time.ts'
import { dayNumber, dayOf, rangeOf } from '../../../src/forecast/lives.ts'
import { dealRows, livesOf, statesStatement } from '../../../src/forecast/load.ts'
import { endDays } from '../../../src/forecast/local-days.ts'
import { additiveMetrics, pastCycles } from '../../../src/forecast/series.ts'
import { evaluate } from '../../../src/metrics/index.ts'
import type { Filter } from '../../../src/metrics/types.ts'
import { memoryWorkspace } from '../../support/databases.ts'
import {
  clearLedger,
  type LedgerDeal,
  type LedgerRevision,
  writeLedger,
} from '../../support/metric-ledger.ts'
import fc from '../../support/properties.ts'

const timeZone = 'Europe/Berlin'
const everything = { seq: 1_000_000, late: { seq: 1_000_000, instant: '2030-01-01T00:00:00.000Z' } }
/** With the day of 23 hours, on the 29th of March. */
const span = { startsOn: '2026-03-20', endsOn: '2026-04-10' }
const context = { timeZone, currency: 'EUR', fiscalYearStartMonth: 1 }

const revision: fc.Arbitrary<LedgerRevision> = fc.record(
  {
    effectiveAt: fc
      .record({
        day: fc.integer({ min: 0, max: 30 }),
        hour: fc.constantFrom('00:00', '21:59', '22:00', '22:01', '23:00', '12:00'),
      })
      .map(({ day, hour }) => `${addDays('2026-03-14', day)}T${hour}:00.000Z`),
    status: fc.constantFrom('open', 'won', 'lost'),
    pipelineId: fc.constantFrom('new', 'old', null),
    teamId: fc.constantFrom('north', 'south', null),
    type: fc.constantFrom('first', null),
    amountMinor: fc.constantFrom(0, 5000, 12_345, null),
    closeDate: fc.integer({ min: -5, max: 30 }).map((n) => addDays(span.startsOn, n)),
    properties: fc.constantFrom({ region: 'DE' }, { region: '' }, {}),
    twinId: fc.constantFrom(null, null, null, '1'),
  },
  { requiredKeys: ['effectiveAt', 'status', 'closeDate'] },
)
const gone = revision.map((one) => ({ ...one, deleted: true }))
const deals: fc.Arbitrary<LedgerDeal[]> = fc
  .array(
    fc.record({
      source: fc.constantFrom('hubspot', 'salesforce'),
      createdDay: fc.integer({ min: -8, max: 20 }).map((n) => addDays(span.startsOn, n)),
      revisions: fc.array(fc.oneof({ weight: 5, arbitrary: revision }, { weight: 1, arbitrary: gone }), {
        minLength: 1,
        maxLength: 5,
      }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((list) => list.map((one, i) => ({ ...one, id: String(i) })))
const filter: fc.Arbitrary<Filter | undefined> = fc.option(
  fc.record(
    {
      connections: fc.constantFrom(['hubspot'], ['hubspot', 'salesforce']),
      pipelines: fc.constantFrom(['new'], ['new', 'old']),
      teams: fc.constant(['north']),
      dealTypes: fc.constant(['first']),
      properties: fc
        .constantFrom('eq', 'neq', 'known', 'unknown')
        .map((op) => [{ name: 'region', op, values: ['DE'] }] as never),
      minAmountMinor: fc.constantFrom(0, 6000),
    },
    { requiredKeys: [] },
  ),
  { nil: undefined },
)

// Planted and seen red: a copy that counts twice; a filter that takes what is unknown.
test('each day of a past cycle is what the metric says as of the end of that day', {
  timeout: 60_000,
}, async () => {
  const db = await memoryWorkspace()
  await fc.assert(
    fc.asyncProperty(deals, filter, fc.constantFrom('hubspot', null), async (list, where, leading) => {
      await clearLedger(db)
      const sources = ['hubspot', 'salesforce'].map((id) => ({ id, properties: ['region'] }))
      const begun = '2026-01-01T00:00:00.000Z'
      await writeLedger(db, {
        deals: list,
        sources,
        leading,
        runs: sources.map(({ id }) => ({ source: id, dataThrough: begun })),
      })
      const read = await db.$client.execute(statesStatement(everything, '2026-01-01T00:00:00.000Z', true))
      const endDay = endDays(timeZone, dayNumber('2026-01-01'), dayNumber('2026-06-01'))
      const lives = livesOf(dealRows(read.rows), where, endDay)
      const days = [0, 1, 8, 9, 10, 20].map((n) => addDays(span.startsOn, n))
      for (const day of days) {
        const requests = additiveMetrics.map((metric) => ({
          definition: { metric, window: 'cycle' as const, ...(where === undefined ? {} : { filter: where }) },
          definitionVersion: 1,
          cycle: { from: span.startsOn, to: span.endsOn },
        }))
        const instant = startOfDay(addDays(day, 1), timeZone)
        const values = await evaluate(db, requests, { kind: 'asOf', instant }, { ...context, day })
        const ours = additiveMetrics.map((metric) => {
          const [cycle] = pastCycles(lives, [rangeOf(span)], metric)
          return cycle?.find((one) => one.day === day)?.value
        })
        expect({ day, values: ours }).toEqual({ day, values: values.map(({ value }) => value) })
      }
    }),
    { numRuns: 30 },
  )
})

test('an instant belongs to the day at whose end it was known, days of 23 and 25 hours included', () => {
  const endDay = endDays(timeZone, dayNumber('2026-03-01'), dayNumber('2026-11-30'))
  const days = (instants: readonly string[]) => instants.map((instant) => dayOf(endDay(instant)))
  expect(
    days([
      '2026-03-28T22:59:59.999Z',
      // Midnight is the end of the day before it.
      '2026-03-28T23:00:00.000Z',
      '2026-03-28T23:00:00.001Z',
      '2026-03-29T22:00:00.000Z',
      '2026-03-29T22:00:00.001Z',
      '2026-10-24T22:00:00.001Z',
      '2026-10-25T23:00:00.000Z',
      '2026-10-25T23:00:00.001Z',
    ]),
  ).toEqual([
    '2026-03-28',
    '2026-03-28',
    '2026-03-29',
    '2026-03-29',
    '2026-03-30',
    '2026-10-25',
    '2026-10-25',
    '2026-10-26',
  ])
  expect(days(['2020-01-01T00:00:00.000Z', '2030-01-01T00:00:00.000Z'])).toEqual(['2026-02-28', '2026-12-01'])
})
