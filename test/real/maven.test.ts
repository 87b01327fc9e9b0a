/**
 * Real input, end to end: 8,800 opportunities of a third party through each connector, compared with plain SQL over the
 * same file (`test/oracles/maven.ts`), after the first import and after 500 changes. Equal to the cent.
 */
import { expect, test } from 'vitest'
import { addMonths } from '../../connectors/values/time.ts'
import { evaluate } from '../../src/metrics/index.ts'
import type { Definition } from '../../src/metrics/types.ts'
import { type Answer, type MavenOracle, type Question, questions, type Slice } from '../oracles/maven.ts'
import { changeBoth } from './maven-changes.ts'
import { beside, type Side, sides, sync } from './maven-sides.ts'

const CHANGED_AT = '2018-03-02T11:00:00.000Z'
const SECOND_NIGHT = '2018-03-03T04:30:00.000Z'
const CHANGES = 500

/** In total and per quarter; each of these for the company, per office and per product. */
function slices({ offices, products }: MavenOracle): Slice[] {
  const quarters = ['2016-10-01', '2017-01-01', '2017-04-01', '2017-07-01', '2017-10-01', '2018-01-01']
  const windows = [
    { from: '2016-01-01', to: '2019-01-01' },
    ...quarters.map((from) => ({ from, to: addMonths(from, 3) })),
  ]
  const parts = [{}, ...offices.map((office) => ({ office })), ...products.map((product) => ({ product }))]
  return windows.flatMap((window) => parts.map((part) => ({ ...window, ...part })))
}

async function ours(
  { world, filter }: Side,
  { metric, params }: Question,
  all: readonly Slice[],
): Promise<Answer[]> {
  const { db, timeZone, currency } = world.workspace
  const requests = all.map((slice) => {
    const definition: Definition = {
      metric,
      ...(params === undefined ? {} : { params }),
      window: { from: slice.from, to: slice.to },
      ...(slice.office === undefined && slice.product === undefined ? {} : { filter: filter(slice) }),
    }
    return { definition, definitionVersion: 1 }
  })
  const context = { day: '2018-03-03', timeZone, currency, fiscalYearStartMonth: 1 }
  const values = await evaluate(db, requests, { kind: 'now' }, context)
  return values.map(({ value, numerator, denominator }) => ({ value, numerator, denominator }))
}

async function theirs(oracle: MavenOracle, question: Question, all: readonly Slice[]): Promise<Answer[]> {
  return Promise.all(all.map((slice) => oracle.answer(question, slice)))
}

/** Where there is no value, or a median, the parts say nothing. */
function comparable({ value, numerator, denominator }: Answer, { params }: Question): Answer {
  const partless = value === null || params !== undefined
  return partless ? { value, numerator: null, denominator: null } : { value, numerator, denominator }
}

/** Each slice of each metric that differs, by name: an empty list says they all agree. */
async function differences(
  side: Side,
  oracle: MavenOracle,
): Promise<{ compared: number; different: unknown[] }> {
  const all = slices(oracle)
  const different: unknown[] = []
  for (const question of questions) {
    const [mine, sql] = [await ours(side, question, all), await theirs(oracle, question, all)]
    all.forEach((slice, i) => {
      const pair = [mine[i], sql[i]].map((one) => one && comparable(one, question))
      if (JSON.stringify(pair[0]) !== JSON.stringify(pair[1]))
        different.push({ question, slice, ours: pair[0], sql: pair[1] })
    })
  }
  return { compared: all.length * questions.length, different }
}

const nothing = (found: { compared: number; different: unknown[] }) => {
  expect(found.different.slice(0, 5)).toEqual([])
  expect(found.compared).toBe(7 * 11 * 14)
}

for (const [crm, start] of Object.entries(sides)) {
  test(`every deal metric through ${crm} equals plain SQL over the file, after the first import and after 500 changes`, async ({
    skip,
  }) => {
    const { oracle, side } = await beside(start, skip)
    nothing(await differences(side, oracle))

    const before = side.sandbox.calls.length
    await changeBoth(oracle, side.crm, 4711, CHANGES, CHANGED_AT)
    side.world.set(SECOND_NIGHT)
    await sync(side.world)
    nothing(await differences(side, oracle))
    // Incremental: a night that read everything again would need a call for every page.
    expect(side.sandbox.calls.length - before).toBeLessThan(25)
  }, 180_000)
}
