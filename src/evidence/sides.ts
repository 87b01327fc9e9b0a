/** In what a part is counted: the smallest unit of money, or a plain number. Pure. */
import type { MetricId } from '../metrics/types.ts'

const plain = ['numerator', 'denominator'] as const
type Side = (typeof plain)[number]

const money: Readonly<Partial<Record<MetricId, readonly Side[]>>> = {
  won_revenue: ['numerator'],
  lost_revenue: ['numerator'],
  average_deal_size: ['numerator'],
  win_rate_value: plain,
  pipeline_created: ['numerator'],
  open_pipeline: ['numerator'],
  weighted_pipeline: ['numerator'],
  pipeline_coverage: plain,
  forecast_commit: ['numerator'],
  forecast_best_case: ['numerator'],
  sales_velocity: ['numerator'],
  slipped_value: ['numerator'],
  recurring_revenue: ['numerator'],
  gross_revenue_retention: plain,
  net_revenue_retention: plain,
  new_recurring_revenue: ['numerator'],
  expansion_recurring_revenue: ['numerator'],
  contraction_recurring_revenue: ['numerator'],
  churned_recurring_revenue: ['numerator'],
  reactivated_recurring_revenue: ['numerator'],
  renewal_rate_value: plain,
}

export function isMoney(metric: MetricId, side: Side): boolean {
  return money[metric]?.includes(side) ?? false
}

export function hasMoney(metric: MetricId): boolean {
  return money[metric] !== undefined
}
