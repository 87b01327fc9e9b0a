/** Past cycles day by day, from the same lives and in one walk: what a seasonal pace is made of. Pure. */
import { dayOf, isWonIn, type Life, type Measure, partOf, type Range, type Step } from './lives.ts'
import type { PastCycle } from './seasonal.ts'

/** Metrics that only add up over a cycle: for them a share of the whole means something. */
export const additiveMetrics = [
  'won_revenue',
  'won_deals',
  'lost_deals',
  'lost_revenue',
  'deals_created',
  'pipeline_created',
] as const
export type AdditiveMetric = (typeof additiveMetrics)[number]

export function isAdditive(metric: string): metric is AdditiveMetric {
  return (additiveMetrics as readonly string[]).includes(metric)
}

const measures: Readonly<Record<AdditiveMetric, Measure>> = {
  won_revenue: 'money',
  won_deals: 'count',
  lost_deals: 'count',
  lost_revenue: 'money',
  deals_created: 'count',
  pipeline_created: 'money',
}

export function measureOf(metric: AdditiveMetric): Measure {
  return measures[metric]
}

/** Whether a deal in this state counts in the cycle. */
function counts(metric: AdditiveMetric, step: Step, life: Life, range: Range): boolean {
  switch (metric) {
    case 'won_revenue':
    case 'won_deals':
      return isWonIn(step, range)
    case 'lost_revenue':
    case 'lost_deals':
      return step.status === 'lost' && isWonIn({ ...step, status: 'won' }, range)
    case 'deals_created':
    case 'pipeline_created':
      return life.created >= range.from && life.created < range.to
    default:
      return metric satisfies never
  }
}

/** A prefix sum a cycle: what a state adds from its first day on, it takes away again when it ends. */
export function pastCycles(
  lives: readonly Life[],
  cycles: readonly Range[],
  metric: AdditiveMetric,
): PastCycle[] {
  const measure = measureOf(metric)
  const plans = cycles.map((range) => ({ range, changes: new Float64Array(range.to - range.from + 1) }))
  for (const life of lives) {
    for (const { range, changes } of plans) {
      if (life.created >= range.to) continue
      for (const step of life.steps) {
        const [from, to] = [Math.max(step.from, range.from), Math.min(step.to, range.to)]
        if (from >= to || !counts(metric, step, life, range)) continue
        const part = partOf(step, measure)
        changes[from - range.from] = (changes[from - range.from] ?? 0) + part
        changes[to - range.from] = (changes[to - range.from] ?? 0) - part
      }
    }
  }
  return plans.map(({ range, changes }) => {
    let value = 0
    return Array.from({ length: range.to - range.from }, (_, i) => {
      value += changes[i] ?? 0
      return { day: dayOf(range.from + i), value }
    })
  })
}
