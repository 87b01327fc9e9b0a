/** Whether a value is all there, and which single reason says best why not. Pure. */

import type { Day, Instant } from '../../connectors/contract.ts'
import { addDays, localDay, startOfDay } from '../../connectors/values/time.ts'
import { stalledParams } from './catalogue-pipeline.ts'
import type { Mirror, SourceState } from './mirror.ts'
import type { Plan } from './plan.ts'
import type { Context } from './request.ts'
import type { At, Definition, Filter, MetricValue, Reason } from './types.ts'

/** The connections that must be read through: those named, else all that are not ended. */
export function concerned(mirror: Mirror, filter: Filter | undefined): readonly SourceState[] {
  const named = filter?.connections
  return mirror.sources.filter(({ id, disconnected }) =>
    named === undefined ? !disconnected : named.includes(id),
  )
}

/** What the value carries of the connections behind it. */
export function provenance(
  sources: readonly SourceState[],
  mirror: Mirror,
  at: At,
): Pick<MetricValue, 'dataThrough' | 'run' | 'seq'> {
  const through = sources.map((source) => source.dataThrough)
  const known = through.filter((instant) => instant !== null).sort()
  return {
    dataThrough: known.length === 0 || known.length < through.length ? null : (known[0] ?? null),
    run: sources.length === 1 ? (sources[0]?.run ?? null) : null,
    seq: at.kind === 'known' ? at.seq : mirror.seq,
  }
}

export interface Unknown {
  readonly reason: 'unknown_before' | 'no_complete_run'
  readonly since?: Day
}

/** Why the question cannot be answered at all: it is about a time before the ledger. Null when it can. */
export function unanswerable(
  definition: Definition,
  plan: Plan | null,
  sources: readonly SourceState[],
  at: At,
  context: Context,
): Unknown | null {
  const begin = ledgerBegin(sources)
  const { timeZone } = context
  if (plan === null) {
    return { reason: 'unknown_before', ...(begin === null ? {} : { since: localDay(begin, timeZone) }) }
  }
  const stalledDays = stalledDaysOf(definition)
  if (at.kind !== 'asOf' && stalledDays === null) return null
  if (begin === null) return { reason: 'no_complete_run' }
  const first = localDay(begin, timeZone)
  if (at.kind === 'asOf' && at.instant < begin) return { reason: 'unknown_before', since: first }
  // A deal's time in its stage is known from the ledger's beginning on.
  if (stalledDays !== null && startOfDay(addDays(context.day, 1 - stalledDays), timeZone) < begin) {
    return { reason: 'unknown_before', since: addDays(first, stalledDays) }
  }
  return null
}

function stalledDaysOf({ metric, params }: Definition): number | null {
  return metric === 'stalled_deals' ? stalledParams.parse(params).days : null
}

/** From here on every deal's state is in the ledger; null while one connection has no complete run. */
function ledgerBegin(sources: readonly SourceState[]): Instant | null {
  const begins = sources.map((source) => source.completeSince)
  const known = begins.filter((instant) => instant !== null).sort()
  return known.length < begins.length ? null : (known.at(-1) ?? null)
}

export interface Gaps {
  readonly held: number
  readonly rates: number
}

/** The first of these is told; an incomplete value has at least one. */
export function incompleteness(
  plan: Plan,
  sources: readonly SourceState[],
  gaps: Gaps,
  currency: string,
): Reason | null {
  if (sources.length === 0 || sources.some(({ run }) => run === null)) return 'no_complete_run'
  const foreign = sources.some((source) => source.currency !== null && source.currency !== currency)
  if (plan.money && foreign) return 'home_currency_differs'
  if (gaps.held > 0) return 'held_deals'
  if (skippedRecords(sources) > 0) return 'skipped_records'
  return gaps.rates > 0 ? 'rate_missing' : null
}

export function skippedRecords(sources: readonly SourceState[]): number {
  return sources.reduce((sum, source) => sum + source.skipped, 0)
}
