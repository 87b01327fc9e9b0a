/** Two hundred key results over 100,000 deals: all in one call, against one query each. */
import { evaluate, type MetricRequest } from '../../src/metrics/index.ts'
import type { Definition, MetricId } from '../../src/metrics/types.ts'
import { type Bench, elapsedMs, percentile } from './report.ts'
import { commitDeals, deals, emptyStore, pipelines, TODAY, teams } from './store.ts'

const DEALS = 100_000
const KEY_RESULTS = 200
const context = { day: TODAY, timeZone: 'Europe/Berlin', currency: 'EUR', fiscalYearStartMonth: 1 }
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

function requests(): MetricRequest[] {
  return Array.from({ length: KEY_RESULTS }, (_, i) => {
    const pipeline = pipelines[i % 3]
    const team = teams[(i >> 2) % 4]
    const definition: Definition = {
      metric: ids[i % ids.length] ?? 'won_deals',
      filter: {
        ...(pipeline !== undefined && i % 4 !== 0 ? { pipelines: [pipeline] } : {}),
        ...(team !== undefined && i % 5 !== 0 ? { teams: [team] } : {}),
      },
      window:
        i % 3 === 0
          ? { fiscal: 'quarter' }
          : i % 3 === 1
            ? { trailingDays: 90 }
            : { from: '2026-10-01', to: '2027-01-01' },
    }
    return { definition, definitionVersion: 1 }
  })
}

export const metrics: Bench = {
  name: 'metrics',
  async run(say) {
    say(`writing ${DEALS} deals`)
    const db = await emptyStore('metrics')
    for (let i = 0; i < DEALS; i += 20_000) await commitDeals(db, deals(20_000, i), 2000)
    const all = requests()
    const together = () => evaluate(db, all, { kind: 'now' }, context)
    const apart = async () => {
      const values = []
      for (const request of all) values.push(...(await evaluate(db, [request], { kind: 'now' }, context)))
      return values
    }
    if (JSON.stringify(await together()) !== JSON.stringify(await apart()))
      throw new Error('the two sides differ')
    // In turn, so that a slow moment of the machine meets both.
    const [ours, other]: [number[], number[]] = [[], []]
    for (let i = 0; i < 3; i += 1) {
      ours.push(await elapsedMs(together))
      other.push(await elapsedMs(apart))
    }
    return [
      {
        what: `${KEY_RESULTS} key results over ${DEALS} deals`,
        ours: percentile(ours, 0.5),
        other: percentile(other, 0.5),
        unit: 'ms',
        against: 'one query each',
      },
    ]
  },
}
