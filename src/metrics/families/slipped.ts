/** What was expected in the window and is now dated after it. */
import { atom } from '../atom.ts'
import { notTold, outcome, overlaps, type Path, type Span, steps, unknownBefore, went } from '../path.ts'
import type { Plan, PlanContext } from '../plan.ts'
import { raw, sql } from '../sql.ts'

/**
 * Deals that at some time of the window were open with a close date in it, and whose close date now lies at its end or
 * after. Whatever became of them since: what slipped out of a quarter has slipped, even when it was won in the next.
 */
export const slippedValue = (context: PlanContext): Plan => {
  const { to } = context.days
  return {
    where: [atom(sql`close_date >= ${to}`, 'closeDate'), went(to)],
    path: slippedPath(context),
    numerator: sql`COALESCE(amount_home, 0)`,
    denominator: null,
    money: true,
    empty: sql`amount_home IS NULL`,
    finish: ({ numerator }) => ({ value: numerator }),
  }
}

function slippedPath({ at, days, startOf }: PlanContext): Path {
  const span: Span = { start: startOf(days.from), end: startOf(days.to) }
  const deals = sql`SELECT deal_id FROM s WHERE held IS NOT NULL OR close_date >= ${days.to}`
  const unreadable = sql`${notTold('close_date')} OR problem IS NOT NULL AND instr(problem, '"field":"closeDate"') > 0`
  const dated = sql`CASE WHEN ${unreadable} THEN NULL
    ELSE COALESCE(close_date >= ${days.from} AND close_date < ${days.to}, 0) END`
  return [
    ...steps(at, deals),
    (rows) => sql`SELECT deal_id, valid_from, close_date, ${unknownBefore(span)} AS maybe,
      CASE WHEN ${overlaps(span, at)} THEN status = 'open' AND ${dated} ELSE 0 END AS expected FROM ${rows}`,
    (rows) => sql`SELECT deal_id AS path_deal, CASE WHEN MAX(expected) = 1 THEN ${raw(String(outcome.yes))}
        WHEN MAX(expected IS NULL) = 1 OR MAX(maybe) = 1 THEN ${raw(String(outcome.unknown))} END AS outcome,
      NULL AS entered_at, substr(MAX(CASE WHEN expected = 1 THEN valid_from || close_date END), 25) AS date_before
      FROM ${rows} GROUP BY deal_id`,
  ]
}
