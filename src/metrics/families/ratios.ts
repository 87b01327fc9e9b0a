/** Metrics that divide: rates and averages over the deals closed in the window. */
import { closed, closesIn, type Finished, type Plan, type PlanContext, type Sums, won } from '../plan.ts'
import { quotient } from '../quotient.ts'
import { sql } from '../sql.ts'

export const winRate = ({ days }: PlanContext): Plan => ({
  where: [closesIn(days), closed],
  numerator: sql`status = 'won'`,
  denominator: sql`1`,
  money: false,
  finish: ({ numerator, denominator }) =>
    denominator === 0 ? { value: null, reason: 'nothing_closed' } : { value: numerator / denominator },
})

/** Deals without value are left out on both sides; more than 5 % of them make the value incomplete. */
export const winRateValue = ({ days }: PlanContext): Plan => ({
  where: [closesIn(days), closed],
  numerator: sql`CASE status WHEN 'won' THEN amount_home ELSE 0 END`,
  denominator: sql`amount_home`,
  money: true,
  leftOut: sql`amount_home IS NULL OR amount_home = 0`,
  finish: rateByValue,
})

function rateByValue({ numerator, denominator, count, leftOut }: Sums): Finished {
  if (count + leftOut === 0) return { value: null, reason: 'nothing_closed' }
  const doubtful = leftOut * 20 > count + leftOut
  // Negative amounts can cancel the sum out.
  if (denominator === 0) return { value: null, reason: 'deals_without_value' }
  return { value: numerator / denominator, ...(doubtful ? { reason: 'deals_without_value' as const } : {}) }
}

/** Of the won deals that have an amount. */
export const averageDealSize = ({ days }: PlanContext): Plan => ({
  where: [closesIn(days), won],
  numerator: sql`amount_home`,
  denominator: sql`amount_home IS NOT NULL`,
  money: true,
  leftOut: sql`amount_home IS NULL`,
  finish: ({ numerator, denominator }) =>
    denominator === 0
      ? { value: null, reason: 'nothing_to_average' }
      : { value: quotient([numerator], [denominator]) },
})

/** Local days from create to close day. */
export const cycleDays = sql`CAST(julianday(close_date) - julianday(created_day) AS INTEGER)`

/** A deal that was closed before it was created is left out. The median's numerator stays the sum of days. */
export const salesCycleDays = ({ days }: PlanContext, statistic: 'mean' | 'median'): Plan => ({
  where: [closesIn(days), won],
  numerator: cycleDays,
  denominator: sql`1`,
  money: false,
  leftOut: sql`close_date < created_day`,
  median: statistic === 'median',
  finish: ({ numerator, denominator, median }) => {
    if (denominator === 0) return { value: null, reason: 'nothing_to_average' }
    return { value: statistic === 'median' ? median : numerator / denominator }
  },
})
