/**
 * Random pairs of nights, every metric, each line against the plain walk in `test/oracles/movement.ts`. By default a
 * thousand pairs; `PEGEL_PAIRS=10000` asks for more.
 *
 * Planted and seen red: amount before status; the new rate always with the amount, or the old one for another currency; a
 * restored or held deal compared with what it was; the stage always with the filter; a twin not taken over, or no candidate; a
 * window's end not looked at, a day too few; what was told late taken for news; a past that stays that of the opening; a
 * weight kept that a new rate changes; the closing one revision short.
 */
import { expect, test } from 'vitest'
import { evaluate } from '../../../src/metrics/index.ts'
import type { Definition, MetricValue } from '../../../src/metrics/types.ts'
import { explain } from '../../../src/movement/explain.ts'
import type { End } from '../../../src/movement/lenses.ts'
import { dealSteps } from '../../../src/movement/steps.ts'
import { comings, type Movement } from '../../../src/movement/types.ts'
import { stagesOf } from '../../oracles/metrics.ts'
import { type Moment, movementOf, type OracleLine } from '../../oracles/movement.ts'
import { memoryWorkspace } from '../../support/databases.ts'
import { clearLedger, writeLedger } from '../../support/metric-ledger.ts'
import fc from '../../support/properties.ts'
import { asked, PAIRS_EACH, world } from './world.ts'

const PAIRS = Number(process.env.PEGEL_PAIRS ?? 1000)

const company = { timeZone: 'UTC', currency: 'EUR', fiscalYearStartMonth: 1 }
const targetOf = ({ metric, params }: Definition) =>
  metric === 'pipeline_coverage' ? Number(Object(params?.target).amountMinor) : null

function endOf({ day, through, definition }: Moment, value: MetricValue | undefined): End {
  if (value === undefined) throw new Error('no value')
  const cycle = { from: '2026-01-01', to: '2026-04-01' }
  return {
    ...{ day, publishedAt: through, value: { ...value, dataThrough: through } },
    made: { definition, cycle, target: targetOf(definition) },
  }
}

const early = { dataThrough: '2020-01-01T00:00:00.000Z' }
const both = ['hubspot', 'salesforce']

test('between any two nights opening and lines make the closing, each line what plain arithmetic makes of it', async () => {
  const db = await memoryWorkspace()
  const seen = new Map<string, number>()
  const came = new Map<string, number>()
  const count = (map: Map<string, number>, key: string, n = 1) => map.set(key, (map.get(key) ?? 0) + n)
  // Without a bias towards small numbers, most of which make a deal that counts nowhere.
  const check = fc.asyncProperty(
    fc.noBias(world),
    fc.noBias(asked),
    async (ledger, { nights, definitions, pairs }) => {
      await clearLedger(db)
      const runs = both.map((source) => ({ source, ...early }))
      const sources = both.map((id) => ({ id }))
      await writeLedger(db, { ...ledger, stages: stagesOf, sources, runs }, ledger.order)
      const seqOf = (night: number) => Math.round((nights[night]?.place ?? 0) * ledger.order.length)
      const requests = definitions.map((definition) => ({ definition, definitionVersion: 1 }))
      const values = await Promise.all(
        nights.map(({ day }, night) =>
          evaluate(db, requests, { kind: 'known', seq: seqOf(night) }, { ...company, day }),
        ),
      )
      for (const { nights: of, before, after } of pairs) {
        const momentOf = (night: number, definition: number): Moment => ({
          ...{ seq: seqOf(night), day: nights[night]?.day ?? '', through: nights[night]?.through ?? '' },
          definition: definitions[definition] as Definition,
        })
        const [one, two] = [momentOf(of.from, before), momentOf(of.to, after ?? before)]
        const opening = endOf(one, values[of.from]?.[before])
        const closing = endOf(two, values[of.to]?.[after ?? before])
        const { movement } = await explain(db, { opening, closing, company }, 1000)
        expectLines(movement, movementOf(ledger, one, two))
        expectSums(movement)
        count(seen, 'pairs')
        for (const { step, deals } of movement.lines) {
          count(seen, step)
          count(seen, 'deals', deals.length)
          for (const { coming } of deals) if (coming !== null) count(came, coming)
        }
      }
    },
  )
  await fc.assert(check, { numRuns: Math.ceil(PAIRS / PAIRS_EACH), endOnFailure: true })
  const words = (map: ReadonlyMap<string, number>, keys: readonly string[]) =>
    keys.map((key) => `${map.get(key) ?? 0} ${key}`).join(', ')
  console.log(
    `${words(seen, ['pairs', 'deals'])} in lines: ${words(seen, dealSteps)}; ${words(came, comings)}`,
  )
  // It looked at every step, and often.
  const often = ['created', 'deleted', 'restored', 'merged', 'unreadable', 'readable'] as const
  for (const coming of often) expect([coming, (came.get(coming) ?? 0) > PAIRS / 500]).toEqual([coming, true])
  for (const step of dealSteps) expect([step, (seen.get(step) ?? 0) > PAIRS / 200]).toEqual([step, true])
}, 3_600_000)

function expectLines({ lines }: Movement, wanted: ReadonlyMap<string, OracleLine>): void {
  const found = lines.map(({ step, numerator, denominator, total }) => [
    step,
    { numerator: BigInt(numerator), denominator: BigInt(denominator), deals: total },
  ])
  const moved = [...wanted].filter(
    ([, line]) => line.numerator !== 0n || line.denominator !== 0n || line.deals > 0,
  )
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(moved))
}

function expectSums({ opening, closing, lines }: Movement): void {
  for (const side of ['numerator', 'denominator'] as const) {
    const sum = lines.reduce((total, line) => total + BigInt(line[side]), BigInt(opening.value[side] ?? 0))
    expect(sum).toEqual(BigInt(closing.value[side] ?? 0))
    for (const line of lines) {
      const parts = line.deals.reduce((total, deal) => total + deal[side], line.withoutDeal?.[side] ?? 0)
      expect(parts).toBe(line[side])
    }
  }
  // Deals explain all of it: what is left over is for settings, and none was changed.
  for (const { step, withoutDeal } of lines) expect(step === 'definition' ? null : withoutDeal).toBe(null)
}
