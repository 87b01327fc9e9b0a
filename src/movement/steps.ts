/** The steps a difference goes through, in this order; each is worked out with the earlier ones applied. Pure. */
import type { MetricId } from '../metrics/types.ts'

export const dealSteps = [
  'learned_later',
  'definition',
  'filter',
  'existence',
  'date',
  'status',
  'amount',
  'rate',
  'probability',
  'time',
] as const
export type DealStep = (typeof dealSteps)[number]

/**
 * Of contracts: what became of a customer stands in place of status and amount, or of renewals whether they came and at
 * what price. Nothing of a contract can leave a filter.
 */
export const contractSteps = [
  'learned_later',
  'definition',
  'existence',
  'term',
  'new',
  'expansion',
  'contraction',
  'churned',
  'reactivated',
  'renewal',
  'price',
  'rate',
  'time',
] as const
export type ContractStep = (typeof contractSteps)[number]

export type Step = DealStep | ContractStep
export const allSteps = [...new Set<Step>([...dealSteps, ...contractSteps])]

/** From which step on a deal's past is read as it was at the closing: where what it went through decides. */
export function pastStep(metric: MetricId): 'date' | 'status' | null {
  if (metric === 'slipped_value') return 'date'
  return metric === 'stage_conversion' || metric === 'stalled_deals' ? 'status' : null
}
