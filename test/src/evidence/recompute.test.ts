/**
 * What an auditor does: takes the CSV alone, adds its columns up with plain arithmetic, and gets the published value.
 * Planted and seen red: the target left out of the denominator; the sign of the decimals lost; the file read at the present
 * and not at the value's `seq`; a deal skipped between two pieces; a deal that is left out told as counted.
 */
import { expect, test } from 'vitest'
import * as tables from '../../../db/workspace/schema.ts'
import { evidenceFile } from '../../../src/evidence/file.ts'
import { readQuestion } from '../../../src/evidence/question.ts'
import { dealMetrics } from '../../../src/metrics/catalogue-deals.ts'
import { pipelineMetrics } from '../../../src/metrics/catalogue-pipeline.ts'
import { evaluate } from '../../../src/metrics/index.ts'
import type { Definition, MetricId } from '../../../src/metrics/types.ts'
import type { Workspace } from '../../../src/platform.ts'
import { emptyWorkspace } from '../../support/databases.ts'
import { clearLedger, type LedgerDeal, type LedgerState, writeLedger } from '../../support/metric-ledger.ts'
import fc from '../../support/properties.ts'
import { parsedCsv, type Table } from './parsed-csv.ts'

const context = { day: '2026-03-10', timeZone: 'UTC', currency: 'EUR', fiscalYearStartMonth: 1 }
const Q1 = { from: '2026-01-01', to: '2026-04-01' }
const params: Partial<Record<MetricId, Record<string, unknown>>> = {
  stage_conversion: { from: 's1', to: 's2' },
  stalled_deals: { days: 5 },
  pipeline_coverage: { target: { amountMinor: 2_000_000 } },
  sales_cycle_days: { statistic: 'mean' },
}
/** Of deals all, and the second statistic of the one that has two. */
const definitions: readonly Definition[] = [
  ...(Object.keys({ ...dealMetrics, ...pipelineMetrics }) as MetricId[]).map(
    (metric): Definition => ({
      ...{ metric, window: Q1 },
      ...(params[metric] === undefined ? {} : { params: params[metric] }),
    }),
  ),
  { metric: 'sales_cycle_days', params: { statistic: 'median' }, window: Q1 },
  { metric: 'won_revenue', window: Q1, filter: { minAmountMinor: 5_000 } },
]

const day = fc
  .integer({ min: 0, max: 99 })
  .map((n) => new Date(Date.parse('2026-01-01') + n * 86_400_000).toISOString().slice(0, 10))
const state: fc.Arbitrary<LedgerState> = fc
  .record({
    status: fc.constantFrom('open' as const, 'won' as const, 'lost' as const),
    open: fc.constantFrom('s1', 's2'),
    closeDate: fc.option(day, { nil: null, freq: 6 }),
    amountMinor: fc.option(fc.integer({ min: -500, max: 1_000_000 }), { nil: null, freq: 6 }),
    rated: fc.constantFrom('EUR', 'USD', 'none'),
    half: fc.boolean(),
    forecastCategory: fc.constantFrom('commit', 'best_case', null),
    broken: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  })
  .map(({ open, rated, half, broken, amountMinor, ...rest }) => {
    const homeMinor = rated === 'none' || amountMinor === null ? null : amountMinor
    return {
      ...rest,
      ...{ amountMinor, homeMinor, stageId: rest.status === 'open' ? open : rest.status },
      ...{ currency: rated === 'EUR' ? 'EUR' : 'USD', rate: rated === 'none' ? null : '1' },
      ...{ probability: half ? '0.5' : '1', weightedMinor: homeMinor === null ? null : half ? 0 : homeMinor },
      ...(broken ? { problem: [{ field: 'closeDate', code: 'not_a_date', raw: '?' }] } : {}),
    }
  })
const names = fc.constantFrom('=1+1', 'Müller; "Söhne"', '-7', 'a\nb', '@x', 'Plain, Ltd')
const ledger = fc.array(
  fc.record({ name: names, createdDay: day, revisions: fc.array(state, { minLength: 1, maxLength: 3 }) }),
  { maxLength: 12 },
)

test('every value can be worked out again from its CSV alone', async () => {
  const db = await emptyWorkspace()
  const workspace: Workspace = { ...{ id: 'a', name: 'Muster', timeZone: 'UTC', currency: 'EUR' }, db }
  let counted = 0
  await fc.assert(
    fc.asyncProperty(ledger, fc.constantFrom('de' as const, 'en' as const), async (rows, locale) => {
      await db.delete(tables.measurement)
      await clearLedger(db)
      for (const table of [tables.keyResult, tables.objective, tables.cycle]) await db.delete(table)
      const ids = await keyResults(workspace)
      const deals = rows.map((row, n): LedgerDeal => ({ ...row, id: String(n + 1) }))
      // What comes in later is no part of the value.
      await writeLedger(db, {
        deals: [...deals, { id: 'late', createdDay: '2026-02-01', revisions: [late] }],
        stages,
      })
      const seq = rows.reduce((sum, { revisions }) => sum + revisions.length, 0)
      const requests = definitions.map((definition) => ({ definition, definitionVersion: 1 }))
      const values = await evaluate(db, requests, { kind: 'known', seq }, context)
      await db.insert(tables.measurement).values(
        values.map((value, n) => ({
          ...{ keyResultId: ids[n] ?? '', day: context.day, origin: 'auto', value: JSON.stringify(value) },
          createdAt: '2026-03-11T04:00:00.000Z',
        })),
      )
      for (const [n, value] of values.entries()) {
        const answer = await readQuestion(workspace, ids[n] ?? '', '2026-03-11T05:00:00.000Z')
        if (value.numerator === null) {
          expect(answer.kind).toBe('untold')
          continue
        }
        if (answer.kind !== 'question') throw new Error(`${definitions[n]?.metric}: ${answer.kind}`)
        const german = locale === 'de'
        const options = { locale, separator: german ? ';' : ',', decimal: german ? ',' : '.' } as const
        let text = ''
        for await (const piece of evidenceFile(workspace, answer.question, 'csv', options, 4)) text += piece
        const table = parsedCsv(text, options)
        expect([definitions[n]?.metric, again(definitions[n]?.metric ?? 'won_deals', table)]).toEqual([
          definitions[n]?.metric,
          value.value,
        ])
        counted += table.rows.length
      }
    }),
    { numRuns: 12 },
  )
  expect(counted).toBeGreaterThan(300)
})

const late: LedgerState = { status: 'won', closeDate: '2026-02-10', amountMinor: 777 }
const stages = ['s1', 's2'].map((id, position) => ({ id, position, closed: false, won: false }))

/** Plain arithmetic on columns: sums, a quotient, a middle. Every sum in hundredths, which keeps it whole. */
function again(metric: MetricId, { rows, head }: Table): number | null {
  const sum = (column: 'numerator' | 'denominator', of = rows) =>
    of.reduce((total, row) => total + Math.round(Number(row[column] || 0) * 100), 0)
  const counts = rows.filter((row) => row.standing !== 'held')
  const divided = (above: number, below: number) => (below === 0 ? null : above / below)
  switch (metric) {
    case 'average_deal_size': {
      const mean = divided(sum('numerator') * 100, sum('denominator'))
      return mean === null ? null : halfEven(mean)
    }
    case 'win_rate':
    case 'win_rate_value':
    case 'stage_conversion':
      return divided(sum('numerator'), sum('denominator'))
    case 'sales_cycle_days': {
      if (!head.sentence.includes('Median')) return divided(sum('numerator'), sum('denominator'))
      const days = rows
        .filter((row) => row.standing === 'counted')
        .map((row) => Number(row.numerator))
        .toSorted((a, b) => a - b)
      const [low, high] = [days[Math.ceil(days.length / 2) - 1], days[Math.floor(days.length / 2)]]
      return low === undefined || high === undefined ? null : (low + high) / 2
    }
    case 'pipeline_coverage': {
      const missing = Math.round(head.base * 100) + sum('denominator')
      return missing <= 0 ? null : sum('numerator') / missing
    }
    case 'sales_velocity': {
      const of = (status: string) => counts.filter((row) => row.status === status)
      const won = of('won')
      const sized = won.filter((row) => row.standing === 'counted' && row.home !== '').length
      const timed = won.filter((row) => (row.close ?? '') >= (row.created ?? '')).length
      const days = sum('denominator') / 100
      const ended = won.length + of('lost').length
      if (ended === 0 || sized === 0 || timed === 0 || days === 0) return null
      return halfEven((of('open').length * won.length * sum('numerator') * timed) / (ended * sized * days))
    }
    default:
      return head.money ? sum('numerator') : sum('numerator') / 100
  }
}

function halfEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (Math.abs(rest - 0.5) > 1e-9) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}

/** One key result for each definition, as a company would have them. */
async function keyResults({ db }: Workspace): Promise<string[]> {
  const createdAt = '2026-01-01T00:00:00.000Z'
  await db.insert(tables.cycle).values({ id: 'c', name: 'Q1', startsOn: Q1.from, endsOn: Q1.to, createdAt })
  await db
    .insert(tables.objective)
    .values({ id: 'o', cycleId: 'c', title: 'Wachsen', team: 'Vertrieb', createdAt })
  const rows = definitions.map((definition, n) => ({
    ...{ id: `k${n}`, objectiveId: 'o', title: `=${definition.metric}`, kind: 'reach', origin: 'metric' },
    ...{ unit: 'count', definition: JSON.stringify(definition), baseline: 0, target: 1, position: n },
    createdAt,
  }))
  await db.insert(tables.keyResult).values(rows)
  return rows.map(({ id }) => id)
}
