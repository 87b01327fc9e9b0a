/** What values cost: a night's, each asked by itself, and a series of days. `--deals=N` for another number of deals. */
import type { MetricRequest } from '../../src/metrics/index.ts'
import type { Definition, MetricId } from '../../src/metrics/types.ts'
import { nightLines } from './night-values.ts'
import { type Bench, lineText } from './report.ts'
import { seriesLines } from './series.ts'
import { pipelines, teams } from './store.ts'

const KEY_RESULTS = 1000
const DEALS = 1_000_000
const ids: readonly MetricId[] = [
  'won_revenue',
  'won_deals',
  'win_rate',
  'average_deal_size',
  'sales_cycle_days',
  'deals_created',
  'open_pipeline',
  'weighted_pipeline',
  'pipeline_created',
  'overdue_deals',
]

/** Six in ten are about their cycle, two about the fiscal quarter, two about the last 30, 90 or 365 days. */
function windowOf(i: number): Definition['window'] {
  const tenth = Math.floor(i / 10) % 10
  if (tenth < 6) return 'cycle'
  return tenth < 8 ? { fiscal: 'quarter' } : { trailingDays: [30, 90, 365][i % 3] ?? 90 }
}

export function requests(): MetricRequest[] {
  return Array.from({ length: KEY_RESULTS }, (_, i) => {
    const pipeline = pipelines[i % 3]
    const team = teams[(i >> 2) % 4]
    const definition: Definition = {
      metric: ids[i % ids.length] ?? 'won_deals',
      filter: {
        ...(pipeline !== undefined && i % 4 !== 0 ? { pipelines: [pipeline] } : {}),
        ...(team !== undefined && i % 5 !== 0 ? { teams: [team] } : {}),
      },
      window: windowOf(i),
    }
    return { definition, definitionVersion: 1, cycle: { from: '2026-10-01', to: '2027-01-01' } }
  })
}

export const metrics: Bench = {
  name: 'metrics',
  async run(say) {
    const asked = process.argv.find((one) => one.startsWith('--deals='))?.slice('--deals='.length)
    const nights = await nightLines(say, asked === undefined ? DEALS : Number(asked), requests())
    // At once: what comes after takes minutes too.
    for (const line of nights) say(lineText(line))
    return [...nights, ...(await seriesLines(say))]
  },
}
