/** Which of the deals that entered a stage got on to another. */
import { atom } from '../atom.ts'
import { everyStep, type Passage, since } from '../passage.ts'
import { notTold, outcome, overlaps, type Path, type Span, steps, unknownBefore, went } from '../path.ts'
import type { Plan, PlanContext } from '../plan.ts'
import { raw, type Sql, sql } from '../sql.ts'

export interface Conversion {
  readonly from: string
  readonly to: string
}

/**
 * Of the deals that entered `from` in the window: those that were later in `to`, in an open stage that stands after it in
 * the same pipeline, or won. A deal that entered more than once counts once, by its first time in the window.
 */
export const stageConversion = (context: PlanContext, stages: Conversion): Plan => ({
  where: [atom(sql`1`), went(context.days.to)],
  path: conversionPath(context, stages),
  passage: conversionPassage(context, stages),
  numerator: raw(`outcome = ${outcome.yes}`),
  denominator: sql`1`,
  money: false,
  finish: ({ numerator, denominator }) =>
    denominator === 0 ? { value: null, reason: 'nothing_entered' } : { value: numerator / denominator },
})

function conversionPath({ at, days, startOf, deals }: PlanContext, stages: Conversion): Path {
  const span: Span = { start: startOf(days.from), end: startOf(days.to) }
  const inWindow = sql`valid_from >= ${span.start} AND valid_from < ${span.end}`
  return [
    ...steps(at, deals),
    (all) => located(all, stages.to),
    (rows) => sql`SELECT deal_id, n, born, created_at, valid_from, valid_to, ${isFrom(stages.from)} AS here,
      ${isReached(stages.to)} AS there FROM ${rows}`,
    // Null: what came before is not known, so nobody can say when it entered.
    (rows) => sql`SELECT *, CASE n WHEN 1 THEN CASE WHEN born THEN 0 END
      ELSE LAG(here) OVER (PARTITION BY deal_id ORDER BY n) END AS before FROM ${rows}`,
    (rows) => sql`SELECT *, MIN(CASE WHEN here = 1 AND before = 0 AND ${inWindow} THEN valid_from END)
        OVER (PARTITION BY deal_id) AS entered,
      here IS NULL AND ${overlaps(span, at)} OR here = 1 AND before IS NULL AND ${inWindow} OR ${unknownBefore(span)} AS maybe
      FROM ${rows}`,
    (rows) => sql`SELECT deal_id AS path_deal, CASE
        WHEN MAX(there = 1 AND valid_from >= entered) = 1 THEN ${raw(String(outcome.yes))}
        WHEN MAX(maybe) = 1 OR MAX(there IS NULL AND valid_from >= entered) = 1 THEN ${raw(String(outcome.unknown))}
        WHEN MAX(entered) IS NOT NULL THEN ${raw(String(outcome.no))} END AS outcome,
      MAX(entered) AS entered_at, NULL AS date_before FROM ${rows} GROUP BY deal_id`,
  ]
}

function conversionPassage({ days, startOf }: PlanContext, stages: Conversion): Passage {
  const span: Span = { start: startOf(days.from), end: startOf(days.to) }
  const inWindow = sql`valid_from >= ${span.start} AND valid_from < ${span.end}`
  return {
    base: [
      ...everyStep(),
      (all) => located(all, stages.to),
      (rows) => sql`SELECT deal_id, n, born, created_at, valid_from, valid_to, ${isFrom(stages.from)} AS here,
        ${isReached(stages.to)} AS there FROM ${rows}`,
      (rows) => sql`SELECT *, CASE n WHEN 1 THEN CASE WHEN born THEN 0 END
        ELSE LAG(here) OVER (PARTITION BY deal_id ORDER BY n) END AS before FROM ${rows}`,
    ],
    telling: sql`here IS NOT 0 OR there IS NOT 0 OR n = 1 AND NOT born`,
    kept: 'valid_from, there',
    marks: (n) => sql`MIN(CASE WHEN here = 1 AND before = 0 AND ${inWindow} THEN valid_from END)
        OVER (PARTITION BY deal_id) AS ${raw(`entered${n}`)},
      CASE WHEN here IS NULL THEN ${since(span)} END AS ${raw(`maybe_here${n}`)},
      CASE WHEN here = 1 AND before IS NULL AND ${inWindow} OR ${unknownBefore(span)} THEN valid_from END AS ${raw(`maybe${n}`)}`,
    instants: (n) =>
      raw(`MAX(entered${n}) AS entered${n}, MIN(maybe_here${n}) AS maybe_here${n}, MIN(maybe${n}) AS maybe${n},
      MIN(CASE WHEN there = 1 AND valid_from >= entered${n} THEN valid_from END) AS reached${n},
      MIN(CASE WHEN there IS NULL AND valid_from >= entered${n} THEN valid_from END) AS lost${n}`),
    outcome: (
      n,
      instant,
    ) => sql`CASE WHEN ${raw(`reached${n}`)} <= ${instant} THEN ${raw(String(outcome.yes))}
      WHEN ${raw(`MIN(COALESCE(maybe${n}, '~'), COALESCE(maybe_here${n}, '~'), COALESCE(lost${n}, '~'))`)} <= ${instant}
        THEN ${raw(String(outcome.unknown))}
      WHEN ${raw(`entered${n}`)} <= ${instant} THEN ${raw(String(outcome.no))} END`,
  }
}

/** With where the deal stood in its pipeline, where `to` stands there, and whether that is a stage of lost deals. */
function located(rows: Sql, to: string): Sql {
  return sql`SELECT t.*, here.position AS place, goal.position AS goal, goals.open AS goal_open, goals.lost AS goal_lost
    FROM ${rows} t
    LEFT JOIN stage here ON here.source = t.source AND here.pipeline_id = t.pipeline_id AND here.id = t.stage_id
    LEFT JOIN stage goal ON goal.source = t.source AND goal.pipeline_id = t.pipeline_id AND goal.id = ${to}
    LEFT JOIN (SELECT source, MIN(NOT closed) AS open, MAX(closed AND NOT won) AS lost FROM stage
      WHERE id = ${to} GROUP BY source) goals ON goals.source = t.source`
}

function isFrom(from: string): Sql {
  return sql`CASE WHEN ${notTold('stage_id')} THEN NULL ELSE stage_id IS ${from} END`
}

/** Null: the state does not tell. The stages' order is that of today. */
function isReached(to: string): Sql {
  return sql`CASE WHEN stage_id = ${to} THEN 1
    WHEN status = 'won' AND NOT COALESCE(goal_lost, 0) THEN 1
    WHEN status = 'open' AND goal_open AND place > goal THEN 1
    WHEN status IS NULL OR ${notTold('stage_id')} OR ${notTold('pipeline_id')} THEN NULL ELSE 0 END`
}
