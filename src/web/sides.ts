/** Numerator and denominator of a ratio in the unit they have: deals for most, money for some. */
import type { MetricId } from '../metrics/types.ts'
import type { PageContext } from './ctx.ts'

const moneySides: readonly (MetricId | null)[] = ['win_rate_value', 'pipeline_coverage']

/** Writes one side; `currency` is the company's. */
export function side(metric: MetricId | null, currency: string, { f }: PageContext): (n: number) => string {
  return moneySides.includes(metric) ? (n) => f.money(n, currency, 'exact') : (n) => f.number(n)
}
