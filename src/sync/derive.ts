/** What a deal's record means by the company's set-up: its state, as one revision of the ledger holds it. Pure. */
import type { Day, DealRecord, ForecastCategory, Problem } from '../../connectors/contract.ts'
import { multiplyMinor } from '../../connectors/values/money.ts'
import { homeAmount, shorten } from './home-amount.ts'

export { pairKey, rateOn } from './home-amount.ts'

export interface StageFlags {
  readonly closed: boolean
  readonly won: boolean
  /** Decimal text 0..1. */
  readonly probability: string | null
}

/** One unit of the currency is `factor` units of the account's, on days `[from, to)`. */
export interface Rate {
  readonly factor: string
  readonly from: Day | null
  readonly to: Day | null
}

/** All that gives a record its meaning, as the mirror holds it. */
export interface Setup {
  /** The CRM's own currency; null when it does not tell or was not read yet. */
  readonly accountCurrency: string | null
  readonly multiCurrency: boolean
  /** By `stageKey`. */
  readonly stages: ReadonlyMap<string, StageFlags>
  /** By currency. */
  readonly rates: ReadonlyMap<string, readonly Rate[]>
  /** Typed by a person, from the account's currency into the company's: by `pairKey`. */
  readonly typed?: ReadonlyMap<string, readonly Rate[]>
  /** Team by the hash of the owner's id. */
  readonly ownerTeams: ReadonlyMap<string, string | null>
}

export function stageKey(pipelineId: string | null, stageId: string): string {
  return JSON.stringify([pipelineId, stageId])
}

export interface StageProblem {
  readonly field: 'stage'
  readonly code: 'unknown_stage'
  readonly raw: string
}
export type HeldFor = Problem | StageProblem

/**
 * `cross`: by way of the account's currency and its own rate of the company's; `typed`: by way of it and a rate somebody
 * typed.
 */
export const rateRules = ['same', 'deal', 'account', 'cross', 'typed', 'missing'] as const
export type RateRule = (typeof rateRules)[number]
export type Status = 'open' | 'won' | 'lost'

/** What the CRM told and a state does not show by itself. Kept beside the deal, to derive it again. */
export interface Told {
  readonly teamId: string | null
  readonly probability: string | null
  readonly currency: string | null
  readonly rate: string | null
  readonly problems: readonly Problem[]
}

/** The fields a state is derived from. */
export interface Facts extends Told {
  readonly pipelineId: string | null
  readonly stageId: string | null
  readonly amountMinor: number | null
  readonly closeDate: Day | null
  readonly ownerHash: string | null
}

/** Follows from facts and set-up; changes when either does. */
export interface Derived {
  /** null: the stage is unknown, `problems` says so. */
  readonly status: Status | null
  readonly currency: string | null
  readonly homeMinor: number | null
  readonly rate: string | null
  /** null without an amount: nothing was to be converted. */
  readonly rateRule: RateRule | null
  readonly teamId: string | null
  readonly probability: string | null
  readonly weightedMinor: number | null
  /** Not empty: the deal is held, counted as skipped, and adds nothing. */
  readonly problems: readonly HeldFor[]
}

/** A state without what only the ledger knows (deleted, merged). */
export interface State extends Derived {
  readonly pipelineId: string | null
  readonly stageId: string | null
  readonly amountMinor: number | null
  readonly closeDate: Day | null
  readonly type: string | null
  readonly forecastCategory: ForecastCategory | null
  readonly companyId: string | null
  /** Id of the same deal in the company's other CRM. */
  readonly twinId: string | null
  readonly ownerHash: string | null
  readonly properties: Readonly<Record<string, string | null>>
}

export interface DeriveContext {
  readonly setup: Setup
  /** The company's currency, in which every money value is given. */
  readonly homeCurrency: string
  /** The local day: a deal without close date is converted at today's rate. */
  readonly today: Day
}

/** `ownerHash` is the keyed hash of `record.ownerId`: the id itself goes no further. */
export function derive(record: DealRecord, ownerHash: string | null, context: DeriveContext): State {
  const { pipelineId, stageId, amountMinor, closeDate } = record
  return {
    ...deriveFacts({ ...factsOf(record), pipelineId, stageId, amountMinor, closeDate, ownerHash }, context),
    pipelineId,
    stageId,
    amountMinor,
    closeDate,
    type: record.type,
    forecastCategory: record.forecastCategory,
    companyId: record.companyId,
    twinId: record.twinId ?? null,
    ownerHash,
    properties: record.properties,
  }
}

export function factsOf(record: DealRecord): Told {
  const { teamId, probability, currency, rate, problems } = record
  return { teamId, probability, currency, rate, problems }
}

/** The part that is derived, from facts as they were told now or earlier. */
export function deriveFacts(facts: Facts, context: DeriveContext): Derived {
  const { setup } = context
  const problems: HeldFor[] = [...facts.problems]
  const stage = stageOf(facts, setup)
  if (stage === 'unknown')
    problems.push({ field: 'stage', code: 'unknown_stage', raw: shorten(facts.stageId) })
  const flags = typeof stage === 'string' ? null : stage
  const currency = currencyOf(facts, context)
  const home = homeAmount(facts, currency, context)
  problems.push(...home.problems)
  const probability = facts.probability ?? flags?.probability ?? null
  const status = stage === 'unknown' ? null : statusOf(flags)
  return {
    status,
    currency,
    homeMinor: home.minor,
    rate: home.rate,
    rateRule: home.rule,
    teamId: teamOf(facts, status, setup),
    probability,
    weightedMinor:
      home.minor === null || probability === null ? null : multiplyMinor(home.minor, probability, 0, 0),
    problems,
  }
}

/**
 * An open deal follows its owner's team as it is now: what a CRM wrote on the deal is the team of the day it was assigned.
 * On a closed one that is just what counts.
 */
function teamOf({ teamId, ownerHash }: Facts, status: Status | null, { ownerTeams }: Setup): string | null {
  const owners = ownerHash === null ? null : (ownerTeams.get(ownerHash) ?? null)
  return isClosed(status) ? (teamId ?? owners) : (owners ?? teamId)
}

/** A deal without stage is open; a flag, never a label, says that it is won. */
export function statusOf(flags: StageFlags | null): Status {
  if (flags === null || !flags.closed) return 'open'
  return flags.won ? 'won' : 'lost'
}

function stageOf(facts: Facts, setup: Setup): StageFlags | 'none' | 'unknown' {
  if (facts.stageId === null) return 'none'
  return setup.stages.get(stageKey(facts.pipelineId, facts.stageId)) ?? 'unknown'
}

/** A deal says its currency, unless the whole account has only one. */
function currencyOf(facts: Facts, { setup, homeCurrency }: DeriveContext): string | null {
  if (facts.currency !== null) return facts.currency
  return setup.multiCurrency ? null : (setup.accountCurrency ?? homeCurrency)
}

/** A closed deal keeps the team it closed with; an open one follows. `before` is the state it replaces. */
export function keptTeam(
  before: Pick<State, 'status' | 'teamId'> | null,
  after: Pick<State, 'status' | 'teamId'>,
): string | null {
  return before !== null && isClosed(before.status) && isClosed(after.status) ? before.teamId : after.teamId
}

function isClosed(status: Status | null): boolean {
  return status === 'won' || status === 'lost'
}
