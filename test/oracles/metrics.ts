/**
 * Every deal metric, worked out again from the meaning of the words: a list of plain deals and BigInt, no SQL. Imports
 * only types of ours. `asked` says which deals may count and which could not be read.
 */
import type { ContractMetricId } from '../../src/metrics/retention/ids.ts'
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
  /** What it went through by then, as far as anything was learned of it: one entry an interval, first to last. */
  readonly path: readonly Step[]
}

export interface Step {
  readonly from: string
  readonly to: string
  readonly state: LedgerRevision
}

export type Moment =
  | { readonly kind: 'now' }
  | { readonly kind: 'known'; readonly seq: number }
  | { readonly kind: 'asOf'; readonly instant: string }

/** A state of which nothing is known. */
const UNTOLD: LedgerRevision = {
  status: null,
  stageId: null,
  pipelineId: null,
  amountMinor: null,
  closeDate: null,
  properties: null,
  unknown: [
    ...['status', 'stage_id', 'pipeline_id', 'amount_minor', 'home_minor', 'weighted_minor', 'close_date'],
    ...['team_id', 'type', 'forecast_category', 'properties', 'path'],
  ],
}

const sinceWhen = ({ effectiveAt = '' }: LedgerRevision) => effectiveAt
const createdAt = ({ createdDay = '2026-01-10' }: LedgerDeal) => `${createdDay}T12:00:00.000Z`

/** What was so at an instant, by revisions in the order of their commit: the last that was told, else the history. */
function stateOn(revisions: readonly LedgerRevision[], instant: string): LedgerRevision | undefined {
  const by = revisions.filter((each) => sinceWhen(each) <= instant)
  const told = by.filter(({ timeFrom }) => timeFrom !== 'history')
  if (told.length > 0) return told.at(-1)
  return [...by]
    .sort((a, b) => (sinceWhen(a) < sinceWhen(b) ? -1 : sinceWhen(a) > sinceWhen(b) ? 1 : 0))
    .at(-1)
}

function pathOf(revisions: readonly LedgerRevision[], until: string): Step[] {
  const instants = [...new Set(revisions.map(sinceWhen))].sort()
  return instants.flatMap((from, index): Step[] => {
    const state = stateOn(revisions, from)
    const next = instants[index + 1]
    // Just after the moment asked about: what comes then has not happened yet.
    const end = next === undefined || next > until ? `${until}~` : next
    return state === undefined || from > until ? [] : [{ from, to: end, state }]
  })
}

/** Which state each deal is in, by reading the revisions from the first to the last. `begin`: of the ledger. */
export function standings(
  deals: readonly LedgerDeal[],
  order: readonly { readonly deal: number; readonly revision: number }[],
  moment: Moment,
  begin = '',
): Standing[] {
  return deals.flatMap((deal, index): Standing[] => {
    const learned = order.flatMap((place, seq) => {
      const state = place.deal === index ? deal.revisions[place.revision] : undefined
      return state === undefined || (moment.kind === 'known' && seq + 1 > moment.seq) ? [] : [state]
    })
    const read = learned.filter(({ timeFrom }) => timeFrom !== 'history')
    const until = moment.kind === 'asOf' ? moment.instant : '9'
    const path = pathOf(learned, until)
    const told = read.filter((each) => sinceWhen(each) <= until)
    const state = moment.kind === 'asOf' ? stateOn(learned, until) : read.at(-1)
    if (state !== undefined) return state.deleted === true ? [] : [{ deal, state, told, path }]
    const untold = moment.kind === 'asOf' && until < begin && createdAt(deal) <= until
    return untold ? [{ deal, state: UNTOLD, told, path }] : []
  })
}

type Truth = true | false | 'unknown'
const and = (truths: readonly Truth[]): Truth =>
  truths.includes(false) ? false : truths.includes('unknown') ? 'unknown' : true

const columnOf: Readonly<Record<string, string>> = {
  closeDate: 'close_date',
  stage: 'status',
  rate: 'home_minor',
}

/** Held for the field, or reconstructed without it. */
const lacks = (state: LedgerRevision, ...fields: string[]) =>
  fields.some((field) => {
    if (field === 'rate' && state.amountMinor === 0 && state.problem === undefined) return false
    const untold = state.unknown?.includes(columnOf[field] ?? field) === true
    return untold || (state.problem ?? []).some((problem) => problem.field === field)
  })

/** Amount in the company's currency: a number, none, or not to be known. */
function amountOf({ amountMinor = 10_000, homeMinor }: LedgerRevision): number | null | 'unknown' {
  if (amountMinor === null) return null
  if (amountMinor === 0) return homeMinor ?? 0
  if (homeMinor === null) return 'unknown'
  return homeMinor ?? amountMinor
}

/** `unrated`: what is made of an amount that is known and has no rate, where the filter names a minimum. */
function passesFilter({ deal, state }: Standing, filter: Filter = {}, unrated: Truth = 'unknown'): Truth {
  const within = (list: readonly string[] | undefined, value: string | null | undefined, column?: string) => {
    if (list === undefined) return true
    if (column !== undefined && state.unknown?.includes(column)) return 'unknown'
    return value != null && list.includes(value)
  }
  const stage = state.stageId === undefined ? (state.status ?? 'open') : state.stageId
  const truths: Truth[] = [
    within(filter.connections, deal.source ?? 'hubspot'),
    within(filter.pipelines, state.pipelineId === undefined ? 'new' : state.pipelineId, 'pipeline_id'),
    within(filter.stages, stage, 'stage_id'),
    within(filter.teams, state.teamId, 'team_id'),
    within(filter.dealTypes, state.type, 'type'),
  ]
  for (const { name, op, values } of filter.properties ?? []) {
    const value = state.properties?.[name] || null
    const listed = value !== null && values.includes(value)
    if (state.unknown?.includes('properties')) truths.push('unknown')
    else if (op === 'known') truths.push(value !== null)
    else if (op === 'unknown') truths.push(value === null)
    else truths.push(op === 'eq' || op === 'in' ? listed : !listed)
  }
  if (filter.minAmountMinor !== undefined) {
    const amount = amountOf(state)
    if (lacks(state, 'amount', 'currency', 'rate')) truths.push('unknown')
    else if (amount === 'unknown') truths.push(unrated)
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
      if (status('open') === true && state.unknown?.includes('forecast_category'))
        return and(['unknown', closing])
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
      return converted(standing, definition.params as unknown as Stages, period) !== 'not entered'
    case 'slipped_value': {
      const close = state.closeDate === undefined ? '2026-03-31' : state.closeDate
      const moved = lacks(state, 'closeDate') ? 'unknown' : close !== null && close >= period.to
      return and([moved, slipped(standing, period)])
    }
    default:
      return definition.metric as Exclude<typeof definition.metric, ContractMetricId> satisfies never
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

export interface OracleStage {
  readonly source: string
  readonly pipelineId: string
  readonly id: string
  readonly position: number
  readonly status: 'open' | 'won' | 'lost'
}
interface Stages {
  readonly from: string
  readonly to: string
}
/** The stages of both CRMs, for the tests that walk along them. */
export const stagesOf: OracleStage[] = ['hubspot', 'salesforce'].flatMap((source) =>
  [
    ['a', ['s1', 's2', 'open']],
    ['b', ['s1', 's2', 'open']],
    ['c', ['s2', 's1']],
  ].flatMap(([pipeline, open]) =>
    [...(open as string[]), 'won', 'lost'].map((id, position): OracleStage => {
      const status = id === 'won' || id === 'lost' ? id : 'open'
      return { source, pipelineId: String(pipeline), id, position, status }
    }),
  ),
)

const midnight = (day: string) => `${day}T00:00:00.000Z`
const within = ({ from, to }: Step, start: string, end: string) => from < end && to > start

/** Lives with a first state long after its creation have a time nobody knows of. */
const unknownBefore = (deal: LedgerDeal, first: Step | undefined): readonly [string, string] | null => {
  if (first === undefined) return null
  const late = Date.parse(first.from) - Date.parse(createdAt(deal)) > DAY
  return late ? [createdAt(deal), first.from] : null
}

const stageOf = (state: LedgerRevision) =>
  state.stageId === undefined ? (state.status ?? 'open') : state.stageId

/** Whether a state is at `to` or past it. */
function past(state: LedgerRevision, source: string, to: string): Truth {
  const here = stageOf(state)
  if (here === to) return true
  const goals = stagesOf.filter(({ id }) => id === to)
  const lost = goals.some(({ status }) => status === 'lost')
  const status = state.status === undefined ? 'open' : state.status
  if (status === 'won' && !lost) return true
  const pipeline = state.pipelineId === undefined ? 'new' : state.pipelineId
  const place = (id: string | null) =>
    stagesOf.find((each) => each.source === source && each.pipelineId === pipeline && each.id === id)
  const [mine, goal] = [place(here), place(to)]
  if (status === 'open' && goal?.status === 'open' && mine !== undefined && mine.position > goal.position)
    return true
  const untold = state.unknown?.some((column) => column === 'stage_id' || column === 'pipeline_id')
  return status === null || untold ? 'unknown' : false
}

/** By walking through what happened to the deal. */
function converted(
  { deal, state, path }: Standing,
  { from, to }: Stages,
  period: Period,
): 'yes' | 'no' | 'unknown' | 'not entered' {
  const [start, end] = [midnight(period.from), midnight(period.to)]
  if (state.unknown?.includes('path'))
    return createdAt(deal).slice(0, 10) < period.to ? 'unknown' : 'not entered'
  const alive = path.filter((step) => step.state.deleted !== true)
  const hole = unknownBefore(deal, alive[0])
  let before: Truth = hole === null ? false : 'unknown'
  let doubt = hole !== null && hole[0] < end && hole[1] > start
  let entered = false
  let reached: Truth = false
  for (const step of alive) {
    const here: Truth = step.state.unknown?.includes('stage_id') ? 'unknown' : stageOf(step.state) === from
    const starts = step.from >= start && step.from < end
    if (here === true && before === false && starts) entered = true
    if (here === true && before === 'unknown' && starts) doubt = true
    if (here === 'unknown' && within(step, start, end)) doubt = true
    const there = past(step.state, deal.source ?? 'hubspot', to)
    if (entered && (there === true || (there === 'unknown' && reached === false))) reached = there
    before = here
  }
  if (reached === true) return 'yes'
  if (doubt || reached === 'unknown') return 'unknown'
  return entered ? 'no' : 'not entered'
}

/** Whether it was open with a close date in the window, at some time of the window. */
function slipped({ deal, state, path }: Standing, period: Period): Truth {
  const [start, end] = [midnight(period.from), midnight(period.to)]
  if (state.unknown?.includes('path')) return createdAt(deal).slice(0, 10) < period.to && 'unknown'
  const alive = path.filter((step) => step.state.deleted !== true)
  const truths = alive
    .filter((step) => within(step, start, end))
    .map((step) => and([hasStatus(step.state, 'open'), closesIn(step.state, period)]))
  const hole = unknownBefore(deal, alive[0])
  if (hole !== null && hole[0] < end && hole[1] > start) truths.push('unknown')
  return truths.includes(true) ? true : truths.includes('unknown') ? 'unknown' : false
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
  'slipped_value',
]

/** The deals of the other CRM that are the same as this one, told by either side. */
function twinsOf({ deal, state }: Standing, all: readonly Standing[]): Standing[] {
  const twin = twinOf(deal, state)
  return all.filter((other) => {
    const apart = (other.deal.source ?? 'hubspot') !== (deal.source ?? 'hubspot')
    return apart && (other.deal.id === twin || twinOf(other.deal, other.state) === deal.id)
  })
}

/** A state that nobody read has the twin of today. */
function twinOf(deal: LedgerDeal, state: LedgerRevision): string | null {
  const untold = state.timeFrom === 'history' || state === UNTOLD
  const told = deal.revisions.filter(({ timeFrom }) => timeFrom !== 'history')
  return (untold ? told.at(-1) : state)?.twinId ?? null
}

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
  leading: string | null = null,
): Expected {
  const money = moneyMetrics.includes(definition.metric)
  const sure: Standing[] = []
  const narrowed = new Set(definition.filter?.connections).size === 1
  let twice = false
  let [heldDeals, rates, unknowns] = [0, 0, 0]
  for (const standing of all) {
    const { state } = standing
    const heldNow = (state.problem ?? []).length > 0
    const concerned = concerns(standing, definition, period, day)
    const truth = and([concerned, passesFilter(standing, definition.filter)])
    if (truth === false) continue
    const twins = narrowed ? [] : twinsOf(standing, all).map((each) => each.deal.source ?? 'hubspot')
    if (leading !== null && twins.includes(leading)) continue
    if (leading === null && twins.length > 0) twice = true
    if (heldNow) heldDeals += 1
    else if (untoldPart(standing, truth, concerned, definition, period)) unknowns += 1
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
  const answer = answerOf(definition, sure, period)
  const gap: Reason | undefined = twice
    ? 'leading_side_open'
    : heldDeals > 0
      ? 'held_deals'
      : lost > 0
        ? 'skipped_records'
        : unknowns > 0
          ? 'history_gap'
          : rates > 0
            ? 'rate_missing'
            : undefined
  return {
    value: answer.value,
    numerator: Number(answer.numerator),
    denominator: answer.denominator === null ? null : Number(answer.denominator),
    sampleSize: answer.sample,
    complete: gap === undefined && answer.doubt === undefined,
    skipped: heldDeals + unknowns + rates + lost,
    reason: answer.value === null ? answer.nothing : (gap ?? answer.doubt),
  }
}

/** A deal whose history does not tell whether it counts, or with how much. */
function untoldPart(
  standing: Standing,
  truth: Truth,
  concerned: Truth,
  definition: Definition,
  period: Period,
): boolean {
  const { state } = standing
  const { metric, params } = definition
  if (metric === 'stage_conversion' && converted(standing, params as unknown as Stages, period) === 'unknown')
    return true
  if (metric === 'slipped_value' && truth === 'unknown' && slipped(standing, period) === 'unknown')
    return true
  const unheard = (state.unknown ?? []).length > 0
  if (!unheard) return false
  // A rate that is missing was not lost by the history, whatever else that does not tell.
  if (truth === 'unknown')
    return passesFilter(standing, definition.filter, true) === 'unknown' || concerned === 'unknown'
  if (metric === 'weighted_pipeline')
    return state.unknown?.includes('weighted_minor') === true && state.amountMinor !== 0
  return moneyMetrics.includes(metric) && lacks(state, 'rate') && needsAmount(metric, state)
}

/** Null: it can be answered. Days are those of UTC; `begin` is that of both connections. */
export function unanswerable(
  { metric, params, filter }: Definition,
  period: Period,
  day: string,
  moment: Moment,
  begin: string,
  histories: readonly string[],
): boolean {
  const concerned = filter?.connections ?? ['hubspot', 'salesforce']
  const unread = concerned.some((source) => !histories.includes(source))
  const history = metric === 'stage_conversion' || metric === 'slipped_value'
  if (unread && moment.kind === 'asOf' && moment.instant < begin) return true
  if (unread && history && midnight(period.from) < begin) return true
  if (metric !== 'stalled_deals') return false
  return new Date(Date.parse(day) + (1 - Number(params?.days)) * DAY).toISOString() < begin
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

function answerOf({ metric, params }: Definition, deals: readonly Standing[], period: Period): Answer {
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
    case 'slipped_value':
      return total(sum(amounts(deals)))
    case 'stage_conversion': {
      const won = deals.filter(
        (each) => converted(each, params as unknown as Stages, period) === 'yes',
      ).length
      const value = deals.length === 0 ? null : won / deals.length
      const sides = { numerator: BigInt(won), denominator: BigInt(deals.length), sample: deals.length }
      return { value, ...sides, nothing: 'nothing_entered' }
    }
    default:
      return metric as Exclude<typeof metric, ContractMetricId> satisfies never
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
