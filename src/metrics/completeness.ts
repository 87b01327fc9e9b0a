/** Whether a value is all there, and which single reason says best why not. Pure. */

import type { Day, Instant } from '../../connectors/contract.ts'
import { addDays, localDay, startOfDay } from '../../connectors/values/time.ts'
import { homeAt, wholeSince } from '../currency/standing.ts'
import { catalogue } from './catalogue.ts'
import { stalledParams } from './catalogue-pipeline.ts'
import type { Mirror, SourceState } from './mirror.ts'
import type { Plan } from './plan.ts'
import type { Context, MetricRequest } from './request.ts'
import type { At, Definition, Filter, MetricValue, Reason } from './types.ts'
import { windowDays } from './window.ts'

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
  readonly reason: 'unknown_before' | 'no_complete_run' | 'currency_changed'
  readonly since?: Day
}

/** Why the question cannot be answered at all: it is about a time of which nothing is known. Null when it can. */
export function unanswerable(
  { definition, cycle }: MetricRequest,
  sources: readonly SourceState[],
  at: At,
  context: Context,
): Unknown | null {
  const { timeZone } = context
  const stalledDays = stalledDaysOf(definition)
  const history = catalogue[definition.metric].timeBasis === 'history'
  if (at.kind !== 'asOf' && stalledDays === null && !history) return null
  const begin = ledgerBegin(sources)
  if (begin === null) return { reason: 'no_complete_run' }
  // Where the history is read, the past is known before the ledger begins.
  const unread = ledgerBegin(sources.filter(({ historyRead }) => !historyRead))
  const first = localDay(begin, timeZone)
  if (unread !== null && at.kind === 'asOf' && at.instant < unread)
    return { reason: 'unknown_before', since: localDay(unread, timeZone) }
  if (unread !== null && history) {
    const { from } = windowDays(definition.window, { ...context, cycle })
    if (startOfDay(from, timeZone) < unread)
      return { reason: 'unknown_before', since: firstWholeDay(unread, timeZone) }
  }
  // A deal's time in its stage is known from the ledger's beginning on.
  if (stalledDays !== null && startOfDay(addDays(context.day, 1 - stalledDays), timeZone) < begin) {
    return { reason: 'unknown_before', since: addDays(first, stalledDays) }
  }
  return null
}

/** Money where amounts are, or were, in another currency than it is asked in; null where they are in it. */
export function otherCurrency(
  plan: Plan,
  { definition: { filter } }: MetricRequest,
  sources: readonly SourceState[],
  at: At,
  { currency, timeZone }: Context,
): Unknown | null {
  if (!plan.money && filter?.minAmountMinor === undefined) return null
  const strange = sources.find(({ homes }) => (homeAt(homes, at) ?? currency) !== currency)
  if (strange === undefined) return null
  const since = wholeSince(strange.homes, currency, (instant) => localDay(instant, timeZone))
  return { reason: 'currency_changed', ...(since === undefined ? {} : { since }) }
}

function firstWholeDay(instant: Instant, timeZone: string): Day {
  const day = localDay(instant, timeZone)
  return startOfDay(day, timeZone) < instant ? addDays(day, 1) : day
}

function stalledDaysOf({ metric, params }: Definition): number | null {
  return metric === 'stalled_deals' ? stalledParams.parse(params).days : null
}

/** From here on every deal's state is in the ledger; null while one connection has no complete run, or without any. */
function ledgerBegin(sources: readonly SourceState[]): Instant | null {
  const begins = sources.map((source) => source.completeSince)
  const known = begins.filter((instant) => instant !== null).sort()
  return known.length < begins.length ? null : (known.at(-1) ?? null)
}

export interface Gaps {
  readonly held: number
  readonly unknowns: number
  /** Deals counted from both sides. */
  readonly twice: number
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
  if (gaps.twice > 0) return 'leading_side_open'
  if (gaps.held > 0) return 'held_deals'
  if (skippedRecords(sources) > 0) return 'skipped_records'
  if (gaps.unknowns > 0) return 'history_gap'
  if (gaps.rates === 0) return null
  // It says what is to be done: the CRM's own rates do not reach the company's currency.
  return plan.money && foreign ? 'home_currency_differs' : 'rate_missing'
}

export function skippedRecords(sources: readonly SourceState[]): number {
  return sources.reduce((sum, source) => sum + source.skipped, 0)
}
