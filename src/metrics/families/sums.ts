/** Metrics that add up deals: their number, their amount, their weighted amount. */
import { addDays } from '../../../connectors/values/time.ts'
import type { Atom } from '../atom.ts'
import { atom, lacks } from '../atom.ts'
import { closesIn, createdIn, lost, open, type Plan, type PlanContext, total, won } from '../plan.ts'
import { list, sql } from '../sql.ts'
import { stalled } from './stalled.ts'

function count(...where: readonly [Atom, ...Atom[]]): Plan {
  return { where, numerator: sql`1`, denominator: null, money: false, finish: total }
}

function amount(...where: readonly [Atom, ...Atom[]]): Plan {
  return {
    where,
    numerator: sql`COALESCE(amount_home, 0)`,
    denominator: null,
    money: true,
    empty: sql`amount_home IS NULL`,
    finish: total,
  }
}

export const wonRevenue = ({ days }: PlanContext): Plan => amount(closesIn(days), won)
export const wonDeals = ({ days }: PlanContext): Plan => count(closesIn(days), won)
export const lostRevenue = ({ days }: PlanContext): Plan => amount(closesIn(days), lost)
export const lostDeals = ({ days }: PlanContext): Plan => count(closesIn(days), lost)

export const dealsCreated = ({ days }: PlanContext): Plan => count(createdIn(days))
/** Today's amount of the deals created in the window, whatever became of them. */
export const pipelineCreated = ({ days }: PlanContext): Plan => amount(createdIn(days))

export const openPipeline = ({ days }: PlanContext): Plan => amount(closesIn(days), open)
export const openDeals = ({ days }: PlanContext): Plan => count(closesIn(days), open)
/** Without a probability a deal adds 0, as without an amount. */
export const weightedPipeline = ({ days }: PlanContext): Plan => ({
  ...amount(closesIn(days), open),
  numerator: sql`COALESCE(weighted, 0)`,
  empty: sql`weighted IS NULL`,
  unknown: lacks('weighted_minor'),
})

/** Cumulative, as both vendors forecast: what is won in the window, and what is open there in the categories. */
function forecast(categories: readonly string[], { days }: PlanContext): Plan {
  const counted = sql`status = 'won' OR status = 'open' AND forecast_category IN ${list(categories)}`
  return amount(closesIn(days), atom(counted, 'stage', 'forecast_category'))
}
export const forecastCommit = (context: PlanContext): Plan => forecast(['commit'], context)
export const forecastBestCase = (context: PlanContext): Plan =>
  forecast(['commit', 'most_likely', 'best_case'], context)

/** A state of the day: the window plays no part. */
export const overdueDeals = ({ day }: PlanContext): Plan =>
  count(open, atom(sql`close_date < ${day}`, 'closeDate'))

/** Open deals in one stage since local day `day - n` or longer. A state of the day: the window plays no part. */
export const stalledDeals = (context: PlanContext, days: number): Plan =>
  count(open, stalled(context.at, context.startOf(addDays(context.day, 1 - days))))
