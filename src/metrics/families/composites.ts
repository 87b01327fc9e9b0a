/** Metrics made of several others over one window and one filter. */
import { atom, lacks } from '../atom.ts'
import { closesIn, type Finished, type Plan, type PlanContext, type Sums } from '../plan.ts'
import { quotient } from '../quotient.ts'
import { sql } from '../sql.ts'
import { cycleDays } from './ratios.ts'

/** Open pipeline closing in the window over what is missing to the target; what is won there takes away from it. */
export const pipelineCoverage = ({ days, target }: PlanContext): Plan => ({
  where: [closesIn(days), atom(sql`status IN ('open', 'won')`, 'stage')],
  numerator: sql`CASE status WHEN 'open' THEN COALESCE(amount_home, 0) ELSE 0 END`,
  denominator: sql`CASE status WHEN 'won' THEN -COALESCE(amount_home, 0) ELSE 0 END`,
  money: true,
  empty: sql`amount_home IS NULL`,
  finish: ({ numerator, denominator }) => {
    if (target === null) return { value: null, reason: 'factor_missing' }
    const missing = target + denominator
    if (missing <= 0) return { value: null, reason: 'target_reached', denominatorBase: target }
    return { value: numerator / missing, denominatorBase: target }
  },
})

/**
 * Per day: open deals x win rate x average size / cycle, each as the metric of that name says, over one window.
 * The parts are those of the last two factors: won amounts above, days from create to close below.
 */
export const salesVelocity = ({ days }: PlanContext): Plan => ({
  where: [closesIn(days), atom(sql`status IN ('open', 'won', 'lost')`, 'stage')],
  numerator: sql`CASE status WHEN 'won' THEN COALESCE(amount_home, 0) ELSE 0 END`,
  denominator: sql`CASE WHEN status = 'won' AND close_date >= created_day THEN ${cycleDays} ELSE 0 END`,
  money: true,
  // Only an amount that would have been averaged can be missed.
  gap: sql`status = 'won' AND rate_gap`,
  unknown: sql`status = 'won' AND (${lacks('rate')})`,
  extra: [
    sql`status = 'open'`,
    sql`status = 'won'`,
    sql`status = 'lost'`,
    sql`status = 'won' AND amount_home IS NOT NULL`,
    sql`status = 'won' AND close_date >= created_day`,
  ],
  finish: velocity,
})

function velocity({ numerator: wonAmount, denominator: wonDays, extra }: Sums): Finished {
  const [open = 0, won = 0, lost = 0, sized = 0, timed = 0] = extra
  if (won + lost === 0 || sized === 0 || timed === 0) return { value: null, reason: 'factor_missing' }
  if (wonDays === 0) return { value: null, reason: 'cycle_zero' }
  return { value: quotient([open, won, wonAmount, timed], [won + lost, sized, wonDays]) }
}
