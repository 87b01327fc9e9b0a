/**
 * Real input back in time: after one import, with the history each CRM keeps, a series tells for the end of every quarter what
 * plain SQL over the file tells of that day (`test/oracles/maven.ts`). Equal to the cent.
 */
import { expect, test } from 'vitest'
import { mavenStages } from '../../connectors/demo/maven.ts'
import { addDays, addMonths } from '../../connectors/values/time.ts'
import type { Definition } from '../../src/metrics/types.ts'
import { series } from '../../src/series/index.ts'
import { type Answer, type MavenOracle, type Question, questions, type Slice } from '../oracles/maven.ts'
import { beside, type Side, sides } from './maven-sides.ts'

const BEGINS = ['2016-10-01', '2017-01-01', '2017-04-01', '2017-07-01', '2017-10-01']
const ENDS = BEGINS.map((from) => addMonths(from, 3))
const DAYS = { from: '2016-10-01', to: '2017-12-31' }
const context = { timeZone: 'UTC', currency: 'USD', fiscalYearStartMonth: 1 }

/** Everybody, an office, a product: a daily series of each is asked for. */
function parts({ offices, products }: MavenOracle): Omit<Slice, 'from' | 'to'>[] {
  return [
    {},
    ...offices.slice(0, 1).map((office) => ({ office })),
    ...products.slice(0, 1).map((product) => ({ product })),
  ]
}

interface Told extends Answer {
  readonly complete: boolean
}

/**
 * Of these the deals that were still open count. Which team, product or amount an open deal of long ago had is not kept by both
 * CRMs: such a value says that it is not whole, and is never more than what there was.
 */
const ofOpen: ReadonlySet<string> = new Set([
  ...[
    'deals_created',
    'pipeline_created',
    'open_deals',
    'open_pipeline',
    'weighted_pipeline',
    'stage_conversion',
  ],
])

function isHonestGap(metric: string, part: object, found?: Told, wanted?: Told): boolean {
  if (!ofOpen.has(metric) || found?.complete !== false) return false
  // What was won or counted by then is told of everybody; what is missing are deals that went no further.
  if (Object.keys(part).length === 0 && found.numerator !== wanted?.numerator) return false
  return (
    (found.numerator ?? 0) <= (wanted?.numerator ?? 0) &&
    (found.denominator ?? 0) <= (wanted?.denominator ?? 0)
  )
}

async function ours(
  side: Side,
  { metric, params }: Question,
  part: Omit<Slice, 'from' | 'to'>,
): Promise<Told[]> {
  const definition: Definition = {
    metric,
    ...(params === undefined ? {} : { params }),
    window: { fiscal: 'quarter' },
    ...(Object.keys(part).length === 0 ? {} : { filter: side.filter({ from: '', to: '', ...part }) }),
  }
  const range = { ...DAYS, keep: ENDS.map((end) => addDays(end, -1)) }
  const { values } = await series(
    side.world.workspace.db,
    { definition, definitionVersion: 1 },
    range,
    context,
  )
  return ENDS.map((end): Told => {
    const found = values.find(({ asOf }) => asOf === addDays(end, -1))
    if (found === undefined) throw new Error(`${metric} has no value before ${end}`)
    const { value, numerator, denominator, complete } = found
    const isPartless = value === null || params?.statistic === 'median'
    return isPartless
      ? { value, numerator: null, denominator: null, complete }
      : { value, numerator, denominator, complete }
  })
}

async function theirs(
  oracle: MavenOracle,
  question: Question,
  part: Omit<Slice, 'from' | 'to'>,
): Promise<Told[]> {
  return Promise.all(
    BEGINS.map(async (from, n): Promise<Told> => {
      const slice = { from, to: ENDS[n] ?? '', asOf: ENDS[n] ?? '', ...part }
      const { value, numerator, denominator } = await oracle.answer(question, slice)
      const valueless = question.metric === 'win_rate_value' ? await oracle.answer(withoutValue, slice) : null
      const complete = (valueless?.value ?? 0) <= 0.05
      const isPartless = value === null || question.params?.statistic === 'median'
      return isPartless
        ? { value, numerator: null, denominator: null, complete: value === null || complete }
        : { value, numerator, denominator, complete }
    }),
  )
}

/** Lost deals have no value in this file: by value the win rate leaves them out, and says that it is not whole. */
const withoutValue: Question = {
  metric: 'win_rate_value',
  sql: 'SELECT COUNT(*) FILTER (WHERE COALESCE(cents, 0) = 0) AS n, COUNT(*) AS d FROM w',
}

/** Of those who were engaged in the quarter, how many were won by its end. */
const converted = (crm: string): Question => ({
  metric: 'stage_conversion',
  // Salesforce knows a stage by its name.
  params:
    crm === 'salesforce'
      ? { from: 'Engaging', to: 'Won' }
      : { from: mavenStages.Engaging, to: mavenStages.Won },
  sql: `SELECT COUNT(*) FILTER (WHERE stage = 'Won') AS n, COUNT(*) AS d FROM d
    WHERE stage <> 'Prospecting' AND created >= :from AND created < :to`,
})

for (const [crm, start] of Object.entries(sides)) {
  test(`the series of every deal metric through ${crm} has at each quarter's end what SQL over the file has`, async ({
    skip,
  }) => {
    const { oracle, side } = await beside(start, skip)
    const different: unknown[] = []
    let compared = 0
    let counted = 0
    let gaps = 0
    for (const question of [...questions, converted(crm)])
      for (const part of parts(oracle)) {
        const [mine, sql] = [await ours(side, question, part), await theirs(oracle, question, part)]
        for (const [n, end] of ENDS.entries()) {
          compared += 1
          if ((sql[n]?.value ?? 0) !== 0) counted += 1
          if (JSON.stringify(mine[n]) === JSON.stringify(sql[n])) continue
          if (isHonestGap(question.metric, part, mine[n], sql[n])) gaps += 1
          else different.push({ metric: question.metric, part, end, ours: mine[n], sql: sql[n] })
        }
      }
    expect({ number: different.length, first: different.slice(0, 5) }).toEqual({ number: 0, first: [] })
    expect(compared).toBe(15 * 3 * 5)
    // A third at most, and nothing that is complete.
    expect(gaps).toBeLessThan(compared / 3)
    // Not a comparison of nothing with nothing.
    expect(counted).toBeGreaterThan(120)
  }, 300_000)
}
