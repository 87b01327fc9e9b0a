/** The deals behind a value, each with its part, from the same rows that `evaluate` adds up. */
import type { InStatement, Row } from '@libsql/client/web'
import { localDay } from '../../connectors/values/time.ts'
import type { WorkspaceDb } from '../../db/client.ts'
import type { stateColumns } from '../../db/workspace/state.ts'
import { mirrorStatements, readMirror } from './mirror.ts'
import { kind, parts } from './parts.ts'
import { pathTables } from './path.ts'
import type { Plan } from './plan.ts'
import { type Context, type MetricRequest, namedKeyResult, planOf } from './request.ts'
import { join, raw, type Sql, sql } from './sql.ts'
import { propertyColumns, stateTables } from './state.ts'
import { sumStatements } from './sums.ts'
import type { At, Evidence, MetricValue, Reason } from './types.ts'
import { metricValue } from './value.ts'

export interface EvidencePage {
  readonly rows: readonly Evidence[]
  /** Deals behind the value and those that could not be read or were left out: all pages together. */
  readonly total: number
  readonly numerator: number | null
  /** Sum of the parts, and the target in front of them for `pipeline_coverage`. */
  readonly denominator: number | null
  /** The value these parts make. */
  readonly value: MetricValue
}

/** Largest part first. Held deals and those without a rate come last, their parts null. */
export async function evidence(
  db: WorkspaceDb,
  request: MetricRequest,
  at: At,
  context: Context,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<EvidencePage> {
  const plan = planOf(request, at, context, new Map())
  const keyResult = namedKeyResult(request)
  const meta = mirrorStatements(at, keyResult === null ? [] : [keyResult])
  const page = pageStatement(request, plan, at, { limit, offset })
  const all = [...meta, ...sumStatements([request], [plan], at), page]
  const results = await db.$client.batch(all, 'read')
  const mirror = readMirror(results.slice(0, meta.length))
  const sums = results[meta.length]?.rows[0]
  const value = metricValue(request, planOf(request, at, context, mirror.targets), sums, mirror, at, context)
  const { numerator, denominator } = value
  // Not answerable: the rows would be those of another question.
  if (sums === undefined || numerator === null) return { rows: [], total: 0, numerator, denominator, value }
  const total = ['counted', 'held', 'unknowns', 'gaps', 'left_out'].reduce(
    (sum, kind) => sum + Number(sums[kind]),
    0,
  )
  const rows = results.at(-1)?.rows.map((row) => evidenceOf(row, plan, context.timeZone)) ?? []
  return { rows, total, numerator, denominator, value }
}

const shown = ['external_id', 'name', 'amount_minor', 'currency', 'home_minor', 'rate'] as const
const columns = ['source', 'status', 'pipeline_id', 'stage_id', 'close_date', 'created_day', ...shown]

/** The last deal of the page before: the next one begins behind it, however many came before. */
export type Place = Pick<Evidence, 'numerator' | 'denominator' | 'homeMinor' | 'source' | 'externalId'>

export interface Page {
  readonly limit: number
  readonly offset?: number
  readonly after?: Place | null
}

/** `more` adds columns of the state to those that a row of evidence needs. */
export function pageStatement(
  { definition }: MetricRequest,
  plan: Plan,
  at: At,
  { limit, offset = 0, after = null }: Page,
  extra: readonly (typeof stateColumns)[number][] = [],
): InStatement {
  const properties = propertyColumns(definition.filter?.properties?.map(({ name }) => name) ?? [])
  const more = [...columns, ...extra, 'entered_at', 'date_before']
  const rows = parts(definition, plan, properties, more, plan.path === undefined ? {} : { path: 'p' })
  const paths = plan.path === undefined ? [] : pathTables(plan.path, 'p')
  const tables = join([...stateTables(at, properties, [...shown, ...extra]), ...paths], ', ')
  const behind = after === null ? sql`` : sql` WHERE ${behindOf(after)}`
  const { text, args } = sql`WITH ${tables} SELECT * FROM (${rows})${behind}
    ORDER BY numerator DESC NULLS LAST, denominator DESC NULLS LAST, home_minor DESC NULLS LAST, source, external_id
    LIMIT ${limit} OFFSET ${offset}`
  return { sql: text, args: [...args] }
}

/** In the order of the page: the largest first, what has no part last. */
function behindOf({ numerator, denominator, homeMinor, source, externalId }: Place): Sql {
  const falling = (value: number | null) => sql`${value === null ? 1 : 0}, ${-(value ?? 0)}`
  const columns = ['numerator', 'denominator', 'home_minor'].map((c) => `${c} IS NULL, -COALESCE(${c}, 0)`)
  return sql`(${raw(columns.join(', '))}, source, external_id) >
    (${falling(numerator)}, ${falling(denominator)}, ${falling(homeMinor)}, ${source}, ${externalId})`
}

export function evidenceOf(row: Row, plan: Plan, timeZone: string): Evidence {
  return {
    source: String(row.source),
    externalId: String(row.external_id),
    name: textOf(row.name),
    status: textOf(row.status) as Evidence['status'],
    pipelineId: textOf(row.pipeline_id),
    stageId: textOf(row.stage_id),
    closeDate: textOf(row.close_date),
    createdDay: String(row.created_day),
    amountMinor: numberOf(row.amount_minor),
    currency: textOf(row.currency),
    homeMinor: numberOf(row.home_minor),
    rate: textOf(row.rate),
    numerator: numberOf(row.numerator),
    denominator: numberOf(row.denominator),
    ...(row.entered_at === null ? {} : { enteredOn: localDay(String(row.entered_at), timeZone) }),
    ...(row.date_before === null ? {} : { closeDateBefore: String(row.date_before) }),
    skipped: whySkipped(row, plan),
  }
}

function whySkipped(row: Row, plan: Plan): Reason | null {
  switch (row.kind) {
    case kind.held:
      return 'held_deals'
    case kind.gapOfHistory:
      return 'history_gap'
    case kind.gap:
    case kind.gapOfFilter:
      return 'rate_missing'
    case kind.leftOut:
      // Metrics of amounts leave out what has none; the only other one that leaves out deals counts days.
      return plan.money ? 'without_value' : 'closed_before_created'
    default:
      return null
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
