/** The deals behind a value, each with its part, from the same rows that `evaluate` adds up. */
import type { InStatement, Row } from '@libsql/client/web'
import type { WorkspaceDb } from '../../db/client.ts'
import { mirrorStatements, readMirror } from './mirror.ts'
import { kind, parts } from './parts.ts'
import type { Plan } from './plan.ts'
import { type Context, type MetricRequest, namedKeyResult, planOf } from './request.ts'
import { sql } from './sql.ts'
import { propertyColumns, states } from './state.ts'
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
  const page = plan === null ? [] : [pageStatement(request, plan, at, limit, offset)]
  const all = [...meta, ...sumStatements([request], [plan], at), ...page]
  const results = await db.$client.batch(all, 'read')
  const mirror = readMirror(results.slice(0, meta.length))
  const sums = plan === null ? undefined : results[meta.length]?.rows[0]
  const value = metricValue(request, planOf(request, at, context, mirror.targets), sums, mirror, at, context)
  const { numerator, denominator } = value
  // Not answerable: the rows would be those of another question.
  if (sums === undefined || numerator === null) return { rows: [], total: 0, numerator, denominator, value }
  const total = Number(sums.counted) + Number(sums.held) + Number(sums.gaps) + Number(sums.left_out)
  const rows = results.at(-1)?.rows.map((row) => evidenceOf(row, plan)) ?? []
  return { rows, total, numerator, denominator, value }
}

const shown = ['external_id', 'name', 'amount_minor', 'currency', 'home_minor', 'rate'] as const
const columns = ['source', 'status', 'pipeline_id', 'stage_id', 'close_date', 'created_day', ...shown]

function pageStatement(
  { definition }: MetricRequest,
  plan: Plan,
  at: At,
  limit: number,
  offset: number,
): InStatement {
  const properties = propertyColumns(definition.filter?.properties?.map(({ name }) => name) ?? [])
  const rows = parts(definition, plan, properties, [...columns, 'gap_of_history'])
  const { text, args } = sql`WITH s AS (${states(at, properties, shown)}) ${rows}
    ORDER BY numerator DESC NULLS LAST, denominator DESC NULLS LAST, home_minor DESC NULLS LAST, source, external_id
    LIMIT ${limit} OFFSET ${offset}`
  return { sql: text, args: [...args] }
}

function evidenceOf(row: Row, plan: Plan | null): Evidence {
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
    skipped: whySkipped(row, plan),
  }
}

function whySkipped(row: Row, plan: Plan | null): Reason | null {
  switch (row.kind) {
    case kind.held:
      return row.gap_of_history === 1 ? 'unknown_before' : 'held_deals'
    case kind.gap:
    case kind.gapOfFilter:
      return 'rate_missing'
    case kind.leftOut:
      // Metrics of amounts leave out what has none; the only other one that leaves out deals counts days.
      return plan?.money === true ? 'without_value' : 'closed_before_created'
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
