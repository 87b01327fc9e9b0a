/** The states of all deals in the years concerned, in one statement for however many key results. */
import type { InStatement, Row } from '@libsql/client/web'
import { timeline } from '../../db/workspace/state.ts'
import { join, raw, sql } from '../metrics/sql.ts'
import { LEADING, twinTables } from '../metrics/twins.ts'
import { type Fields, passes } from './filter.ts'
import { dayNumber, type Life, type Step } from './lives.ts'
import type { EndDay } from './local-days.ts'

/** One state of a deal, with what a filter can ask of it. */
export interface StateRow extends Omit<Step, 'from' | 'to'> {
  readonly fields: Fields
  readonly validFrom: string
  readonly validTo: string | null
}

export interface DealRows {
  readonly id: number
  readonly source: string
  readonly created: number
  readonly states: readonly StateRow[]
}

/** The moment of a value: what it saw, and what was told since of the time before it, as by a history read later. */
export interface Moment {
  readonly seq: number
  readonly late: { readonly seq: number; readonly instant: string }
}

/** Of a state, in the order in which `told` reads them. */
const packed = `json_array(valid_from, valid_to, seq, time_from = 'history', status, pipeline_id, stage_id,
  COALESCE(home_minor, CASE amount_minor WHEN 0 THEN 0 END),
  home_minor IS NULL AND (amount_minor <> 0 OR COALESCE(unknown, '') LIKE '%"amount_minor"%'),
  close_date, team_id, type`

/** `since`: states that ended before it are left out. A row a deal: a client is slow with many cells and quick with JSON. */
export function statesStatement(moment: Moment, since: string, properties: boolean): InStatement {
  const at = { kind: 'known', ...moment } as const
  const states = timeline(at)
  const leading = sql`(SELECT json_extract(value, '$') FROM setting WHERE key = ${LEADING})`
  const whole = sql`WITH ${join(twinTables(at), ', ')} SELECT deal_id, source, created_day,
      CASE WHEN deal_id IN (SELECT deal_id FROM twins) THEN ${leading} END AS leading,
      json_group_array(${raw(packed)}${raw(properties ? ', properties)' : ', NULL)')}) AS states
    FROM (${raw(states.sql, states.args)})
    WHERE deleted = 0 AND problem IS NULL AND status IS NOT NULL AND (valid_to IS NULL OR valid_to > ${since})
      AND NOT (valid_to IS NULL AND status <> 'open' AND COALESCE(close_date, '') < ${since.slice(0, 10)})
    GROUP BY deal_id`
  return { sql: whole.text, args: [...whole.args] }
}

type Packed = readonly [
  ...[validFrom: string, validTo: string | null, seq: number, past: 0 | 1, status: Step['status']],
  ...[pipelineId: string | null, stageId: string | null, amount: number | null, unpriced: 0 | 1 | null],
  ...[closeDate: string | null, teamId: string | null, type: string | null, properties: string | null],
]

/**
 * A reconstructed state often does not know pipeline, team or type: a deal seldom changes them, so those of its first state
 * that was told stand in. Amounts and dates do change, and nothing stands in for them.
 */
export function dealRows(rows: readonly Row[]): DealRows[] {
  return rows.map((row) => {
    const all = JSON.parse(String(row.states)) as Packed[]
    const states = all.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[2] - b[2]))
    const told = states.find(([, , , past]) => past === 0) ?? null
    const source = String(row.source)
    const leading = row.leading === null ? null : String(row.leading)
    return {
      id: Number(row.deal_id),
      source,
      created: dayNumber(String(row.created_day)),
      states: states.map((state) => stateRow(state, told, source, leading)),
    }
  })
}

function stateRow(state: Packed, told: Packed | null, source: string, leading: string | null): StateRow {
  const [
    validFrom,
    validTo,
    ,
    past,
    status,
    pipeline,
    stageId,
    amount,
    unpriced,
    closeDate,
    team,
    kind,
    extra,
  ] = state
  const first = past === 1 ? told : null
  const pipelineId = pipeline ?? first?.[5] ?? null
  const properties = extra ?? first?.[12] ?? null
  return {
    fields: {
      ...{ source, pipelineId, stageId, amount, leading },
      teamId: team ?? first?.[10] ?? null,
      type: kind ?? first?.[11] ?? null,
      properties: properties === null ? {} : JSON.parse(properties),
    },
    ...{ status, validFrom, validTo },
    stage: JSON.stringify([source, pipelineId, stageId]),
    amount: unpriced === 1 ? undefined : amount,
    closes: closeDate === null ? null : dayNumber(closeDate),
  }
}

/** The lives of the deals that pass a filter; a state that does not pass is a time in which the deal did not count. */
export function livesOf(
  deals: readonly DealRows[],
  filter: Parameters<typeof passes>[0],
  endDay: EndDay,
): Life[] {
  const lives: Life[] = []
  for (const { id, created, states } of deals) {
    const steps = states.flatMap((state): Step[] => {
      if (!passes(filter, state.fields)) return []
      const from = endDay(state.validFrom)
      const to = state.validTo === null ? Number.POSITIVE_INFINITY : endDay(state.validTo)
      // Entered and left on one day: no evening saw it.
      return from < to
        ? [{ from, to, status: state.status, stage: state.stage, amount: state.amount, closes: state.closes }]
        : []
    })
    if (steps.length > 0) lives.push({ id, created, steps })
  }
  return lives
}
