/**
 * Random pairs of nights of random contracts, every metric, each line against `test/oracles/contract-movement.ts`. By default
 * 300 pairs; `PEGEL_PAIRS=10000` asks for more.
 *
 * Planted and seen red: a new rate with the price; a contract told for the first time as existence; a customer left as it was; a
 * merge taken for known; what was told late for news; new for reactivated; a window that begins where the closing's does. An
 * overlap that stays behind is met in long runs only.
 */
import { expect, test } from 'vitest'
import type { WorkspaceDb } from '../../../db/client.ts'
import * as tables from '../../../db/workspace/schema.ts'
import { evaluate } from '../../../src/metrics/index.ts'
import type { Definition, MetricValue } from '../../../src/metrics/types.ts'
import { windowDays } from '../../../src/metrics/window.ts'
import { explainContracts } from '../../../src/movement/contracts/explain.ts'
import { contractSteps } from '../../../src/movement/steps.ts'
import type { Movement } from '../../../src/movement/types.ts'
import { type Moment, movementOf, type Sides } from '../../oracles/contract-movement.ts'
import { writeContracts } from '../../support/contract-ledger.ts'
import { T0 } from '../../support/contract-tables.ts'
import { memoryWorkspace } from '../../support/databases.ts'
import fc from '../../support/properties.ts'
import { asked, contracts, dayOf, type LateMerge, merges, PAIRS_EACH, rowsOf } from './contract-world.ts'

const PAIRS = Number(process.env.PEGEL_PAIRS ?? 300)
const company = { timeZone: 'UTC', currency: 'EUR', fiscalYearStartMonth: 1 }

test('between any two nights opening and lines make the closing, each line what plain arithmetic makes of it', async () => {
  const db = await memoryWorkspace()
  const seen = new Map<string, number>()
  let pairs = 0
  const check = fc.asyncProperty(
    contracts,
    merges,
    asked,
    async (all, merged, { places, days, lags, pairs: of }) => {
      await writeContracts(db, { contracts: rowsOf(all), sources: ['hubspot', 'salesforce'] })
      const last = all.reduce((sum, { states }) => sum + states.length, 0)
      const [order, dates] = [places.toSorted((a, b) => a - b), days.toSorted((a, b) => a - b)]
      const momentOf = (night: number, { metric, window, params }: Definition): Moment => ({
        seq: Math.round(((order[night] ?? 0) / 1000) * last),
        day: dayOf(dates[night] ?? 0),
        through: `${dayOf((dates[night] ?? 0) - (lags[night] ?? 0))}T23:59:59.999Z`,
        merges: merged.filter((each) => each.night <= night),
        metric,
        window: (day) => windowDays(window, { ...company, day }),
        grace: Number(params?.graceDays),
        perMonths: params?.view === 'monthly' ? 1 : 12,
      })
      for (const { nights, before, after } of of) {
        const [from = 0, to = 0] = nights
        const [one, two] = [momentOf(from, before), momentOf(to, after ?? before)]
        await keepMerges(db, merged, from, one)
        const opening = await valueAt(db, before, one)
        await keepMerges(db, merged, to, one)
        const closing = await valueAt(db, after ?? before, two)
        const end = (value: MetricValue, definition: Definition, { day, through }: Moment) => ({
          ...{ day, publishedAt: through, value: { ...value, dataThrough: through } },
          made: { definition, cycle: { from: '2025-01-01', to: '2026-01-01' }, target: null },
        })
        const pair = {
          opening: end(opening, before, one),
          closing: end(closing, after ?? before, two),
          company,
        }
        const { movement } = await explainContracts(db, pair, 1000)
        expectLines(movement, movementOf(all, one, two))
        expectSums(movement)
        for (const { step } of movement.lines) seen.set(step, (seen.get(step) ?? 0) + 1)
        pairs += 1
      }
    },
  )
  await fc.assert(check, { numRuns: Math.ceil(PAIRS / PAIRS_EACH), endOnFailure: true })
  console.log(`${pairs} pairs of nights: ${[...seen].map(([step, n]) => `${step} ${n}`).join(', ')}`)
  // It looked at every step, and often.
  for (const step of contractSteps) expect([step, (seen.get(step) ?? 0) > PAIRS / 200]).toEqual([step, true])
}, 3_600_000)

/** As the CRM told them by that night: a later merge was told after the opening's data. */
async function keepMerges(
  db: WorkspaceDb,
  merged: readonly LateMerge[],
  night: number,
  { merges: early, through }: Moment,
): Promise<void> {
  await db.delete(tables.company)
  const told = merged.filter((each) => each.night <= night)
  if (told.length === 0) return
  await db.insert(tables.company).values(
    told.map(({ source, from, into }) => {
      const isEarly = early.some((each) => each.source === source && each.from === from)
      return { source, id: from, name: null, mergedInto: into, version: isEarly ? T0 : `${through}+` }
    }),
  )
}

async function valueAt(db: WorkspaceDb, definition: Definition, { seq, day }: Moment): Promise<MetricValue> {
  const request = { definition, definitionVersion: 1 }
  const [value] = await evaluate(db, [request], { kind: 'known', seq }, { ...company, day })
  if (value === undefined) throw new Error('no value')
  return value
}

function expectLines({ lines }: Movement, wanted: ReadonlyMap<string, Sides>): void {
  const isMoved = ([, [numerator, denominator]]: readonly [string, Sides]) =>
    numerator !== 0n || denominator !== 0n
  const found = lines.map(({ step, numerator, denominator }): [string, Sides] => [
    step,
    [BigInt(numerator), BigInt(denominator)],
  ])
  expect(Object.fromEntries(found.filter(isMoved))).toEqual(Object.fromEntries([...wanted].filter(isMoved)))
}

function expectSums({ opening, closing, lines }: Movement): void {
  for (const side of ['numerator', 'denominator'] as const) {
    const sum = lines.reduce((total, line) => total + BigInt(line[side]), BigInt(opening.value[side] ?? 0))
    expect(sum).toEqual(BigInt(closing.value[side] ?? 0))
    for (const line of lines) {
      expect(line.deals.reduce((total, deal) => total + deal[side], 0)).toBe(line[side])
      expect(line.total).toBe(line.deals.length)
    }
  }
  // Contracts explain all of it: what is left over is for settings, and none was changed.
  expect(lines.filter(({ withoutDeal }) => withoutDeal !== null)).toEqual([])
}
