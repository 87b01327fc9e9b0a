/** What each deal adds while it is in one state: a row per state, by the same parts that a single value adds up. Pure: SQL out. */
import type { InStatement } from '@libsql/client/web'
import type { Day, Instant } from '../../connectors/contract.ts'
import { parts } from '../metrics/parts.ts'
import type { Plan } from '../metrics/plan.ts'
import { join, raw, type Sql, sql } from '../metrics/sql.ts'
import { propertyColumns, shaped } from '../metrics/state.ts'
import type { Definition } from '../metrics/types.ts'
import { earlier, leadingSide, pairTables, twinned } from './pairs.ts'
import type { Reach } from './reach.ts'

/** What states are made of, beside where and when. */
const columns = [
  ...['seq', 'time_from', 'twin_id', 'pipeline_id', 'stage_id', 'status', 'close_date', 'team_id', 'type'],
  ...[
    'forecast_category',
    'problem',
    'unknown',
    'amount_minor',
    'home_minor',
    'weighted_minor',
    'properties',
  ],
] as const

/**
 * When a state ends, asked of the covering index `revision_deal_seq`: where the next one told begins, of a reconstructed one
 * where the next reconstructed or any told one does. The meaning of `timeline`, worked out only for rows that count.
 */
const ends = `CASE r.time_from WHEN 'history' THEN (SELECT MIN(k.effective_at) FROM revision k WHERE k.deal_id = r.deal_id
    AND (k.time_from <> 'history' OR k.effective_at > r.effective_at OR k.effective_at = r.effective_at AND k.seq > r.seq))
  ELSE (SELECT MIN(k.effective_at) FROM revision k WHERE k.deal_id = r.deal_id AND k.seq > r.seq AND k.time_from <> 'history') END`

/**
 * The states that began by `end`; those in which a deal was gone are left out. Some hold at no time, or not after the first
 * day: `sweep` drops them, so that nobody has to know the end of a state that counts nowhere. `deals` is a SELECT of the only
 * ones wanted.
 */
function lives(end: Instant, deals?: Sql): readonly [Sql, Sql] {
  const [own, mine] = ['r.deal_id', 'd.id'].map((id) =>
    deals === undefined ? sql`1` : sql`${raw(id)} IN (${deals})`,
  ) as [Sql, Sql]
  const state = raw(columns.map((column) => `r.${column}`).join(', '))
  const told = sql`SELECT r.deal_id, d.source, d.created_at, d.created_day, ${state}, 0 AS as_twin,
      r.effective_at AS valid_from, CAST(${raw(ends)} AS TEXT) AS valid_to
    FROM revision r CROSS JOIN deal d ON d.id = r.deal_id WHERE r.deleted = 0 AND r.effective_at <= ${end} AND ${own}`
  // Of deals that were there before anybody told in which state: see `../metrics/untold.ts`.
  const first = raw('(SELECT MIN(f.effective_at) FROM revision f WHERE f.deal_id = d.id)')
  const complete = sql`SELECT source, MIN(COALESCE(finished_at, data_through)) AS since FROM run
    WHERE status = 'complete' AND kind IN ('night', 'manual') GROUP BY source`
  const untold = sql`SELECT d.id, d.source, d.created_at, d.created_day, ${state}, 0,
      d.created_at, CAST(${earlier(first.text, 'b.since')} AS TEXT)
    FROM deal d LEFT JOIN revision r ON r.seq = -1 LEFT JOIN (${complete}) b ON b.source = d.source
    WHERE ${mine} AND d.created_at <= ${end} AND (b.since IS NULL OR d.created_at < b.since) AND NOT EXISTS
      (SELECT 1 FROM revision f WHERE f.deal_id = d.id AND f.effective_at <= d.created_at)`
  return [told, untold]
}

/**
 * Two answers: when deals were twins, then the rows. A deal that ever was one has each state twice, as a twin and as none;
 * which of the two counts is for the days to say.
 */
export function lifeStatements(
  definition: Definition,
  plan: Plan,
  reach: Reach,
  end: Instant,
): InStatement[] {
  const properties = propertyColumns(definition.filter?.properties?.map(({ name }) => name) ?? [])
  // Few deals, mostly none: worked out apart, so that the states of all the others are read once and not kept.
  const tables = [
    sql`twin_lives AS MATERIALIZED (SELECT * FROM (${join(lives(end, twinned), ' UNION ALL ')})
      WHERE valid_to IS NULL OR valid_from < valid_to)`,
    ...pairTables('twin_lives'),
  ]
  const twin = sql`CASE WHEN as_twin THEN CASE WHEN ${leadingSide} IS NULL THEN 2 ELSE 1 END END AS twin`
  // One flat compound of columns of the same affinity, which SQLite reads through; else it makes each row of it first, with
  // its end.
  const again = sql`SELECT deal_id, source, created_at, created_day, ${raw(columns.join(', '))}, 1, valid_from, valid_to
    FROM twin_lives WHERE deal_id IN (SELECT deal_id FROM paired)`
  const doubled = join([...lives(end), again], ' UNION ALL ')
  const states = shaped(doubled, twin, properties, ['as_twin', 'valid_from', 'valid_to'])
  const rows = parts(
    definition,
    plan,
    properties,
    ['deal_id', 'as_twin', 'valid_from', 'valid_to', `${reach.column ?? 'NULL'} AS dated`],
    { passed: true },
  )
  const pairs = sql`WITH ${join(tables, ', ')} SELECT deal_id, valid_from, valid_to FROM paired`
  const packed = raw([...told, ...extrasOf(plan)].join(', '))
  const whole = sql`WITH ${join([...tables, sql`s AS (${states})`], ', ')}
    SELECT json_group_array(json_array(${packed})) AS packed FROM (${rows})`
  return [pairs, whole].map(({ text, args }) => ({ sql: text, args: [...args] }))
}

/** What a row is told by, in this order; the extras of the plan follow. All in one text: rows of a driver cost more than SQL. */
const told = [
  ...['kind', 'deal_id', 'as_twin', 'valid_from', 'valid_to', 'dated'],
  ...['numerator', 'denominator', 'nil', 'twice'],
] as const
const extrasOf = ({ extra = [] }: Plan) => extra.map((_, index) => `e${index}`)

/** What a deal adds while it is in one state. */
export interface Life {
  readonly kind: number
  readonly dealId: number
  readonly asTwin: boolean
  readonly from: Instant
  readonly to: Instant | null
  readonly dated: Day | null
  /** Whole numbers: numerator, denominator, nil, twice, and the extras. */
  readonly adds: readonly (number | null)[]
}

export function livesFrom(packed: unknown): Life[] {
  const rows = JSON.parse(String(packed)) as [number, number, number, Instant, Instant | null, Day | null][]
  return rows.map(([kind, dealId, asTwin, from, to, dated, ...adds]) => ({
    ...{ kind, dealId, from, to, dated, adds },
    asTwin: asTwin === 1,
  }))
}
