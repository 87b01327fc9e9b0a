/** From the values of the terms to the value of the whole: exact, and rounded once, at the end. Pure. */
import { salesCycleParams } from '../catalogue-deals.ts'
import type { MetricValue, Reason } from '../types.ts'
import { decimal, type Exact, fraction, nearest, over, plus, times, whole, zero } from './exact.ts'
import { type Composite, type Term, termsOf } from './types.ts'
import { unitOfComposite } from './units.ts'

/**
 * The term before it was rounded. A velocity is the only one that has been: its factors are no sums of deals. A median is
 * whole days or half way between two.
 */
function exactOf(
  { definition: { metric, params } }: Term,
  { value, numerator, denominator }: MetricValue,
): Exact | null {
  if (value === null) return null
  const isMedian =
    metric === 'sales_cycle_days' && salesCycleParams.parse(params ?? {}).statistic === 'median'
  if (isMedian) return fraction(BigInt(Math.round(value * 2)), 2n)
  if (metric === 'sales_velocity' || denominator === null || numerator === null)
    return fraction(BigInt(value), 1n)
  return fraction(BigInt(numerator), BigInt(denominator))
}

/** `values` in the order of the terms, all of one moment. */
export function combine(
  composite: Composite,
  values: readonly MetricValue[],
  { definitionVersion, currency }: { readonly definitionVersion: number; readonly currency: string },
): MetricValue {
  const [first] = values
  if (first === undefined) throw new Error('A composite without terms.')
  const terms = termsOf(composite)
  const unit = unitOfComposite(composite) ?? 'count'
  const found = resultOf(composite, terms, values)
  const result = found.exact === null ? null : unit === 'money' ? whole(found.exact) : nearest(found.exact)
  const missing = found.exact === null ? found.reason : 'too_large'
  const incomplete = values.find(({ complete }) => !complete)
  const reason = result === null ? missing : incomplete?.reason
  const isRatio = composite.operation === 'ratio'
  const sum = (of: (value: MetricValue) => number | undefined) =>
    values.reduce((total, value) => total + (of(value) ?? 0), 0)
  const [leftOut, withoutAmount] = [sum((v) => v.leftOut), sum((v) => v.withoutAmount)]
  const since = values
    .flatMap((value) => value.since ?? [])
    .sort()
    .at(-1)
  return {
    metric: null,
    unit,
    value: result,
    ...(unit === 'money' ? { currency } : {}),
    numerator: isRatio ? first.value : result,
    denominator: isRatio ? (values[1]?.value ?? null) : null,
    sampleSize: sum((v) => v.sampleSize),
    complete: result !== null && incomplete === undefined,
    skipped: sum((v) => v.skipped),
    ...(leftOut > 0 ? { leftOut } : {}),
    ...(withoutAmount > 0 ? { withoutAmount } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(since === undefined ? {} : { since }),
    asOf: first.asOf,
    dataThrough: oldest(values),
    seq: Math.max(...values.map(({ seq }) => seq)),
    run: values.every(({ run }) => run === first.run) ? first.run : null,
    definitionVersion,
    terms: values.map((value, n) => termValue(value, terms[n])),
  }
}

type Result = { readonly exact: Exact } | { readonly exact: null; readonly reason: Reason }

function resultOf(composite: Composite, terms: readonly Term[], values: readonly MetricValue[]): Result {
  const parts: Exact[] = []
  for (const [n, value] of values.entries()) {
    const term = terms[n]
    const part = term === undefined ? null : exactOf(term, value)
    if (part === null || term === undefined) return { exact: null, reason: lacking(value) }
    parts.push(composite.operation === 'ratio' ? part : times(decimal(term.weight), part))
  }
  const [above = zero, below = zero] = parts
  if (composite.operation !== 'ratio') return { exact: parts.reduce(plus) }
  return below.above === 0n ? { exact: null, reason: 'denominator_zero' } : { exact: over(above, below) }
}

/** A target that is reached satisfies the coverage it is of, and says nothing of a sum it is in. */
function lacking({ reason }: MetricValue): Reason {
  return reason === undefined || reason === 'target_reached' ? 'term_missing' : reason
}

function oldest(values: readonly MetricValue[]) {
  const through = values.map(({ dataThrough }) => dataThrough)
  const known = through.filter((instant) => instant !== null).sort()
  return known.length < through.length ? null : (known[0] ?? null)
}

/** What is kept of a term: which it is, what it is, and what is missing in it. */
function termValue(value: MetricValue, term: Term | undefined): NonNullable<MetricValue['terms']>[number] {
  const { metric, unit, currency, numerator, denominator, sampleSize, complete, skipped } = value
  const { reason, since } = value
  return {
    ...{ metric, unit, value: value.value, numerator, denominator, sampleSize, complete, skipped },
    ...(currency === undefined ? {} : { currency }),
    ...(reason === undefined ? {} : { reason }),
    ...(since === undefined ? {} : { since }),
    weight: String(term?.weight ?? 1),
  }
}
