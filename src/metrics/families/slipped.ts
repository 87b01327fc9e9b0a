/** What was expected in the window and is now dated after it. */
import { atom } from '../atom.ts'
import { everyStep, type Passage, since } from '../passage.ts'
import { notTold, outcome, overlaps, type Path, type Span, steps, unknownBefore, went } from '../path.ts'
import type { Plan, PlanContext } from '../plan.ts'
import { raw, type Sql, sql } from '../sql.ts'
import type { Days } from '../window.ts'

/**
 * Deals that at some time of the window were open with a close date in it, and whose close date now lies at its end or
 * after. Whatever became of them since: what slipped out of a quarter has slipped, even when it was won in the next.
 */
export const slippedValue = (context: PlanContext): Plan => {
  const { to } = context.days
  return {
    where: [atom(sql`close_date >= ${to}`, 'closeDate'), went(to)],
    path: slippedPath(context),
    passage: slippedPassage(context),
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
  const dated = datedIn(days)
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

function datedIn({ from, to }: Days): Sql {
  const unreadable = sql`${notTold('close_date')} OR problem IS NOT NULL AND instr(problem, '"field":"closeDate"') > 0`
  return sql`CASE WHEN ${unreadable} THEN NULL
    ELSE COALESCE(close_date >= ${from} AND close_date < ${to}, 0) END`
}

function slippedPassage({ days, startOf }: PlanContext): Passage {
  const span: Span = { start: startOf(days.from), end: startOf(days.to) }
  return {
    base: [
      ...everyStep(),
      (rows) =>
        sql`SELECT deal_id, n, born, created_at, valid_from, valid_to, status, close_date, unknown, problem FROM ${rows}`,
    ],
    telling: sql`status IS NULL OR status = 'open' OR n = 1 AND NOT born`,
    kept: 'n',
    marks: (
      n,
    ) => sql`${since(span)} AS ${raw(`since${n}`)}, status = 'open' AND ${datedIn(days)} AS ${raw(`dated${n}`)},
      CASE WHEN ${unknownBefore(span)} THEN valid_from END AS ${raw(`maybe${n}`)}`,
    instants: (n) =>
      raw(`MIN(CASE WHEN dated${n} = 1 THEN since${n} END) AS expected${n},
      MIN(CASE WHEN dated${n} IS NULL THEN since${n} END) AS unsure${n}, MIN(maybe${n}) AS maybe${n}`),
    outcome: (
      n,
      instant,
    ) => sql`CASE WHEN ${raw(`expected${n}`)} <= ${instant} THEN ${raw(String(outcome.yes))}
      WHEN ${raw(`MIN(COALESCE(unsure${n}, '~'), COALESCE(maybe${n}, '~'))`)} <= ${instant}
        THEN ${raw(String(outcome.unknown))} END`,
  }
}
