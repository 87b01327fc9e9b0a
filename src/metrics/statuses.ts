/** Which deals a metric looks at, by their status: what a difference in another status does not touch. */
import type { Status } from '../../connectors/contract.ts'
import { contractMetricIds } from './retention/ids.ts'
import type { DealMetricId, MetricId } from './types.ts'

const any = ['open', 'won', 'lost'] as const

const ofDeals: Readonly<Record<DealMetricId, readonly Status[]>> = {
  won_revenue: ['won'],
  won_deals: ['won'],
  lost_deals: ['lost'],
  lost_revenue: ['lost'],
  average_deal_size: ['won'],
  win_rate: ['won', 'lost'],
  win_rate_value: ['won', 'lost'],
  sales_cycle_days: ['won'],
  deals_created: any,
  pipeline_created: any,
  open_pipeline: ['open'],
  open_deals: ['open'],
  weighted_pipeline: ['open'],
  pipeline_coverage: ['open', 'won'],
  forecast_commit: ['open', 'won'],
  forecast_best_case: ['open', 'won'],
  stage_conversion: any,
  sales_velocity: any,
  overdue_deals: ['open'],
  stalled_deals: ['open'],
  slipped_value: any,
}

/** Contracts can follow from won deals. */
export const statusesOf = {
  ...ofDeals,
  ...Object.fromEntries(contractMetricIds.map((id) => [id, ['won']])),
} as Readonly<Record<MetricId, readonly Status[]>>

/** Those in which an amount plays no part, unless the filter asks for a least one. */
const withoutAmounts: ReadonlySet<MetricId> = new Set([
  'won_deals',
  'lost_deals',
  'win_rate',
  'sales_cycle_days',
  'deals_created',
  'open_deals',
  'stage_conversion',
  'overdue_deals',
  'stalled_deals',
  'active_customers',
  'logo_retention',
  'renewal_rate',
  'renewals_due',
])

export function hasAmounts(metric: MetricId): boolean {
  return !withoutAmounts.has(metric)
}
