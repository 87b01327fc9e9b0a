/** Numerator and denominator of a ratio in the unit they have: deals for most, money for some. */
import { isMoney } from '../evidence/sides.ts'
import type { MetricId } from '../metrics/types.ts'
import type { PageContext } from './ctx.ts'

/** Writes one side; `currency` is the company's. */
export function side(metric: MetricId | null, currency: string, { f }: PageContext): (n: number) => string {
  return metric !== null && isMoney(metric, 'denominator')
    ? (n) => f.money(n, currency, 'exact')
    : (n) => f.number(n)
}
