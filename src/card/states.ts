/**
 * What a deal adds to each key result: as it is, as it was when the value was measured, and as it would be won or lost today.
 * The states are rows that the metrics' own SELECT reads, so that no metric is written twice. Pure: SQL out.
 */
import type { InStatement } from '@libsql/client/web'
import type { Day } from '../../connectors/contract.ts'
import { stateAt } from '../../db/workspace/state.ts'
import { parts } from '../metrics/parts.ts'
import { pathTables } from '../metrics/path.ts'
import type { Plan } from '../metrics/plan.ts'
import { join, raw, type Sql, sql } from '../metrics/sql.ts'
import { propertyColumns, shaped } from '../metrics/state.ts'
import { twinColumn, twinTables } from '../metrics/twins.ts'
import type { Definition } from '../metrics/types.ts'

/** Which state a row is of; from `before` on those of earlier moments. */
export const what = { now: 0, won: 1, lost: 2, before: 3 } as const

export interface Looked {
  readonly definition: Definition
  readonly plan: Plan
  /** The ledger's moment that its value saw. */
  readonly seq: number
}

export interface DealAt {
  readonly id: number
  readonly currentSeq: number
  readonly open: boolean
  /** It names a copy in another CRM, or a copy names it. */
  readonly paired: boolean
  readonly today: Day
  /** Where a deal of its pipeline ends; null: the pipeline has no such stage. */
  readonly wonStage: string | null
  readonly lostStage: string | null
}

const columns = [
  ...([
    'deal_id',
    'source',
    'created_at',
    'created_day',
    'seq',
    'pipeline_id',
    'stage_id',
    'status',
  ] as const),
  ...(['amount_minor', 'home_minor', 'weighted_minor', 'close_date', 'team_id', 'type'] as const),
  ...(['forecast_category', 'properties', 'problem', 'unknown'] as const),
]

/** Moments at which the deal was otherwise than now, by the values to be set off against. */
export function momentsOf(looked: readonly Looked[], { currentSeq }: DealAt): number[] {
  return [...new Set(looked.map(({ seq }) => seq).filter((seq) => seq < currentSeq))].sort((a, b) => a - b)
}

/** Answers rows of `i` (of `looked`), `what`, `kind, numerator, denominator` where the deal has a part. */
export function partsStatement(looked: readonly Looked[], deal: DealAt): InStatement {
  const properties = propertyColumns(
    looked.flatMap(({ definition }) => definition.filter?.properties?.map(({ name }) => name) ?? []),
  )
  const at = { kind: 'now' } as const
  const only = { sql: 'SELECT ?', args: [deal.id] }
  // Who has no copy needs no look at all copies.
  const twin = deal.paired ? twinColumn : raw('NULL AS twin')
  const stateOf = (seq: number | null) => {
    const found = stateAt(seq === null ? at : { kind: 'known', seq }, { columns, deals: only })
    return sql`SELECT ${raw(columns.join(', '))}, ${twin} FROM (${raw(found.sql, found.args)})`
  }
  const earlier = momentsOf(looked, deal).map(
    (seq, index) => sql`SELECT ${what.before + index} AS what, * FROM (${stateOf(seq)})`,
  )
  const rows = [
    sql`SELECT ${what.now} AS what, * FROM current`,
    ...(deal.open ? [ended('won', deal), ended('lost', deal)] : []),
    ...earlier,
  ]
  const paths = looked.flatMap(({ plan }, i) =>
    plan.path === undefined ? [] : pathTables(plan.path, `p${i}`),
  )
  const tables = [
    ...(deal.paired ? twinTables(at) : []),
    sql`current AS MATERIALIZED (${stateOf(null)})`,
    sql`s AS MATERIALIZED (${shaped(join(rows, ' UNION ALL '), raw('twin'), properties, ['what'])})`,
    ...paths,
  ]
  const selects = looked.map(({ definition, plan }, i) => {
    const from = plan.path === undefined ? {} : { path: `p${i}` }
    const found = parts(definition, plan, properties, ['what'], from)
    return sql`SELECT ${i} AS i, what, kind, numerator, denominator FROM (${found})`
  })
  const { text, args } = sql`WITH ${join(tables, ', ')} ${join(selects, ' UNION ALL ')}`
  return { sql: text, args: [...args] }
}

/** The deal closed today, as its CRM would close it. */
function ended(status: 'won' | 'lost', { today, wonStage, lostStage }: DealAt): Sql {
  const stage = status === 'won' ? wonStage : lostStage
  const changed: Readonly<Record<string, Sql>> = {
    status: sql`${status}`,
    stage_id: stage === null ? raw('stage_id') : sql`${stage}`,
    close_date: sql`${today}`,
    forecast_category: raw('NULL'),
    weighted_minor: status === 'won' ? raw('home_minor') : raw('CASE WHEN home_minor IS NOT NULL THEN 0 END'),
  }
  const list = columns.map((column) => sql`${changed[column] ?? raw(column)} AS ${raw(column)}`)
  return sql`SELECT ${what[status]} AS what, ${join(list, ', ')}, twin FROM current`
}
