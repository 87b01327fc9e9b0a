/** What a definition would have been since the CRM's history begins, and what the last comparable periods propose. */
import type { Day, Instant } from '../../connectors/contract.ts'
import { addDays, daysBetween, localDay } from '../../connectors/values/time.ts'
import { catalogue, termsOf, unitOfComposite } from '../metrics/index.ts'
import type { MetricValue, Reason, Unit } from '../metrics/types.ts'
import type { Days } from '../metrics/window.ts'
import { isOneMetric, type Measurable } from '../okr/measurable.ts'
import { readSettings } from '../okr/settings.ts'
import type { Workspace } from '../platform.ts'
import { seriesOf } from './composite.ts'
import { periodsBefore, spanOf } from './cycles.ts'
import { type NoProposal, PERIODS, type PeriodEnd, type Proposal, propose } from './propose.ts'

export interface PastPoint {
  readonly day: Day
  /** Null: unknown, or nothing to measure. */
  readonly value: number | null
  readonly complete: boolean
  readonly reason: Reason | null
}

export interface PastView {
  readonly unit: Unit
  readonly currency: string | null
  /** Without the days at the start of which nothing is known. */
  readonly points: readonly PastPoint[]
  /** Days from one point to the next. */
  readonly step: number
  /** The window begins anew with each of these; empty where it moves with the day. Oldest first. */
  readonly starts: readonly Day[]
  /** Oldest first. */
  readonly periods: readonly PeriodEnd[]
  readonly proposal: Proposal | null
  readonly noProposal: NoProposal | null
  /** The first day that can be answered, where days before it were asked. */
  readonly since: Day | null
}

/** Two years, and at least the periods that a proposal wants. */
const DAYS = 730
const MOST_PERIODS = 24

export async function readPast(
  { db, timeZone, currency }: Workspace,
  asked: Measurable,
  cycle: Days,
  now: Instant,
): Promise<PastView> {
  const today = localDay(now, timeZone)
  const moved = movedSpan(asked, cycle)
  const span = moved ?? cycle
  const length = Math.max(1, daysBetween(span.from, span.to))
  const count = Math.min(MOST_PERIODS, Math.max(PERIODS, Math.floor(DAYS / length)))
  const before = periodsBefore(span, count)
  const to = span.to <= today ? addDays(span.to, -1) : today
  const over = before.filter((period) => period.to <= today)
  const from = before.at(-1)?.from ?? span.from
  const ends = over.map((period) => addDays(period.to, -1))
  const { fiscalYearStartMonth } = await readSettings(db)
  const all = [span, ...before]
  const { values, step } = await seriesOf(
    db,
    asked,
    (definition) => {
      const own = spanOf(definition, cycle)
      return own === null ? null : [own, ...periodsBefore(own, count)]
    },
    { from: [from, to].toSorted()[0] ?? from, to, keep: ends },
    { timeZone, currency, fiscalYearStartMonth },
  )
  const byDay = new Map(values.map((value) => [value.asOf, value]))
  const periods = over
    .slice(0, PERIODS)
    .map((period) => endOf(period, byDay.get(addDays(period.to, -1))))
    .reverse()
  // Which way is better nobody knows of a composite.
  const proposal = isOneMetric(asked) ? propose(asked, periods) : 'no_direction'
  const unit = isOneMetric(asked) ? catalogue[asked.metric].unit : (unitOfComposite(asked) ?? 'count')
  const began = values.findIndex(saysSomething)
  return {
    ...{ unit, currency: unit === 'money' ? currency : null, step, periods },
    points: began < 0 ? [] : values.slice(began).map(pointOf),
    starts: moved === null ? [] : all.map((period) => period.from).reverse(),
    proposal: typeof proposal === 'string' ? null : proposal,
    noProposal: typeof proposal === 'string' ? proposal : null,
    since: values.find(({ reason }) => reason === 'unknown_before')?.since ?? null,
  }
}

/** Of terms that move back by different spans there is none that is the whole's. */
function movedSpan(asked: Measurable, cycle: Days): Days | null {
  if (isOneMetric(asked)) return spanOf(asked, cycle)
  const [first = null, ...rest] = termsOf(asked).map(({ definition }) => spanOf(definition, cycle))
  return rest.every((span) => span?.from === first?.from && span?.to === first?.to) ? first : null
}

/** Before the first deal there is nothing to draw, and before history nothing to tell. */
function saysSomething({ sampleSize, skipped, reason, leftOut = 0 }: MetricValue): boolean {
  return reason !== 'unknown_before' && reason !== 'no_complete_run' && sampleSize + skipped + leftOut > 0
}

function pointOf({ asOf, value, complete, reason }: MetricValue): PastPoint {
  return { day: asOf, value, complete, reason: reason ?? null }
}

/** Before the first deal, 0 would be a lie about a time nobody has told of. */
function endOf({ from, to }: Days, value: MetricValue | undefined): PeriodEnd {
  if (value === undefined || !saysSomething(value)) return { from, to, value: null, complete: false }
  return { from, to, value: value.value, complete: value.complete }
}
