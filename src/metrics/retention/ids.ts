/** The metrics of contracts, what they can be asked with, and why one has no value. */
import * as z from 'zod'

export const contractMetricIds = [
  'recurring_revenue',
  'active_customers',
  'gross_revenue_retention',
  'net_revenue_retention',
  'logo_retention',
  'new_recurring_revenue',
  'expansion_recurring_revenue',
  'contraction_recurring_revenue',
  'churned_recurring_revenue',
  'reactivated_recurring_revenue',
  'renewal_rate',
  'renewal_rate_value',
  'renewals_due',
] as const
export type ContractMetricId = (typeof contractMetricIds)[number]

export const contractReasons = [
  'nothing_to_retain',
  'nothing_due',
  'contracts_not_chosen',
  'held_contracts',
  'without_revenue',
] as const

/** What the contract is to the value; the customer's part in the formula of retention, or the contract's in its renewal. */
export const contractRoles = [
  'running',
  'kept',
  'expansion',
  'contraction',
  'new',
  'reactivated',
  'churned',
  'renewed',
  'not_renewed',
  'aside',
] as const
export type ContractRole = (typeof contractRoles)[number]

const graceDays = z
  .int()
  .min(0)
  .max(365)
  .default(30)
  .describe('Days a contract without a successor still counts')
const view = z
  .enum(['monthly', 'yearly'])
  .default('yearly')
  .describe('Recurring revenue of a month or of a year')

export const countParams = z.strictObject({ graceDays })
export const moneyParams = z.strictObject({ view, graceDays })

export function isContractMetric(metric: string): metric is ContractMetricId {
  return (contractMetricIds as readonly string[]).includes(metric)
}
