/** Ids of a slice, theirs against ours, in SQL: what one side has and the other has not. */
import type { InStatement } from '@libsql/client/web'
import type { Slice } from '../../connectors/contract.ts'
import { alive } from './mirror-totals.ts'

type Args = Record<string, string | number>
export type Select = { readonly sql: string; readonly args: Args }

function placeOf(source: string, { pipelineId, status }: Slice): Args {
  return { source, pipeline: pipelineId ?? '', status }
}

/** `first`: a page before which nothing of the slice is known. */
export function keepListed(
  source: string,
  slice: Slice,
  ids: readonly string[],
  first: boolean,
): InStatement[] {
  const place = placeOf(source, slice)
  const keep = {
    sql: `INSERT INTO listed (source, pipeline_id, status, external_id)
      SELECT :source, :pipeline, :status, value FROM json_each(:ids) WHERE true ON CONFLICT DO NOTHING`,
    args: { ...place, ids: JSON.stringify(ids) },
  }
  const empty = {
    sql: 'DELETE FROM listed WHERE source = :source AND pipeline_id = :pipeline AND status = :status',
    args: place,
  }
  return first ? [empty, keep] : [keep]
}

export function forgetListed(source: string): InStatement {
  return { sql: 'DELETE FROM listed WHERE source = ?', args: [source] }
}

const inSlice = "r.pipeline_id IS NULLIF(:pipeline, '') AND r.status = :status"
// Held for an unknown stage: it may be in the slice, and is shown as held. Not read at all: shown as skipped.
const known = `SELECT 1 ${alive} AND d.external_id = l.external_id AND r.pipeline_id IS NULLIF(:pipeline, '')
  AND (r.status = :status OR r.status IS NULL)`
const unread = `SELECT 1 FROM skipped s WHERE s.source = :source AND s.stream = 'deals'
  AND s.external_id = l.external_id AND NOT EXISTS (SELECT 1 ${alive} AND d.external_id = l.external_id)`

/** `external_id` of what only one side has. */
export function onlyOneSide(source: string, slice: Slice): Select {
  const listed = 'l.source = :source AND l.pipeline_id = :pipeline AND l.status = :status'
  return {
    sql: `SELECT l.external_id FROM listed l WHERE ${listed} AND NOT EXISTS (${known}) AND NOT EXISTS (${unread})
      UNION SELECT d.external_id ${alive} AND ${inSlice}
        AND NOT EXISTS (SELECT 1 FROM listed l WHERE ${listed} AND l.external_id = d.external_id)`,
    args: placeOf(source, slice),
  }
}

/** `external_id` of all we have of it. */
export function ofSlice(source: string, slice: Slice): Select {
  return { sql: `SELECT d.external_id ${alive} AND ${inSlice}`, args: placeOf(source, slice) }
}

/**
 * How many more deals the CRM's index counts in the slice than there are, as far as we can prove it: read again by name in
 * this run, standing elsewhere by the record itself, and changed since `recent`. Column `late`.
 */
export function lateInSlice(
  { id: run, source }: { readonly id: string; readonly source: string },
  slice: Slice,
  recent: string,
): Select {
  const listed = 'l.source = :source AND l.pipeline_id = :pipeline AND l.status = :status'
  const read = `EXISTS (SELECT 1 FROM rereading x WHERE x.source = :source AND x.run_id = :run
    AND x.external_id = d.external_id AND x.state = 'read')`
  return {
    sql: `SELECT (SELECT COUNT(*) FROM listed l
        CROSS JOIN deal d ON d.source = l.source AND d.external_id = l.external_id
        CROSS JOIN revision r ON r.seq = d.current_seq
        WHERE ${listed} AND NOT (r.deleted = 0 AND ${inSlice})
          AND ${read} AND (d.version >= :recent OR (r.deleted = 1 AND r.effective_at >= :recent)))
      - (SELECT COUNT(*) ${alive} AND ${inSlice} AND ${read} AND d.version >= :recent
        AND NOT EXISTS (SELECT 1 FROM listed l WHERE ${listed} AND l.external_id = d.external_id)) AS late`,
    args: { ...placeOf(source, slice), run, recent },
  }
}
