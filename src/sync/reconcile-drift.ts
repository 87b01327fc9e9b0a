/** What stays different is kept with the days it stands; what is equal again is healed. */
import type { InStatement } from '@libsql/client/web'
import type { Day, Instant } from '../../connectors/contract.ts'
import type { Compared } from './reconcile-compare.ts'
import { onlyOneSide } from './reconcile-slices.ts'

export interface Finding {
  readonly source: string
  readonly run: { readonly id: string; readonly day: Day }
  readonly now: Instant
}

/** How many of the ids concerned are kept. */
export const DRIFT_IDS = 100

export function comparisonRows(
  { source, run, now }: Finding,
  look: number,
  compared: readonly Compared[],
): InStatement {
  const rows = compared.map((one) => [one.pipelineId, one.status, one.measure, one.ours, one.theirs])
  return {
    sql: `INSERT INTO comparison (source, run_id, at, round, pipeline_id, status, measure, ours, theirs)
      SELECT :source, :run, :now, :look, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4
      FROM json_each(:rows)`,
    args: { source, run: run.id, now, look, rows: JSON.stringify(rows) },
  }
}

/** `listed`: the ids of the slices were listed, so that we can say which are concerned. Empty: all is equal. */
export function driftStatements(
  finding: Finding,
  differs: readonly Compared[],
  listed: boolean,
): InStatement[] {
  const { source, run, now } = finding
  return [
    ...differs.map((one) => found(finding, one, listed)),
    {
      sql: 'UPDATE drift SET healed_at = :now WHERE source = :source AND healed_at IS NULL AND run_id <> :run',
      args: { now, source, run: run.id },
    },
  ]
}

function found({ source, run, now }: Finding, one: Compared, listed: boolean): InStatement {
  const concerned = onlyOneSide(source, one)
  const ids =
    listed && one.measure === 'count'
      ? `(SELECT json_group_array(external_id) FROM (${concerned.sql} LIMIT ${DRIFT_IDS}))`
      : "'[]'"
  return {
    // In the update every column on the right is as it was before.
    sql: `INSERT INTO drift (source, pipeline_id, status, measure, ours, theirs, ids, day, run_id, since, seen_at)
      VALUES (:source, :pipeline, :status, :measure, :ours, :theirs, ${ids}, :day, :run, :now, :now)
      ON CONFLICT (source, pipeline_id, status, measure) DO UPDATE SET ours = excluded.ours,
        theirs = excluded.theirs, ids = excluded.ids, run_id = excluded.run_id, seen_at = excluded.seen_at,
        nights = CASE WHEN healed_at IS NOT NULL THEN 1 WHEN day < excluded.day THEN nights + 1 ELSE nights END,
        since = CASE WHEN healed_at IS NOT NULL THEN excluded.since ELSE since END,
        day = excluded.day, healed_at = NULL`,
    args: {
      ...{ source, pipeline: one.pipelineId ?? '', status: one.status, measure: one.measure },
      ...{ ours: one.ours, theirs: one.theirs, day: run.day, run: run.id, now },
    },
  }
}
