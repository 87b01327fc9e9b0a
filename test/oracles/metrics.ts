/**
 * Every deal metric, worked out again from the meaning of the words: a list of plain deals and BigInt, no SQL. Imports
 * only types of ours. `asked` says which deals may count and which could not be read.
 */
import type { Definition, Filter, MetricId, MetricValue, Reason } from '../../src/metrics/types.ts'
import type { LedgerContent, LedgerDeal, LedgerRevision } from '../support/metric-ledger.ts'

interface Period {
  readonly from: string
  readonly to: string
}

/** One deal as it stood at the moment asked about. */
export interface Standing {
  readonly deal: LedgerDeal
  readonly state: LedgerRevision
  /** Its revisions that were told by then, in our commit order. */
  readonly told: readonly LedgerRevision[]
}

export type Moment =
  | { readonly kind: 'now' }
  | { readonly kind: 'known'; readonly seq: number }
  | { readonly kind: 'asOf'; readonly instant: string }

/** Which state each deal is in, by reading the revisions from the first to the last. */
export function standings(
  deals: readonly LedgerDeal[],
  order: readonly { readonly deal: number; readonly revision: number }[],
  moment: Moment,
): Standing[] {
  const told = new Map<number, LedgerRevision[]>()
  order.forEach(({ deal, revision }, index) => {
    const state = deals[deal]?.revisions[revision]
    if (state === undefined) return
    if (moment.kind === 'known' && index + 1 > moment.seq) return
    if (moment.kind === 'asOf' && (state.effectiveAt ?? '') > moment.instant) return
    told.set(deal, [...(told.get(deal) ?? []), state])
  })
  return [...told].flatMap(([index, revisions]) => {
    const [deal, state] = [deals[index], revisions.at(-1)]
    return deal && state && state.deleted !== true ? [{ deal, state, told: revisions }] : []
  })
}

type Truth = true | false | 'unknown'
const and = (truths: readonly Truth[]): Truth =>
  truths.includes(false) ? false : truths.includes('unknown') ? 'unknown' : true

const lacks = (state: LedgerRevision, ...fields: string[]) =>
  (state.problem ?? []).some(({ field }) => fields.includes(field))

/** Amount in the company's currency: a number, none, or not to be known. */
function amountOf({ amountMinor = 10_000, homeMinor }: LedgerRevision): number | null | 'unknown' {
  if (amountMinor === null) return null
  if (amountMinor === 0) return homeMinor ?? 0
  if (homeMinor === null) return 'unknown'
  return homeMinor ?? amountMinor
}

function passesFilter({ deal, state }: Standing, filter: Filter = {}): Truth {
  const within = (list: readonly string[] | undefined, value: string | null | undefined): Truth =>
    list === undefined || (value != null && list.includes(value))
  const stage = state.stageId === undefined ? (state.status ?? 'open') : state.stageId
  const truths: Truth[] = [
    within(filter.connections, deal.source ?? 'hubspot'),
    within(filter.pipelines, state.pipelineId === undefined ? 'new' : state.pipelineId),
    within(filter.stages, stage),
    within(filter.teams, state.teamId),
    within(filter.dealTypes, state.type),
  ]
  for (const { name, op, values } of filter.properties ?? []) {
    const value = state.properties?.[name] || null
    const listed = value !== null && values.includes(value)
    if (op === 'known') truths.push(value !== null)
    else if (op === 'unknown') truths.push(value === null)
    else truths.push(op === 'eq' || op === 'in' ? listed : !listed)
  }
  if (filter.minAmountMinor !== undefined) {
    const amount = amountOf(state)
    if (lacks(state, 'amount', 'currency', 'rate') || amount === 'unknown') truths.push('unknown')
    else truths.push(amount !== null && amount >= filter.minAmountMinor)
  }
  return and(truths)
}

const closesIn = (state: LedgerRevision, { from, to }: Period): Truth => {
  if (lacks(state, 'closeDate')) return 'unknown'
  const close = state.closeDate === undefined ? '2026-03-31' : state.closeDate
  return close !== null && close >= from && close < to
}
const hasStatus = (state: LedgerRevision, ...list: string[]): Truth => {
  if (lacks(state, 'stage')) return 'unknown'
  return list.includes(state.status ?? 'open')
}

const DAY = 86_400_000
const daysOf = (deal: LedgerDeal, state: LedgerRevision) =>
  Math.round(
    (Date.parse(state.closeDate ?? '2026-03-31') - Date.parse(deal.createdDay ?? '2026-01-10')) / DAY,
  )

/** Which deals a metric is about. */
function concerns(standing: Standing, definition: Definition, period: Period, day: string): Truth {
  const { deal, state } = standing
  const status = (...list: string[]) => hasStatus(state, ...list)
  const closing = closesIn(state, period)
  const created = deal.createdDay ?? '2026-01-10'
  switch (definition.metric) {
    case 'won_revenue':
    case 'won_deals':
    case 'average_deal_size':
    case 'sales_cycle_days':
      return and([status('won'), closing])
    case 'lost_deals':
    case 'lost_revenue':
      return and([status('lost'), closing])
    case 'win_rate':
    case 'win_rate_value':
      return and([status('won', 'lost'), closing])
    case 'deals_created':
    case 'pipeline_created':
      return created >= period.from && created < period.to
    case 'open_pipeline':
    case 'open_deals':
    case 'weighted_pipeline':
      return and([status('open'), closing])
    case 'pipeline_coverage':
      return and([status('open', 'won'), closing])
    case 'sales_velocity':
      return and([status('open', 'won', 'lost'), closing])
    case 'forecast_commit':
    case 'forecast_best_case': {
      if (lacks(state, 'stage')) return and(['unknown', closing])
      const categories =
        definition.metric === 'forecast_commit' ? ['commit'] : ['commit', 'most_likely', 'best_case']
      const sure = status('won') === true
      return and([
        sure || (status('open') === true && categories.includes(state.forecastCategory ?? '')),
        closing,
      ])
    }
    case 'overdue_deals': {
      const close = state.closeDate === undefined ? '2026-03-31' : state.closeDate
      return and([status('open'), lacks(state, 'closeDate') ? 'unknown' : close !== null && close < day])
    }
    case 'stalled_deals':
      return and([status('open'), stands(standing, day, Number(definition.params?.days))])
    case 'stage_conversion':
    case 'slipped_value':
      return false
    default:
      return definition.metric satisfies never
  }
}

const placeOf = ({ pipelineId, stageId, status }: LedgerRevision) =>
  JSON.stringify([
    pipelineId === undefined ? 'new' : pipelineId,
    stageId === undefined ? (status ?? 'open') : stageId,
  ])

/** In the oracle's world days are those of UTC. */
function stands({ state, told }: Standing, day: string, days: number): boolean {
  const limit = new Date(Date.parse(day) + (1 - days) * DAY).toISOString()
  const before = told.map(({ effectiveAt = '' }) => effectiveAt < limit).lastIndexOf(true)
  return before >= 0 && told.slice(before).every((each) => placeOf(each) === placeOf(state))
}

const moneyMetrics: readonly MetricId[] = [
  'won_revenue',
  'lost_revenue',
  'average_deal_size',
  'win_rate_value',
  'pipeline_created',
  'open_pipeline',
  'weighted_pipeline',
  'pipeline_coverage',
  'sales_velocity',
  'forecast_commit',
  'forecast_best_case',
]

export type Expected = Pick<
  MetricValue,
  'value' | 'numerator' | 'denominator' | 'sampleSize' | 'complete' | 'skipped'
> & { readonly reason: Reason | undefined }

/** What `evaluate` has to answer, with one complete run of each source and all of them in the company's currency. */
export function expected(
  definition: Definition,
  period: Period,
  day: string,
  all: readonly Standing[],
  skippedRecords: NonNullable<LedgerContent['skipped']>,
): Expected {
  const money = moneyMetrics.includes(definition.metric)
  const sure: Standing[] = []
  let [heldDeals, rates] = [0, 0]
  for (const standing of all) {
    const { state } = standing
    const heldNow = (state.problem ?? []).length > 0
    const truth = and([
      concerns(standing, definition, period, day),
      passesFilter(standing, definition.filter),
    ])
    if (truth === false) continue
    if (heldNow) heldDeals += 1
    else if (truth === 'unknown') rates += 1
    else if (money && amountOf(state) === 'unknown' && needsAmount(definition.metric, state)) {
      rates += 1
      if (definition.metric === 'sales_velocity') sure.push(standing)
    } else sure.push(standing)
  }
  const named = definition.filter?.connections
  const lost = skippedRecords.filter(({ source = 'hubspot', stream = 'deals' }) => {
    return stream === 'deals' && (named === undefined || named.includes(source))
  }).length
  const answer = answerOf(definition, sure)
  const gap: Reason | undefined =
    heldDeals > 0 ? 'held_deals' : lost > 0 ? 'skipped_records' : rates > 0 ? 'rate_missing' : undefined
  return {
    value: answer.value,
    numerator: Number(answer.numerator),
    denominator: answer.denominator === null ? null : Number(answer.denominator),
    sampleSize: answer.sample,
    complete: gap === undefined && answer.doubt === undefined,
    skipped: heldDeals + rates + lost,
    reason: answer.value === null ? answer.nothing : (gap ?? answer.doubt),
  }
}

const needsAmount = (metric: MetricId, state: LedgerRevision) =>
  metric !== 'sales_velocity' || (state.status ?? 'open') === 'won'

interface Answer {
  readonly value: number | null
  readonly numerator: bigint
  readonly denominator: bigint | null
  readonly sample: number
  readonly nothing?: Reason
  readonly doubt?: Reason
}

const sum = (values: readonly (number | null | 'unknown')[]) =>
  values.reduce<bigint>((total, value) => total + (typeof value === 'number' ? BigInt(value) : 0n), 0n)

function halfEven(above: bigint, below: bigint): number {
  if (below < 0n) return halfEven(-above, -below)
  const floor = above / below - (above % below < 0n ? 1n : 0n)
  const rest = (above - floor * below) * 2n
  const up = rest > below || (rest === below && floor % 2n !== 0n)
  return Number(up ? floor + 1n : floor)
}

function answerOf({ metric, params }: Definition, deals: readonly Standing[]): Answer {
  const of = (status: string) => deals.filter(({ state }) => (state.status ?? 'open') === status)
  const amounts = (list: readonly Standing[]) => list.map(({ state }) => amountOf(state))
  const total = (numerator: bigint): Answer => ({
    value: Number(numerator),
    numerator,
    denominator: null,
    sample: deals.length,
  })
  switch (metric) {
    case 'won_deals':
    case 'lost_deals':
    case 'deals_created':
    case 'open_deals':
    case 'overdue_deals':
    case 'stalled_deals':
      return total(BigInt(deals.length))
    case 'won_revenue':
    case 'lost_revenue':
    case 'pipeline_created':
    case 'open_pipeline':
    case 'forecast_commit':
    case 'forecast_best_case':
      return total(sum(amounts(deals)))
    case 'weighted_pipeline':
      return total(sum(deals.map(({ state }) => state.weightedMinor ?? 0)))
    case 'average_deal_size': {
      const sized = amounts(deals).filter((amount) => amount !== null)
      const [numerator, denominator] = [sum(sized), BigInt(sized.length)]
      const value = sized.length === 0 ? null : halfEven(numerator, denominator)
      return { value, numerator, denominator, sample: sized.length, nothing: 'nothing_to_average' }
    }
    case 'win_rate': {
      const [numerator, denominator] = [of('won').length, deals.length]
      const value = denominator === 0 ? null : numerator / denominator
      return {
        value,
        numerator: BigInt(numerator),
        denominator: BigInt(denominator),
        sample: deals.length,
        nothing: 'nothing_closed',
      }
    }
    case 'win_rate_value': {
      const valued = deals.filter(({ state }) => ![null, 0].includes(amountOf(state) as number | null))
      const [numerator, denominator] = [
        sum(amounts(valued.filter(({ state }) => state.status === 'won'))),
        sum(amounts(valued)),
      ]
      const share = (deals.length - valued.length) / Math.max(deals.length, 1)
      const value = denominator === 0n ? null : Number(numerator) / Number(denominator)
      const nothing = deals.length === 0 ? 'nothing_closed' : 'deals_without_value'
      const doubt = value !== null && share > 0.05 ? { doubt: 'deals_without_value' as const } : {}
      return { value, numerator, denominator, sample: valued.length, nothing, ...doubt }
    }
    case 'sales_cycle_days': {
      const days = deals.map(({ deal, state }) => daysOf(deal, state)).filter((n) => n >= 0)
      const sorted = [...days].sort((a, b) => a - b)
      const numerator = sum(days)
      const half = sorted.length / 2
      const middle = ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2
      const mean = Number(numerator) / days.length
      const value = days.length === 0 ? null : params?.statistic === 'median' ? middle : mean
      return {
        value,
        numerator,
        denominator: BigInt(days.length),
        sample: days.length,
        nothing: 'nothing_to_average',
      }
    }
    case 'pipeline_coverage': {
      const target = params?.target as { amountMinor: number } | undefined
      const numerator = sum(amounts(of('open')))
      const missing = BigInt(target?.amountMinor ?? 0) - sum(amounts(of('won')))
      const value = missing <= 0n ? null : Number(numerator) / Number(missing)
      return { value, numerator, denominator: missing, sample: deals.length, nothing: 'target_reached' }
    }
    case 'sales_velocity':
      return velocity(deals)
    case 'stage_conversion':
    case 'slipped_value':
      throw new Error('not answered yet')
    default:
      return metric satisfies never
  }
}

/** open x win rate x average size / cycle, kept as one fraction to the end. */
function velocity(deals: readonly Standing[]): Answer {
  const count = (status: string) =>
    BigInt(deals.filter(({ state }) => (state.status ?? 'open') === status).length)
  const won = deals.filter(({ state }) => state.status === 'won')
  const sizes = won.map(({ state }) => amountOf(state)).filter((amount) => typeof amount === 'number')
  const cycles = won.map(({ deal, state }) => daysOf(deal, state)).filter((n) => n >= 0)
  const [numerator, denominator] = [sum(sizes), sum(cycles)]
  const closed = count('won') + count('lost')
  const sample = deals.filter(
    ({ state }) => !(state.status === 'won' && amountOf(state) === 'unknown'),
  ).length
  const parts = { numerator, denominator, sample }
  if (closed === 0n || sizes.length === 0 || cycles.length === 0)
    return { ...parts, value: null, nothing: 'factor_missing' }
  if (denominator === 0n) return { ...parts, value: null, nothing: 'cycle_zero' }
  const above = count('open') * count('won') * numerator * BigInt(cycles.length)
  return { ...parts, value: halfEven(above, closed * BigInt(sizes.length) * denominator) }
}
