/**
 * One deal's states from the opening to the closing, one group of fields after the other. Pure. A deal that was not
 * there, or could not be read, at one of both ends has nothing to compare: it comes or goes as a whole.
 */
import { reworked } from './money.ts'
import type { DealStep } from './steps.ts'

/** A state by the columns of `db/workspace/state.ts`, with the deal's identity and `twin` of `src/metrics/twins.ts`. */
export type State = Readonly<Record<string, string | number | null>>

/** One deal at both ends; absent where it was not known. */
export interface Ends {
  readonly opening: State | undefined
  /** The opening with what was told later and had been so by then. */
  readonly learned: State | undefined
  readonly closing: State | undefined
}

/** The ledger's moment a deal's past is read at. */
export type Past = 'opening' | 'learned' | 'closing'

export interface Stand {
  readonly step: 'opening' | DealStep
  /** Null: the deal is not there. */
  readonly state: State | null
  readonly past: Past
}

export interface Chain {
  /** From which step on the past is that of the closing; null where it plays no part. */
  readonly pastStep: 'date' | 'status' | null
  /** The filter names stages: then a stage is part of it, while the status stays. */
  readonly byStage: boolean
  readonly currency: string
}

const stateSteps = ['filter', 'existence', 'date', 'status', 'amount', 'rate', 'probability'] as const
type StateStep = (typeof stateSteps)[number]

export function stands(ends: Ends, chain: Chain): Stand[] {
  const start = gone(ends.opening) ? null : (ends.opening ?? null)
  const from = ends.learned
  const to = ends.closing
  const learned = gone(from) ? null : (from ?? null)
  const end = gone(to) ? null : (to ?? null)
  const result: Stand[] = [
    { step: 'opening', state: start, past: 'opening' },
    { step: 'learned_later', state: learned, past: 'learned' },
    { step: 'definition', state: learned, past: 'learned' },
  ]
  const whole = counts(from) !== counts(to)
  let [state, past] = [learned, 'learned' as Past]
  for (const step of stateSteps) {
    if (whole) {
      if (step === 'existence') [state, past] = [end, 'closing']
    } else if (state !== null && from !== undefined && end !== null) {
      if (step === chain.pastStep) past = 'closing'
      state = advanced(state, { from, to: end }, step, chain)
    }
    result.push({ step, state, past })
  }
  // Whatever no step names is as it is at the closing.
  result.push({ step: 'time', state: end, past: 'closing' })
  return result
}

function gone(state: State | undefined): boolean {
  return state === undefined || state.deleted === 1
}

/** It is there and can be read. */
export function counts(state: State | undefined): boolean {
  return !gone(state) && state?.problem == null
}

interface Between {
  readonly from: State
  readonly to: State
}

function advanced(state: State, between: Between, step: StateStep, chain: Chain): State {
  const columns = columnsOf(step, between, chain)
  if (columns.every((column) => state[column] === between.to[column])) return state
  const taken = Object.fromEntries(columns.map((column) => [column, between.to[column] ?? null]))
  const { from, to } = between
  const sides = step === 'rate' || step === 'probability' ? [to, from] : [from, to]
  return reworked({ ...state, ...taken }, sides, chain.currency)
}

function columnsOf(step: StateStep, { from, to }: Between, { byStage }: Chain): readonly string[] {
  const moved = from.status !== to.status
  const stageOfFilter = byStage && !moved
  switch (step) {
    case 'filter':
      return ['pipeline_id', 'team_id', 'type', 'properties', ...(stageOfFilter ? ['stage_id'] : [])]
    case 'existence':
      // Both ends unreadable: the deal adds nothing at either.
      return ['twin', 'problem']
    case 'date':
      return ['close_date']
    case 'status':
      // A forecast category belongs to an open deal: it comes and goes with the status.
      return ['status', ...(stageOfFilter ? [] : ['stage_id']), ...(moved ? ['forecast_category'] : [])]
    case 'amount':
      // Another currency has another rate, and what had no amount had none.
      return from.currency !== to.currency || from.amount_minor === null || to.amount_minor === null
        ? ['amount_minor', 'currency', 'rate', 'rate_rule']
        : ['amount_minor', 'currency']
    case 'rate':
      return ['rate', 'rate_rule', 'home_minor']
    case 'probability':
      return ['probability', 'forecast_category', 'weighted_minor']
    default:
      return step satisfies never
  }
}
