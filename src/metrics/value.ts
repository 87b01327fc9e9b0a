/** A value with all it carries, from the sums of its deals' parts. Pure. */
import type { Row } from '@libsql/client/web'
import { catalogue } from './catalogue.ts'
import {
  concerned,
  incompleteness,
  otherCurrency,
  provenance,
  skippedRecords,
  unanswerable,
} from './completeness.ts'
import type { Mirror } from './mirror.ts'
import type { Plan, Sums } from './plan.ts'
import type { Context, MetricRequest } from './request.ts'
import type { At, MetricValue } from './types.ts'

function sumsOf(row: Row, plan: Plan): Sums {
  return {
    numerator: Number(row.numerator),
    denominator: Number(row.denominator),
    count: Number(row.counted),
    leftOut: Number(row.left_out),
    extra: (plan.extra ?? []).map((_, index) => Number(row[`e${index}`])),
    median: row.median === null ? null : Number(row.median),
  }
}

/** `row` holds the sums `evaluate` asks for. */
export function metricValue(
  request: MetricRequest,
  plan: Plan,
  row: Row | undefined,
  mirror: Mirror,
  at: At,
  context: Context,
): MetricValue {
  const { definition, definitionVersion } = request
  const { unit } = catalogue[definition.metric]
  const sources = concerned(mirror, definition.filter)
  const head = {
    metric: definition.metric,
    unit,
    ...(unit === 'money' ? { currency: context.currency } : {}),
    ...provenance(sources, mirror, at),
    asOf: context.day,
    definitionVersion,
  }
  const unknown =
    unanswerable(request, sources, at, context) ?? otherCurrency(plan, request, sources, at, context)
  if (unknown !== null || row === undefined) {
    const nothing = {
      value: null,
      numerator: null,
      denominator: null,
      sampleSize: 0,
      complete: false,
      skipped: 0,
    }
    return { ...head, ...nothing, ...unknown }
  }
  const sums = sumsOf(row, plan)
  const finished = plan.finish(sums)
  const gaps = {
    held: Number(row.held),
    unknowns: Number(row.unknowns),
    rates: Number(row.gaps),
    twice: Number(row.twice),
  }
  const gap = incompleteness(plan, sources, gaps, context.currency)
  const doubtful = finished.value !== null && finished.reason !== undefined
  const reason = finished.value === null ? finished.reason : (gap ?? finished.reason)
  return {
    ...head,
    value: finished.value,
    numerator: sums.numerator,
    denominator: plan.denominator === null ? null : sums.denominator + (finished.denominatorBase ?? 0),
    sampleSize: sums.count,
    complete: gap === null && !doubtful,
    skipped: gaps.held + gaps.unknowns + gaps.rates + skippedRecords(sources),
    ...(sums.leftOut > 0 ? { leftOut: sums.leftOut } : {}),
    ...(Number(row.nil) > 0 ? { withoutAmount: Number(row.nil) } : {}),
    ...(reason === undefined ? {} : { reason }),
  }
}
