/** A metric on every day of two years over deals that moved: one walk, against one question a day. */
import { addDays } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import { evaluate } from '../../src/metrics/index.ts'
import { type At, type Definition, dealMetricIds, type MetricId } from '../../src/metrics/types.ts'
import { dayGrid } from '../../src/series/days.ts'
import { readPast, series } from '../../src/series/index.ts'
import { elapsedMs, type Line, percentile } from './report.ts'
import { commitDeals, deals, emptyStore, NOW, TODAY } from './store.ts'

const DEALS = 10_000
const DAYS = 730
/** Of the single questions: each of all days would take minutes, and costs what its neighbour costs. */
const ASKED = 15
const context = { timeZone: 'Europe/Berlin', currency: 'EUR', fiscalYearStartMonth: 1 }
const range = { from: addDays(TODAY, 1 - DAYS), to: TODAY }

const definitions: readonly (readonly [string, Definition])[] = [
  ['won revenue, 90 days', { metric: 'won_revenue', window: { trailingDays: 90 } }],
  ['win rate by quarter', { metric: 'win_rate', window: { fiscal: 'quarter' } }],
  ['open pipeline of a year', { metric: 'open_pipeline', window: { from: '2026-01-01', to: '2027-01-01' } }],
  [
    'median cycle, 90 days',
    { metric: 'sales_cycle_days', params: { statistic: 'median' }, window: { trailingDays: 90 } },
  ],
]

const paramsOf: Partial<Record<MetricId, Definition['params']>> = {
  stage_conversion: { from: 'open', to: 'won' },
  stalled_deals: { days: 14 },
  pipeline_coverage: { target: { amountMinor: 1_000_000_000 } },
}

/** Each deal went through two stages before the one it is in, as its CRM's history tells. */
async function giveHistory({ $client }: WorkspaceDb): Promise<void> {
  const before = (stage: string, days: number) =>
    $client.execute({
      sql: `INSERT INTO revision (deal_id, effective_at, time_from, cause, run_id, version, pipeline_id, stage_id, status,
          amount_minor, currency, home_minor, close_date, unknown)
        SELECT r.deal_id, strftime('%Y-%m-%dT%H:%M:%fZ', d.created_at, ?), 'history', 'read', 'run', r.version, r.pipeline_id, ?,
          'open', r.amount_minor, r.currency, r.home_minor, r.close_date, '[]'
        FROM deal d JOIN revision r ON r.seq = d.current_seq`,
      args: [`+${days} days`, stage],
    })
  await $client.execute({ sql: 'UPDATE revision SET effective_at = ?', args: [NOW] })
  await before('open', 0)
  await before('offer', 9)
  // And how it ended, on its close date where that is over.
  await $client.execute({
    sql: `INSERT INTO revision (deal_id, effective_at, time_from, cause, run_id, version, pipeline_id, stage_id, status,
        amount_minor, currency, home_minor, close_date, unknown)
      SELECT deal_id, close_date || 'T12:00:00.000Z', 'history', 'read', 'run', r.version, pipeline_id, stage_id, status,
        amount_minor, currency, home_minor, close_date, '[]'
      FROM deal d JOIN revision r ON r.seq = d.current_seq WHERE r.close_date < ?`,
    args: [TODAY],
  })
  await $client.execute(
    `INSERT INTO stream_state (source, stream, walked_at, updated_at) VALUES ('hubspot', 'history', '${NOW}', '${NOW}')`,
  )
}

export async function seriesLines(say: (line: string) => void): Promise<Line[]> {
  say(`writing ${DEALS} deals with their past`)
  const db = await emptyStore('series')
  await commitDeals(db, deals(DEALS), 2000)
  await giveHistory(db)
  const { days, ends } = dayGrid(range.from, range.to, context.timeZone)
  const lines: Line[] = []
  for (const [name, definition] of definitions) {
    const request = { definition, definitionVersion: 1 }
    const alone = (n: number) => {
      const at: At = { kind: 'asOf', instant: ends[n] ?? '' }
      return evaluate(db, [request], at, { ...context, day: days[n] ?? '' })
    }
    const { values } = await series(db, request, range, context)
    if (!values.some(({ sampleSize }) => sampleSize > 50)) throw new Error(`${name}: nothing was counted`)
    for (const value of values.filter((_, n) => n % 60 === 0)) {
      const [single] = await alone(days.indexOf(value.asOf))
      if (JSON.stringify(value) !== JSON.stringify(single)) throw new Error(`${name}: the two sides differ`)
    }
    const [whole, single]: [number[], number[]] = [[], []]
    // In turn, so that a slow moment of the machine meets both.
    for (let n = 0; n < ASKED; n += 1) {
      if (n % 5 === 0) whole.push(await elapsedMs(() => series(db, request, range, context)))
      single.push(await elapsedMs(() => alone(Math.floor(((n + 0.5) * DAYS) / ASKED))))
    }
    lines.push({
      what: `${name}, ${DEALS} deals, ${DAYS} days`,
      ours: percentile(whole, 0.5),
      other: (single.reduce((sum, ms) => sum + ms, 0) / ASKED) * DAYS,
      unit: 'ms',
      against: `one question a day, from ${ASKED} of them`,
    })
  }
  return [...lines, ...(await pastLines(db))]
}

/** The goal of a new key result: its history is there within two seconds. */
const GOAL_MS = 2000

/** What the form of a new key result waits for, each metric of deals once: the whole past, with its proposal. */
async function pastLines(db: WorkspaceDb): Promise<Line[]> {
  const workspace = { id: 'bench', name: 'Bench', timeZone: context.timeZone, currency: 'EUR', db }
  const cycle = { from: '2026-10-01', to: '2027-01-01' }
  const byPath = new Set<string>(['stage_conversion', 'slipped_value', 'stalled_deals'])
  const spent: (readonly [string, number])[] = []
  for (const metric of dealMetricIds) {
    const definition: Definition = { metric, params: paramsOf[metric] ?? {}, window: 'cycle' }
    const all: number[] = []
    // Seconds each, where a day costs a question of its own.
    for (let n = 0; n < (byPath.has(metric) ? 1 : 3); n += 1)
      all.push(
        await elapsedMs(async () => {
          const { points } = await readPast(workspace, definition, cycle, NOW)
          if (points.length === 0 && !byPath.has(metric)) throw new Error(`${metric}: no past`)
        }),
      )
    spent.push([metric, percentile(all, 0.5)])
  }
  spent.sort(([, a], [, b]) => b - a)
  const [walked, sampled] = [false, true].map((path) =>
    spent.filter(([metric]) => byPath.has(metric) === path),
  )
  return [...(walked ?? []).slice(0, 2), ...(sampled ?? [])].map(([metric, ms]) => ({
    what: `a new key result's history, ${DEALS} deals: ${metric}${byPath.has(metric) ? '' : ` (slowest of ${walked?.length ?? 0})`}`,
    ours: ms,
    other: GOAL_MS,
    unit: 'ms',
    against: 'the goal of 2 s',
  }))
}
