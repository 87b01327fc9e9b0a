/** By what a definition of contracts counts: months that money is told for, days of grace. Pure. */
import type { Definition } from '../types.ts'
import { type ContractMetricId, countParams, moneyParams } from './ids.ts'
import type { Counting } from './running.ts'

const withoutMoney: ReadonlySet<ContractMetricId> = new Set([
  'active_customers',
  'logo_retention',
  'renewal_rate',
  'renewals_due',
])

/** It counts customers or contracts, and no rate plays a part. */
export function isWithoutMoney(metric: ContractMetricId): boolean {
  return withoutMoney.has(metric)
}

export function countingOf(metric: ContractMetricId, params: Definition['params'] = {}): Counting {
  const { view, graceDays } = isWithoutMoney(metric)
    ? { ...countParams.parse(params), view: 'yearly' }
    : moneyParams.parse(params)
  return { perMonths: view === 'monthly' ? 1 : 12, graceDays }
}
